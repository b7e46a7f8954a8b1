//! Tags of articles.

use super::articles;
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::models::{ArticleId, NewTag, Tag, TagId};
use crate::schema::tags;
use diesel::prelude::*;
use model_core::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

/// How to change the tags of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Add these.
    Add,
    /// Remove these.
    Remove,
    /// Replace all tags by these.
    Set,
}

/// The tags with these names. Missing ones are created.
///
/// # Errors
/// A name is too long, or the database fails.
pub fn ensure(conn: &mut Conn, names: BTreeSet<String>, actor: &Actor, batch: Uuid) -> Result<Vec<Tag>> {
    let tags = names.into_iter().map(|name| NewTag::builder().name(name).build());
    let tags = Tag::upsert_many(tags).on(tags::name).by(actor).batch(batch).run(conn)?;
    Ok(tags.into_iter().map(Upserted::into_row).collect())
}

/// Changes the tags of an article. Returns how many links were changed, and the tags that the article has now.
///
/// # Errors
/// There is no such live article, a name has no letters or is too long, a tag to remove does not exist, or the database
/// fails.
pub fn change(
    conn: &mut Conn,
    id: ArticleId,
    change: Change,
    names: &[String],
    actor: &Actor,
) -> Result<(usize, Vec<Tag>)> {
    let names: BTreeSet<String> = names.iter().map(|name| read(name)).collect::<Result<_>>()?;
    db::transaction(conn, |conn| {
        let article = articles::live(conn, id)?;
        let batch = Uuid::now_v7();
        let known = match change {
            Change::Remove => found(conn, &names)?,
            Change::Add | Change::Set => ensure(conn, names, actor, batch)?,
        };
        let keys: Vec<TagId> = known.iter().map(|tag| tag.id).collect();
        let links = match change {
            Change::Add => article.link::<Tag>().add(keys),
            Change::Remove => article.link::<Tag>().remove(keys),
            Change::Set => article.link::<Tag>().set(keys),
        };
        let changed = links.by(actor).batch(batch).run(conn)?;
        Ok((changed, article.tags().load(conn)?))
    })
}

fn read(text: &str) -> Result<String> {
    match Tag::name_of(text) {
        name if name.is_empty() => Err(Error::Argument(format!("`{text}` is not a tag: it has no letters or digits"))),
        name => Ok(name),
    }
}

fn found(conn: &mut Conn, names: &BTreeSet<String>) -> Result<Vec<Tag>> {
    let known: Vec<Tag> = Tag::objects().filter(tags::name.eq_any(names)).load(conn)?;
    let missing = names.iter().find(|name| known.iter().all(|tag| tag.name != **name));
    match missing {
        Some(name) => Err(Error::NotFound(format!("tag `{name}`"))),
        None => Ok(known),
    }
}
