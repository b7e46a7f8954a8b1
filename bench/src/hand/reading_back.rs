//! Writes that give the row back, where the database has no RETURNING.

use super::hand::{Article, NewArticle};
use super::schema::articles;
use super::types::{At, Conn, Id};
use diesel::prelude::*;

pub(crate) fn insert(conn: &mut Conn, new: &NewArticle) -> QueryResult<Article> {
    diesel::insert_into(articles::table).values(new).execute(conn)?;
    articles::table.find(&new.id).select(Article::as_select()).first(conn)
}

pub(crate) fn patch(conn: &mut Conn, key: &Id, title: &str, now: At) -> QueryResult<Article> {
    diesel::update(articles::table.find(key).filter(articles::deleted_at.is_null()))
        .set((articles::title.eq(title), articles::updated_at.eq(now)))
        .execute(conn)?;
    articles::table.find(key).select(Article::as_select()).first(conn)
}

pub(crate) fn increment(conn: &mut Conn, key: &Id, now: At) -> QueryResult<Article> {
    diesel::update(articles::table.find(key).filter(articles::deleted_at.is_null()))
        .set((articles::views.eq(articles::views + 1), articles::updated_at.eq(now)))
        .execute(conn)?;
    articles::table.find(key).select(Article::as_select()).first(conn)
}
