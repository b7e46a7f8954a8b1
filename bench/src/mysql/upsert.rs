//! Rows that are there or not. Diesel has no `VALUES(column)`, so each row has a statement.

use super::hand::Item;
use super::schema::items;
use super::types::Conn;
use diesel::dsl::DuplicatedKeys;
use diesel::prelude::*;

pub(crate) fn upsert(conn: &mut Conn, rows: &[Item]) -> QueryResult<()> {
    conn.transaction(|conn| {
        rows.iter().try_for_each(|row| {
            let set = (items::name.eq(&row.name), items::amount.eq(row.amount), items::updated_at.eq(row.updated_at));
            let insert = diesel::insert_into(items::table).values(row);
            insert.on_conflict(DuplicatedKeys).do_update().set(set).execute(conn).map(drop)
        })
    })
}
