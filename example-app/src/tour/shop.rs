//! A mug too few, and a print that is paid.

use super::Tour;
use crate::commands::request;
use crate::error::Result;
use crate::events::Happened;
use crate::models::{Account, Network, Secret};
use crate::report;
use crate::services::payments::Means;
use crate::services::{Editor, payments, shop};
use chrono::Months;
use model_core::clock;
use std::collections::BTreeMap;

impl Tour<'_> {
    pub(super) fn shop(&mut self, reader: &Account, editor: &Editor) -> Result<()> {
        self.chapter("Sold")?;
        let conn = &mut self.conn;
        for (name, price, count) in [("mug", 1250, 3), ("print", 500, 10)] {
            drop(shop::stock(conn, name, price, count, &editor.actor)?);
        }
        let items = BTreeMap::from([("mug".to_owned(), 2), ("print".to_owned(), 1)]);
        let order = shop::buy(conn, reader, &items, &request(), &self.listeners)?;
        writeln!(self.out, "2 mugs and 1 print: {}", report::price(order.total_cents))?;
        if let Err(error) = shop::buy(conn, reader, &items, &request(), &self.listeners) {
            writeln!(self.out, "the same again: {}, and nothing is bought", error.line())?;
        }
        report::products(self.out, &shop::list(conn)?)?;
        shop::cancel(conn, order.id, &editor.actor)?;
        writeln!(self.out, "\nThe order is cancelled:")?;
        Ok(report::products(self.out, &shop::list(conn)?)?)
    }

    pub(super) fn pay(&mut self, reader: &Account, editor: &Editor) -> Result<()> {
        self.chapter("Paid")?;
        let conn = &mut self.conn;
        if payments::list(conn, reader)?.is_empty() {
            let (last_four, token) = ("4242".to_owned(), Secret::new("tok_of_the_tour".to_owned()));
            let expires_on = clock::now().date_naive() + Months::new(24);
            let card = Means::Card { last_four, network: Network::Visa, expires_on, token };
            let transfer = Means::Transfer { iban: "BE71 0961 2345 6769".to_owned() };
            for (label, means) in [("Travel", card), ("Home", transfer), ("Work", Means::Invoice)] {
                payments::add(conn, reader, label, means, &request())?;
            }
        }
        writeln!(self.out, "account.methods().kinds() gives each as what it is, in one query:")?;
        report::methods(self.out, &payments::list(conn, reader)?)?;
        let order = shop::buy(conn, reader, &BTreeMap::from([("print".to_owned(), 1)]), &request(), &self.listeners)?;
        let (order, method) = payments::pay(conn, order.id, "Travel", &request())?;
        writeln!(self.out, "\n1 print: {} by {}", report::price(order.total_cents), report::means(&method))?;
        if let Err(error) = shop::cancel(conn, order.id, &editor.actor) {
            writeln!(self.out, "cancel(..): {}", error.line())?;
        }
        let orders = self.heard.try_iter().filter(|happened| matches!(happened, Happened::Placed { .. })).count();
        let mails = report::counted(orders, "mail");
        Ok(writeln!(
            self.out,
            "Signal::send_robust(..), after each commit: {mails} for 3 orders, of which one was refused"
        )?)
    }
}
