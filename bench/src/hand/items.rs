//! Rows that come from elsewhere, many at once.

use super::super::many;
use super::super::schema::items;
use super::super::types::{At, Conn};
use super::Item;
use crate::case::ITEMS;
use crate::draft;
use anyhow::{Result, ensure};
use diesel::prelude::*;
use std::hint::black_box;

/// An UPDATE for each row, in a transaction.
pub(super) fn patch_many(turn: u64, now: At, conn: &mut Conn) -> Result<()> {
    conn.transaction(|conn| {
        for n in 0..ITEMS {
            let set = (items::amount.eq(draft::amount(turn, n)), items::updated_at.eq(now));
            let done = diesel::update(items::table.find(n as i64)).set(set).execute(conn)?;
            ensure!(done == 1);
        }
        Ok(())
    })
}

pub(super) fn upsert_many(turn: u64, now: At, conn: &mut Conn) -> Result<()> {
    let rows: Vec<Item> = (0..ITEMS).map(|n| new(n, draft::sometimes(turn, n), now)).collect();
    Ok(many::upsert(conn, &rows)?)
}

/// A read, and an insert where there is nothing.
pub(super) fn get_or_create(turn: u64, now: At, conn: &mut Conn) -> Result<()> {
    let n = turn % ITEMS;
    let found: Option<Item> = items::table.find(n as i64).select(Item::as_select()).first(conn).optional()?;
    let row = match found {
        Some(row) => row,
        None => {
            let row = new(n, 0, now);
            diesel::insert_into(items::table).values(&row).execute(conn)?;
            row
        }
    };
    black_box(row);
    Ok(())
}

fn new(n: u64, amount: i32, now: At) -> Item {
    Item { id: n as i64, name: format!("Item {n}"), amount, created_at: now, updated_at: now }
}
