//! Readers buy, cancel and pay.

use super::guide::Tour;
use crate::error::Result;
use crate::events::Event;
use crate::models::{Account, Network, Product, Secret};
use crate::report;
use crate::services::payments::PaymentDetails;
use crate::services::{Editor, payments, shop};
use crate::session::request;
use crate::text::{counted, price};
use chrono::Months;
use diesel::RunQueryDsl;
use model_core::{AuditLog, clock};
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
        writeln!(self.out, "2 mugs and 1 print: {}", price(order.total_cents))?;
        if let Err(error) = shop::buy(conn, reader, &items, &request(), &self.listeners) {
            writeln!(self.out, "the same order again is refused: {}", error.line())?;
        }
        report::products(self.out, &shop::list(conn)?)?;
        shop::cancel(conn, order.id, &editor.actor)?;
        writeln!(self.out, "\nAfter the order is cancelled:")?;
        report::products(self.out, &shop::list(conn)?)?;
        // Around the library, as `psql` or another program does.
        let sql = "UPDATE products SET price_cents = 1190 WHERE name = 'mug'";
        diesel::sql_query(sql).execute(conn)?;
        writeln!(self.out, "\n{sql}\nby plain SQL. The triggers of audit(capture) record it:")?;
        for entry in AuditLog::trail().of::<Product>().newest_first().limit(1).load(conn)? {
            let (action, who, changes) = (&entry.action, &entry.actor_kind, &entry.changes);
            writeln!(self.out, "    {action} of {} by {who}: {changes}", entry.object_repr)?;
        }
        Ok(())
    }

    pub(super) fn pay(&mut self, reader: &Account, editor: &Editor) -> Result<()> {
        self.chapter("Paid")?;
        let conn = &mut self.conn;
        if payments::list(conn, reader)?.is_empty() {
            let (last_four, token) = ("4242".to_owned(), Secret::new("tok_of_the_tour".to_owned()));
            let expires_on = clock::now().date_naive() + Months::new(24);
            let card = PaymentDetails::Card { last_four, network: Network::Visa, expires_on, token };
            let transfer = PaymentDetails::Transfer { iban: "BE71 0961 2345 6769".to_owned() };
            for (label, means) in [("Travel", card), ("Home", transfer), ("Work", PaymentDetails::Invoice)] {
                payments::add(conn, reader, label, means, &request())?;
            }
        }
        writeln!(self.out, "account.methods().kinds() loads each payment method as its own type, in one query:")?;
        report::methods(self.out, &payments::list(conn, reader)?)?;
        let order = shop::buy(conn, reader, &BTreeMap::from([("print".to_owned(), 1)]), &request(), &self.listeners)?;
        let (order, method) = payments::pay(conn, order.id, "Travel", &request())?;
        writeln!(self.out, "\n1 print: {} by {}", price(order.total_cents), report::payment_method(&method))?;
        if let Err(error) = shop::cancel(conn, order.id, &editor.actor) {
            writeln!(self.out, "cancel(..): {}", error.line())?;
        }
        let orders = self.events.try_iter().filter(|event| matches!(event, Event::Placed { .. })).count();
        let mails = counted(orders, "mail");
        Ok(writeln!(
            self.out,
            "Signal::send_robust(..) runs after each commit: {mails} for 3 orders, one of which was refused"
        )?)
    }
}
