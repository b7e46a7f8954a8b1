//! Reactions: one of each reader to an article.

use super::articles::{self, about_reader};
use super::comments::check_text;
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::models::{ArticleId, Mood, NewReaction, Reaction};
use crate::schema::reactions;
use diesel::prelude::*;
use model_core::prelude::*;

/// Says how a reader, who is not signed in, feels about a live article now.
///
/// # Errors
/// There is no such live article, the name is empty or too long, or the database fails.
pub fn react(
    conn: &mut Conn,
    article: ArticleId,
    reader: &str,
    mood: Mood,
    from: &Actor,
) -> Result<Upserted<Reaction>> {
    check_text("the name of a reader", reader)?;
    let new = NewReaction::builder().article_id(article).reader(reader.trim()).mood(mood).build();
    let reaction = Reaction::upsert(new).on((reactions::reader, reactions::article_id)).by(from);
    reaction.run(conn).map_err(|error| about_reader(article, error))
}

/// Takes the reaction of a reader back.
///
/// # Errors
/// There is no such live article, the reader has not reacted to it, or the database fails.
pub fn take_back(conn: &mut Conn, article: ArticleId, reader: &str, from: &Actor) -> Result<()> {
    db::transaction(conn, |conn| {
        let theirs = articles::live(conn, article)?.reactions().filter(reactions::reader.eq(reader.trim()));
        match theirs.delete().by(from).run(conn)? {
            0 => Err(Error::NotFound(format!("reaction of {} to article {}", reader.trim(), article.short()))),
            _ => Ok(()),
        }
    })
}
