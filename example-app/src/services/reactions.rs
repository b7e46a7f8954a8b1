//! Reactions of readers to articles and comments: one for each mood.

use super::blank::refuse_blank;
use super::{articles, comments};
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::models::{Mood, NewReaction, Reaction, Target};
use crate::schema::reactions;
use diesel::prelude::*;
use model_core::prelude::*;
use uuid::Uuid;

/// Adds a reaction to a live article or comment. A reader is not signed in.
///
/// # Errors
/// There is no such live row, the name is blank or too long, or the database fails.
pub fn react(conn: &mut Conn, target: &Target, reader: &str, mood: Mood, from: &Actor) -> Result<Upserted<Reaction>> {
    refuse_blank("the name of a reader", reader)?;
    db::transaction(conn, |conn| {
        check_live(conn, target)?;
        let new = NewReaction::builder().target(target.clone()).reader(reader.trim()).mood(mood).build();
        let key = (reactions::reader, reactions::target, reactions::mood);
        Ok(Reaction::upsert(new).on(key).by(from).run(conn)?)
    })
}

/// Takes back a reaction, or all reactions of the reader when no mood is given. Returns how many there were.
///
/// # Errors
/// There is no such live row or reaction, or the database fails.
pub fn take_back(conn: &mut Conn, target: &Target, reader: &str, mood: Option<Mood>, from: &Actor) -> Result<usize> {
    db::transaction(conn, |conn| {
        check_live(conn, target)?;
        let theirs =
            Reaction::objects().filter(reactions::target.eq(target)).filter(reactions::reader.eq(reader.trim()));
        let removed = match mood {
            None => theirs.delete().by(from).run(conn)?,
            Some(mood) => theirs.filter(reactions::mood.eq(mood)).delete().by(from).run(conn)?,
        };
        match removed {
            0 => Err(Error::NotFound(format!("reaction by {} to {}", reader.trim(), named(target)))),
            removed => Ok(removed),
        }
    })
}

/// How many readers like a row, and whether this one does.
///
/// # Errors
/// Database errors.
pub fn likes(conn: &mut Conn, target: &Target, reader: Option<&str>) -> Result<(i64, bool)> {
    let of_target = || Reaction::objects().filter(reactions::target.eq(target)).filter(reactions::mood.eq(Mood::Like));
    let all: i64 = of_target().count().get_result(conn)?;
    let own: i64 = match reader {
        Some(reader) if all > 0 => of_target().filter(reactions::reader.eq(reader)).count().get_result(conn)?,
        _ => 0,
    };
    Ok((all, own > 0))
}

/// Removes the reactions to purged rows, and returns how many there were.
///
/// # Errors
/// Database errors.
pub fn clean_up(conn: &mut Conn, actor: &Actor, batch: Uuid) -> Result<usize> {
    Ok(Reaction::objects().with_deleted().dangling().hard_delete().by(actor).batch(batch).run(conn)?)
}

/// The name of a target, for a person to read.
pub fn named(target: &Target) -> String {
    match target {
        Target::Article(id) => format!("article {}", id.short()),
        Target::Comment(id) => format!("comment {id}"),
    }
}

fn check_live(conn: &mut Conn, target: &Target) -> Result<()> {
    match target {
        Target::Article(id) => articles::live(conn, *id).map(drop),
        Target::Comment(id) => comments::live(conn, *id).map(drop),
    }
}
