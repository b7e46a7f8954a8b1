//! A model without its type: for each thing that can be done with it, the function that does it. What is not declared
//! has none, so its page is missing.

use crate::data::{Ask, Entries, Entry, Fail, Labels, Page, Reach, Row, Rows, Was, Wrong};
use crate::desk::face::{Known, Options};
use crate::policy::{Scope, Where};
use model_core::Actor;
use model_core::meta::Meta;
use serde_json::{Map, Value};
use std::any::Any;
use std::time::Duration;

pub(super) type Values = Map<String, Value>;

/// What an action of the application does to a row.
pub(super) type Action<Conn> = Box<dyn Fn(&mut Conn, &Eyes<'_>, &str, &Actor) -> Result<(), Fail> + Send + Sync>;
/// What a function of a record returns.
pub(super) type Done<T> = Result<T, Fail>;

/// What a write is told besides its values: which row, at which version, and who acts.
pub(super) struct By<'a> {
    pub(super) key: &'a str,
    pub(super) version: Option<i64>,
    pub(super) actor: &'a Actor,
}

/// Which part of a history is asked for.
pub(super) struct Slice<'a> {
    pub(super) key: &'a str,
    pub(super) before: Option<i64>,
    pub(super) limit: usize,
}

/// Which rows are read: those that somebody may see, of those that a section shows.
pub(super) struct Eyes<'a> {
    pub(super) scope: &'a Scope,
    pub(super) narrow: Option<&'a Where>,
    /// The field that names a row.
    pub(super) named_by: Option<usize>,
}

impl Eyes<'static> {
    /// The eyes of the desk itself.
    pub(super) const ALL: Self = Self { scope: &Scope::All, narrow: None, named_by: None };
}

/// Whether an action of the application can be done with a row, whose type it knows.
pub(super) type Fits = Box<dyn Fn(&dyn Any) -> bool + Send + Sync>;

/// A row, and for each condition whether it holds.
pub(super) type Found = Option<(Row, Vec<bool>)>;
type Finds<Conn> = fn(&mut Conn, &Eyes<'_>, Rows, &str, &[Fits]) -> Done<Found>;

/// What reads rows.
pub(super) struct Reads<Conn> {
    pub(super) page: fn(&mut Conn, &Eyes<'_>, &Options, &Ask) -> Result<Page, Fail>,
    pub(super) find: Finds<Conn>,
    pub(super) labels: fn(&mut Conn, &Eyes<'_>, &[String]) -> Result<Labels, Fail>,
}

pub(super) struct Creates<Conn> {
    pub(super) judge: fn(&Values) -> Vec<Wrong>,
    pub(super) create: fn(&mut Conn, &Values, &Actor) -> Result<Row, Fail>,
}

pub(super) struct Edits<Conn> {
    pub(super) judge: fn(&Values) -> Vec<Wrong>,
    pub(super) patch: fn(&mut Conn, &Values, By<'_>) -> Done<Row>,
}

pub(super) struct Deletes<Conn> {
    pub(super) preview: fn(&mut Conn, &str, usize) -> Result<Reach, Fail>,
    pub(super) delete: fn(&mut Conn, &str, Option<i64>, &Actor) -> Result<(), Fail>,
}

pub(super) struct Trash<Conn> {
    pub(super) preview: fn(&mut Conn, &str, usize) -> Result<Reach, Fail>,
    pub(super) restore: fn(&mut Conn, &str, bool, &Actor) -> Result<Row, Fail>,
    pub(super) purge: Option<Purge<Conn>>,
}

/// The result of a purge, or of its rehearsal.
#[derive(Debug, Default)]
pub(crate) struct Purged {
    pub(crate) removed: usize,
    pub(crate) along: Vec<Reach>,
    /// Keys of rows that stay, and why.
    pub(crate) blocked: Vec<(String, String)>,
}

/// Is told how many rows of how many are done.
pub(crate) type Told<'t> = &'t mut dyn FnMut(usize, usize);

pub(super) type Purge<Conn> = fn(&mut Conn, Duration, bool, &Actor, Told<'_>) -> Result<Purged, Fail>;

pub(super) struct Remembers<Conn> {
    pub(super) history: fn(&mut Conn, Slice<'_>) -> Result<Entries, Fail>,
    pub(super) entry: fn(&mut Conn, &str, i64) -> Result<Option<Entry>, Fail>,
    pub(super) at_version: fn(&mut Conn, &str, i64) -> Result<Option<Was>, Fail>,
    pub(super) after: fn(&mut Conn, &str, &Entry) -> Result<Option<Was>, Fail>,
    pub(super) revert: fn(&mut Conn, i64, bool, By<'_>) -> Done<Row>,
    pub(super) verify: fn(&mut Conn) -> Result<Vec<Break>, Fail>,
}

/// A place where the trail and the table contradict each other.
#[derive(Debug)]
pub(crate) struct Break {
    pub(crate) key: String,
    pub(crate) field: Option<String>,
    pub(crate) words: String,
}

pub(super) struct Record<Conn> {
    pub(super) meta: &'static Meta,
    pub(super) options: Options,
    /// The condition that holds for the rows of a section.
    pub(super) narrow: Option<Where>,
    pub(super) reads: Reads<Conn>,
    pub(super) creates: Option<Creates<Conn>>,
    pub(super) edits: Option<Edits<Conn>>,
    pub(super) deletes: Option<Deletes<Conn>>,
    pub(super) trash: Option<Trash<Conn>>,
    pub(super) remembers: Option<Remembers<Conn>>,
    pub(super) actions: Vec<Action<Conn>>,
    /// For each action, whether it can be done with a row.
    pub(super) fits: Vec<Fits>,
}

impl<Conn> Record<Conn> {
    pub(super) fn meta(&self) -> &'static Meta {
        self.meta
    }

    pub(super) fn known(&self) -> Known {
        let Options { url, label, plural, .. } = self.options.clone();
        let section = self.options.section;
        Known { url, label, plural, model: self.meta.name, content_type: self.meta.content_type, section }
    }
}
