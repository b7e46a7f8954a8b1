//! Inserts of many rows, in as many parts as the bind limit asks for.

pub(crate) use super::upsert::upsert;

use super::hand::{FixedArticle, FixedLog, NewArticle};
use super::schema::{articles, audit_logs};
use super::types::{BINDS, Conn};
use diesel::prelude::*;

pub(crate) fn usual(conn: &mut Conn, rows: &[NewArticle]) -> QueryResult<()> {
    conn.transaction(|conn| {
        rows.chunks(BINDS / 11)
            .try_for_each(|rows| diesel::insert_into(articles::table).values(rows).execute(conn).map(drop))
    })
}

pub(crate) fn best(conn: &mut Conn, rows: Vec<FixedArticle>) -> QueryResult<()> {
    conn.transaction(|conn| {
        rows.chunks(BINDS / 11)
            .try_for_each(|rows| diesel::insert_into(articles::table).values(rows).execute(conn).map(drop))
    })
}

pub(crate) fn best_logs(conn: &mut Conn, logs: &[FixedLog]) -> QueryResult<()> {
    logs.chunks(BINDS / 12)
        .try_for_each(|logs| diesel::insert_into(audit_logs::table).values(logs).execute(conn).map(drop))
}
