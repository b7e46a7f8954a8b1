//! Rows that are there or not. Diesel has no statement for several of them on SQLite.

use super::hand::Item;
use super::schema::items;
use super::types::Conn;
use diesel::prelude::*;
use diesel::upsert::excluded;

pub(crate) fn upsert(conn: &mut Conn, rows: &[Item]) -> QueryResult<()> {
    conn.transaction(|conn| {
        rows.iter().try_for_each(|row| {
            diesel::insert_into(items::table)
                .values(row)
                .on_conflict(items::id)
                .do_update()
                .set((
                    items::name.eq(excluded(items::name)),
                    items::amount.eq(excluded(items::amount)),
                    items::updated_at.eq(excluded(items::updated_at)),
                ))
                .execute(conn)
                .map(drop)
        })
    })
}
