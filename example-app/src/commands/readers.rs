//! What readers do: comment, reply and react. They are not signed in.

use super::{named, request, url};
use crate::cli::{self, Global};
use crate::db::{self, Conn};
use crate::error::Result;
use crate::models::{Comment, Mood, Target};
use crate::report::{counted, fit};
use crate::services::{ArticleRef, articles, comments, reactions};
use model_core::prelude::*;
use std::io::Write;

/// The widest name that is printed.
const NAME: usize = 40;

fn reader() -> Actor {
    Actor::anonymous().request(request())
}

pub(super) fn comment(
    out: &mut dyn Write,
    global: &Global,
    target: &cli::Target,
    text: &str,
    name: &str,
) -> Result<()> {
    let reference: ArticleRef = target.id.parse()?;
    let mut conn = db::open(&url(global)?)?;
    let article = reference.resolve(&mut conn)?;
    waits(out, &comments::post(&mut conn, article, name, text, &reader())?)
}

pub(super) fn reply(out: &mut dyn Write, global: &Global, to: i64, text: &str, name: &str) -> Result<()> {
    let mut conn = db::open(&url(global)?)?;
    waits(out, &comments::reply(&mut conn, to.into(), name, text, &reader())?)
}

fn waits(out: &mut dyn Write, comment: &Comment) -> Result<()> {
    let to = comment.parent_id.map(|parent| format!(" in reply to {parent}")).unwrap_or_default();
    Ok(writeln!(out, "comment {} of {}{to} waits for the desk", comment.id, fit(&comment.reader, NAME))?)
}

/// What a person says they react to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Of<'t> {
    pub(super) id: &'t str,
    pub(super) comment: bool,
}

impl Of<'_> {
    fn resolve(&self, global: &Global) -> Result<(Conn, Target)> {
        if self.comment {
            let comment = cli::comment(self.id)?;
            return Ok((db::open(&url(global)?)?, Target::Comment(comment)));
        }
        let reference: ArticleRef = self.id.parse()?;
        let mut conn = db::open(&url(global)?)?;
        let article = reference.resolve(&mut conn)?;
        Ok((conn, Target::Article(article)))
    }
}

pub(super) fn react(out: &mut dyn Write, global: &Global, of: &Of<'_>, mood: Mood, name: &str) -> Result<()> {
    let (mut conn, target) = of.resolve(global)?;
    let reaction = reactions::react(&mut conn, &target, name, mood, &reader())?;
    let already = if matches!(reaction, Upserted::Unchanged(_)) { " already" } else { "" };
    let row = match target {
        Target::Article(id) => named(&articles::live(&mut conn, id)?),
        Target::Comment(_) => reactions::named(&target),
    };
    Ok(writeln!(out, "{} reacts to {row} with `{mood}`{already}", fit(name, NAME))?)
}

pub(super) fn take_back(
    out: &mut dyn Write,
    global: &Global,
    of: &Of<'_>,
    mood: Option<Mood>,
    name: &str,
) -> Result<()> {
    let (mut conn, target) = of.resolve(global)?;
    let taken = reactions::take_back(&mut conn, &target, name, mood, &reader())?;
    let what = if taken == 1 { "the reaction".to_owned() } else { counted(taken, "reaction") };
    Ok(writeln!(out, "{} took {what} back", fit(name, NAME))?)
}
