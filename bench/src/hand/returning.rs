//! Writes that give the row back, where the database can.

use super::hand::{Article, NewArticle};
use super::schema::articles;
use super::types::{At, Conn, Id};
use diesel::prelude::*;

pub(crate) fn insert(conn: &mut Conn, new: &NewArticle) -> QueryResult<Article> {
    diesel::insert_into(articles::table).values(new).returning(Article::as_returning()).get_result(conn)
}

pub(crate) fn patch(conn: &mut Conn, key: &Id, title: &str, now: At) -> QueryResult<Article> {
    diesel::update(articles::table.find(key).filter(articles::deleted_at.is_null()))
        .set((articles::title.eq(title), articles::updated_at.eq(now)))
        .returning(Article::as_returning())
        .get_result(conn)
}

pub(crate) fn increment(conn: &mut Conn, key: &Id, now: At) -> QueryResult<Article> {
    diesel::update(articles::table.find(key).filter(articles::deleted_at.is_null()))
        .set((articles::views.eq(articles::views + 1), articles::updated_at.eq(now)))
        .returning(Article::as_returning())
        .get_result(conn)
}
