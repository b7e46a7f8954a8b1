//! Rows that come from elsewhere, many at once.

use super::super::types::Conn;
use crate::case::ITEMS;
use crate::draft;
use crate::models::{Item, ItemPatch, NewItem};
use crate::schema::items;
use anyhow::{Result, ensure};
use model_core::prelude::*;
use std::hint::black_box;

pub(super) fn patch_many(turn: u64, conn: &mut Conn) -> Result<()> {
    let patches = (0..ITEMS).map(|n| (n as i64, ItemPatch::new().amount(draft::amount(turn, n))));
    ensure!(Item::patch_many(patches).run(conn)? == ITEMS as usize);
    Ok(())
}

pub(super) fn upsert_many(turn: u64, conn: &mut Conn) -> Result<()> {
    let rows = (0..ITEMS).map(|n| new(n, draft::sometimes(turn, n)));
    Ok(Item::upsert_many(rows).on(items::id).overwrite().run(conn)?)
}

pub(super) fn get_or_create(turn: u64, conn: &mut Conn) -> Result<()> {
    let (row, is_new) = Item::get_or_create(new(turn % ITEMS, 0)).on(items::id).run(conn)?;
    ensure!(!is_new);
    black_box(row);
    Ok(())
}

fn new(n: u64, amount: i32) -> NewItem {
    NewItem::builder().id(n as i64).name(format!("Item {n}")).amount(amount).build()
}
