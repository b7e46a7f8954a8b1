//! A mug too few.

use super::Tour;
use crate::commands::request;
use crate::error::Result;
use crate::models::Account;
use crate::report;
use crate::services::{Editor, shop};
use std::collections::BTreeMap;

impl Tour<'_> {
    pub(super) fn shop(&mut self, reader: &Account, editor: &Editor) -> Result<()> {
        self.chapter("Sold")?;
        let conn = &mut self.conn;
        for (name, price, count) in [("mug", 1250, 3), ("print", 500, 10)] {
            drop(shop::stock(conn, name, price, count, &editor.actor)?);
        }
        let items = BTreeMap::from([("mug".to_owned(), 2), ("print".to_owned(), 1)]);
        let order = shop::buy(conn, reader, &items, &request())?;
        writeln!(self.out, "2 mugs and 1 print: {}", report::price(order.total_cents))?;
        if let Err(error) = shop::buy(conn, reader, &items, &request()) {
            writeln!(self.out, "the same again: {}, and nothing is bought", error.line())?;
        }
        report::products(self.out, &shop::list(conn)?)?;
        shop::cancel(conn, order.id, &editor.actor)?;
        writeln!(self.out, "\nThe order is cancelled:")?;
        Ok(report::products(self.out, &shop::list(conn)?)?)
    }
}
