//! What readers do: comment, reply and react. They are not signed in.

use super::{named, request, url};
use crate::cli::{Global, Target};
use crate::db;
use crate::error::Result;
use crate::models::{Comment, Mood};
use crate::report::fit;
use crate::services::{ArticleRef, articles, comments, reactions};
use model_core::Choices;
use model_core::prelude::*;
use std::io::Write;

/// The widest name that is printed.
const NAME: usize = 40;

fn reader() -> Actor {
    Actor::anonymous().request(request())
}

pub(super) fn comment(out: &mut dyn Write, global: &Global, target: &Target, text: &str, name: &str) -> Result<()> {
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

pub(super) fn react(
    out: &mut dyn Write,
    global: &Global,
    target: &Target,
    mood: Option<Mood>,
    name: &str,
) -> Result<()> {
    let reference: ArticleRef = target.id.parse()?;
    let mut conn = db::open(&url(global)?)?;
    let id = reference.resolve(&mut conn)?;
    let Some(mood) = mood else {
        reactions::take_back(&mut conn, id, name, &reader())?;
        return Ok(writeln!(out, "{} took the reaction back", fit(name, NAME))?);
    };
    let reaction = reactions::react(&mut conn, id, name, mood, &reader())?;
    let already = if matches!(reaction, Upserted::Unchanged(_)) { " already" } else { "" };
    let (article, mood) = (articles::live(&mut conn, id)?, mood.label().to_lowercase());
    Ok(writeln!(out, "{} reacts to {} with `{mood}`{already}", fit(name, NAME), named(&article))?)
}
