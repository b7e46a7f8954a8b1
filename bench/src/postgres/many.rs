//! Inserts of many rows on PostgreSQL. The best way is arrays: however many rows, the statement is the same.

use super::hand::{FixedArticle, FixedLog, Item, NewArticle};
use super::schema::{articles, audit_logs, items};
use super::types::{BINDS, Conn};
use diesel::prelude::*;
use diesel::sql_types::{Array, Integer, Nullable, Text, Timestamptz, Uuid};
use diesel::upsert::excluded;

pub(crate) fn usual(conn: &mut Conn, rows: &[NewArticle]) -> QueryResult<()> {
    conn.transaction(|conn| {
        rows.chunks(BINDS / 11)
            .try_for_each(|rows| diesel::insert_into(articles::table).values(rows).execute(conn).map(drop))
    })
}

pub(crate) fn best(conn: &mut Conn, rows: Vec<FixedArticle>) -> QueryResult<()> {
    macro_rules! column {
        ($field:ident) => {
            rows.iter().map(|row| &row.$field).collect::<Vec<_>>()
        };
    }
    diesel::sql_query(
        "INSERT INTO articles (id, title, slug, body, status, author_id, views, note, published_at, created_at, \
         updated_at) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind::<Array<Uuid>, _>(column!(id))
    .bind::<Array<Text>, _>(column!(title))
    .bind::<Array<Text>, _>(column!(slug))
    .bind::<Array<Text>, _>(column!(body))
    .bind::<Array<Text>, _>(column!(status))
    .bind::<Array<Uuid>, _>(column!(author_id))
    .bind::<Array<Integer>, _>(column!(views))
    .bind::<Array<Nullable<Text>>, _>(column!(note))
    .bind::<Array<Nullable<Timestamptz>>, _>(column!(published_at))
    .bind::<Array<Timestamptz>, _>(column!(created_at))
    .bind::<Array<Timestamptz>, _>(column!(updated_at))
    .execute(conn)
    .map(drop)
}

pub(crate) fn best_logs(conn: &mut Conn, logs: &[FixedLog]) -> QueryResult<()> {
    logs.chunks(BINDS / 12)
        .try_for_each(|logs| diesel::insert_into(audit_logs::table).values(logs).execute(conn).map(drop))
}

pub(crate) fn upsert(conn: &mut Conn, rows: &[Item]) -> QueryResult<()> {
    diesel::insert_into(items::table)
        .values(rows)
        .on_conflict(items::id)
        .do_update()
        .set((
            items::name.eq(excluded(items::name)),
            items::amount.eq(excluded(items::amount)),
            items::updated_at.eq(excluded(items::updated_at)),
        ))
        .execute(conn)
        .map(drop)
}
