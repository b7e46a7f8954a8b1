//! `newsroom comment`, `reply` and `react`: what readers do without signing in.

use crate::cli::{self, Global};
use crate::db::{self, Conn};
use crate::error::Result;
use crate::models::{Comment, Mood, Target};
use crate::report::article_name;
use crate::services::{ArticleRef, articles, comments, reactions};
use crate::session::{request, url};
use crate::text::{counted, fit};
use model_core::prelude::*;
use std::io::Write;

/// The most characters of a name that are printed.
const NAME: usize = 40;

fn reader() -> Actor {
    Actor::anonymous().request(request())
}

pub(super) fn comment(
    out: &mut dyn Write,
    global: &Global,
    target: &cli::ArticleArg,
    text: &str,
    name: &str,
) -> Result<()> {
    let reference: ArticleRef = target.id.parse()?;
    let mut conn = db::open(&url(global)?)?;
    let article = reference.resolve(&mut conn)?;
    confirm(out, &comments::post(&mut conn, article, name, text, &reader())?)
}

pub(super) fn reply(out: &mut dyn Write, global: &Global, to: i64, text: &str, name: &str) -> Result<()> {
    let mut conn = db::open(&url(global)?)?;
    confirm(out, &comments::reply(&mut conn, to.into(), name, text, &reader())?)
}

fn confirm(out: &mut dyn Write, comment: &Comment) -> Result<()> {
    let to = comment.parent_id.map(|parent| format!(", a reply to comment {parent},")).unwrap_or_default();
    Ok(writeln!(out, "comment {} by {}{to} is waiting for the desk", comment.id, fit(&comment.reader, NAME))?)
}

/// What a reader reacts to, as it is named on the command line.
#[derive(Debug, Clone, Copy)]
pub(super) struct ReactionTarget<'t> {
    pub(super) id: &'t str,
    pub(super) comment: bool,
}

impl ReactionTarget<'_> {
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

pub(super) fn react(
    out: &mut dyn Write,
    global: &Global,
    of: &ReactionTarget<'_>,
    mood: Mood,
    name: &str,
) -> Result<()> {
    let (mut conn, target) = of.resolve(global)?;
    let reaction = reactions::react(&mut conn, &target, name, mood, &reader())?;
    let verb = if matches!(reaction, Upserted::Unchanged(_)) { "had already reacted" } else { "reacted" };
    let row = match target {
        Target::Article(id) => article_name(&articles::live(&mut conn, id)?),
        Target::Comment(_) => reactions::named(&target),
    };
    Ok(writeln!(out, "{} {verb} to {row} with `{mood}`", fit(name, NAME))?)
}

pub(super) fn take_back(
    out: &mut dyn Write,
    global: &Global,
    of: &ReactionTarget<'_>,
    mood: Option<Mood>,
    name: &str,
) -> Result<()> {
    let (mut conn, target) = of.resolve(global)?;
    let removed = reactions::take_back(&mut conn, &target, name, mood, &reader())?;
    Ok(writeln!(out, "{} took back {}", fit(name, NAME), counted(removed, "reaction"))?)
}
