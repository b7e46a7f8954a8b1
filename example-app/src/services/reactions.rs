//! Reactions: one of each reader, for each mood, to an article or a comment.

use super::comments::check_text;
use super::{articles, comments};
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::models::{Mood, NewReaction, Reaction, Target};
use crate::schema::reactions;
use diesel::prelude::*;
use model_core::prelude::*;
use uuid::Uuid;

/// Says how a reader, who is not signed in, feels about a live article or comment.
///
/// # Errors
/// There is no such live row, the name is empty or too long, or the database fails.
pub fn react(conn: &mut Conn, target: &Target, reader: &str, mood: Mood, from: &Actor) -> Result<Upserted<Reaction>> {
    check_text("the name of a reader", reader)?;
    db::transaction(conn, |conn| {
        check_live(conn, target)?;
        let new = NewReaction::builder().target(target.clone()).reader(reader.trim()).mood(mood).build();
        let key = (reactions::reader, reactions::target, reactions::mood);
        Ok(Reaction::upsert(new).on(key).by(from).run(conn)?)
    })
}

/// Takes a reaction of a reader back; all of them where no mood is given. Returns how many that were.
///
/// # Errors
/// There is no such live row, the reader has not reacted to it so, or the database fails.
pub fn take_back(conn: &mut Conn, target: &Target, reader: &str, mood: Option<Mood>, from: &Actor) -> Result<usize> {
    db::transaction(conn, |conn| {
        check_live(conn, target)?;
        let theirs =
            Reaction::objects().filter(reactions::target.eq(target)).filter(reactions::reader.eq(reader.trim()));
        let taken = match mood {
            None => theirs.delete().by(from).run(conn)?,
            Some(mood) => theirs.filter(reactions::mood.eq(mood)).delete().by(from).run(conn)?,
        };
        match taken {
            0 => Err(Error::NotFound(format!("reaction of {} to {}", reader.trim(), named(target)))),
            taken => Ok(taken),
        }
    })
}

/// Removes the reactions to what is gone for good, and returns how many.
///
/// # Errors
/// Those of the database.
pub fn clean_up(conn: &mut Conn, actor: &Actor, batch: Uuid) -> Result<usize> {
    Ok(Reaction::objects().with_deleted().dangling().hard_delete().by(actor).batch(batch).run(conn)?)
}

/// What a person calls it.
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
