//! Tags.

use crate::db::Conn;
use crate::error::Result;
use crate::models::{ArticleId, NewTag, Tag, TagName};
use crate::schema::{article_tags, tags};
use diesel::prelude::*;
use model_core::prelude::*;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Creates those tags that are not there yet.
///
/// # Errors
/// Those of the database.
pub fn ensure(conn: &mut Conn, mut names: BTreeSet<TagName>, actor: &Actor, batch: Uuid) -> Result<()> {
    let known: Vec<TagName> = Tag::objects().select(tags::name).load(conn)?;
    known.iter().for_each(|name| {
        names.remove(name);
    });
    let new = names.into_iter().map(|name| NewTag::builder().name(name).build());
    Tag::create_many(new).by(actor).batch(batch).run(conn)?;
    Ok(())
}

/// The tags of every article, in one query.
///
/// # Errors
/// Those of the database.
pub fn by_article(conn: &mut Conn) -> Result<HashMap<ArticleId, Vec<TagName>>> {
    let links: Vec<(ArticleId, TagName)> = article_tags::table
        .order((article_tags::article_id, article_tags::tag))
        .select((article_tags::article_id, article_tags::tag))
        .load(conn)?;
    let mut tags: HashMap<_, Vec<_>> = HashMap::new();
    for (article, tag) in links {
        tags.entry(article).or_default().push(tag);
    }
    Ok(tags)
}
