//! One request of somebody who is logged in, and what each page needs to be drawn.

use crate::data::{Entry, Fail, Row};
use crate::desk::{Desk, Guarded, Known};
use crate::pages::show::is_actor;
use crate::staff::{Names, Staff};
use crate::web::answer::Refusal;
use crate::web::jobs::Jobs;
use crate::web::request::Asked;
use crate::words::Words;
use chrono::{DateTime, Utc};
use model_core::Actor;
use model_core::meta::Meta;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::{BTreeMap, BTreeSet};

/// What a site looks like.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    pub(crate) name: String,
    pub(crate) words: Words,
    pub(crate) language: String,
    pub(crate) keys: bool,
    /// The addresses of the style sheets and of the script, below the prefix.
    pub(crate) styles: Vec<String>,
    pub(crate) script: String,
    pub(crate) logo: Option<String>,
    pub(crate) log: fn(&str),
}

/// What every page shows around its own content.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame<'a> {
    pub(crate) look: &'a Look,
    pub(crate) asked: &'a Asked,
    pub(crate) staff: Option<&'a Staff>,
    pub(crate) nav: &'a [Known],
    /// The model that the page belongs to.
    pub(crate) here: Option<&'a str>,
    pub(crate) token: &'a str,
    pub(crate) flash: Option<&'a str>,
    /// Whether they may read the whole trail.
    pub(crate) trail: bool,
    /// The names of those who acted, by their ids.
    pub(crate) people: &'a BTreeMap<String, String>,
}

/// What stays as it is in a part of a path.
const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A key as a part of a path.
pub(crate) fn part(key: &str) -> String {
    match key {
        // These two mean something else in a path.
        "." => "%2E".to_owned(),
        ".." => "%2E%2E".to_owned(),
        key => utf8_percent_encode(key, PART).to_string(),
    }
}

impl Frame<'_> {
    /// An address of the desk.
    pub(crate) fn to(&self, path: &str) -> String {
        self.asked.to(path)
    }

    pub(crate) fn list(&self, url: &str) -> String {
        format!("{}/{url}/", self.asked.prefix)
    }

    pub(crate) fn row(&self, url: &str, key: &str) -> String {
        format!("{}/{url}/{}/", self.asked.prefix, part(key))
    }

    pub(crate) fn words(&self) -> &Words {
        &self.look.words
    }

    /// The name of a member of staff, if it is known here.
    pub(crate) fn name_of<'n>(&'n self, id: &str) -> Option<&'n str> {
        let own = self.staff.filter(|staff| staff.id == id).map(|staff| staff.name.as_str());
        own.or_else(|| self.people.get(id).map(String::as_str))
    }
}

/// A request of somebody who is logged in.
pub(crate) struct Visit<'a, Conn> {
    pub(crate) look: &'a Look,
    pub(crate) desk: &'a Desk<Conn>,
    pub(crate) conn: &'a mut Conn,
    pub(crate) asked: &'a Asked,
    pub(crate) staff: &'a Staff,
    pub(crate) actor: Actor,
    pub(crate) token: &'a str,
    pub(crate) flash: Option<&'a str>,
    pub(crate) nav: &'a [Known],
    pub(crate) trail: bool,
    /// When they gave their password.
    pub(crate) since: DateTime<Utc>,
    pub(crate) secret: &'a crate::web::secret::Secret,
    pub(crate) jobs: &'a Jobs,
    pub(crate) login: &'a dyn Names<Conn>,
    pub(crate) people: BTreeMap<String, String>,
}

impl<'a, Conn> Visit<'a, Conn> {
    pub(crate) fn frame<'f>(&'f self, here: Option<&'f str>) -> Frame<'f> {
        let Self { look, asked, staff, token, flash, nav, trail, people, .. } = self;
        Frame { look, asked, staff: Some(staff), nav, here, token, flash: *flash, trail: *trail, people }
    }

    /// Finds out the names of those who wrote these entries.
    pub(crate) fn meet<'e>(&mut self, entries: impl IntoIterator<Item = &'e Entry>) -> Result<(), Fail> {
        let users = entries.into_iter().map(|entry| &entry.who).filter(|who| who.kind == "user");
        self.learn(users.filter_map(|who| who.id.as_deref()))
    }

    /// Finds out the names of those who created, changed and deleted a row.
    pub(crate) fn meet_writers(&mut self, meta: &Meta, row: &Row) -> Result<(), Fail> {
        let fields = (0..meta.fields.len()).filter(|field| is_actor(&meta.fields[*field]));
        self.learn(fields.filter_map(|field| row.cells[field].as_str()))
    }

    fn learn<'i>(&mut self, ids: impl Iterator<Item = &'i str>) -> Result<(), Fail> {
        let others: BTreeSet<&str> = ids.filter(|id| *id != self.staff.id).collect();
        if !others.is_empty() {
            let ids: Vec<String> = others.into_iter().map(str::to_owned).collect();
            self.people = self.login.names(self.conn, &ids)?;
        }
        Ok(())
    }

    /// A model that they may use.
    pub(crate) fn model(&self, url: &str) -> Result<Guarded<'a, Conn>, Refusal> {
        self.desk.model(url, self.staff).ok_or(Refusal::NotFound)
    }

    pub(crate) fn words(&self) -> &'a Words {
        &self.look.words
    }
}
