//! Events that are sent after the commit.

use crate::desk::Desk;
use diesel::prelude::*;
use model_core::Signal;
use model_core::prelude::*;
use newsroom::db;
use newsroom::events::{Event, Listeners};
use newsroom::models::{Account, AccountScopes as _, Secret};
use newsroom::schema::{accounts as columns, orders};
use newsroom::services::{accounts, shop};
use std::collections::BTreeMap;
use std::fs;
use std::sync::mpsc;

const GRACE: &str = "grace@readers.example";

#[test]
fn a_sign_up_and_an_order_send_a_mail() {
    let desk = Desk::with_two_articles();
    let sign_up = |email: &str| desk.types(&["account", "sign-up", email, "--outbox", "mails"], &["correct horse"]);
    let mails = || fs::read_to_string(desk.path().join("mails")).unwrap_or_default();
    assert_eq!(sign_up(GRACE).code, Some(0));
    assert_eq!(mails(), format!("to {GRACE}: welcome to the newsroom\n"));
    assert_eq!((sign_up(GRACE).code, sign_up("nobody").code), (Some(1), Some(1)));
    desk.runs(&["shop", "stock", "mug", "--price", "12.50", "--count", "3"]);
    let buy = |mugs: &str| desk.run(&["shop", "buy", GRACE, mugs, "--outbox", "mails"]);
    let order = buy("mug=2").out;
    let order = order.split_whitespace().nth(2).unwrap();
    assert_eq!(buy("mug=2").err, "newsroom: not enough of `mug` in stock: 1 left\n");
    let second = format!("to {GRACE}: thank you for your order {order} (25.00)");
    assert_eq!(mails().lines().skip(1).collect::<Vec<_>>(), [second]);
}

#[test]
fn a_rollback_sends_no_event() {
    let desk = Desk::with_two_articles();
    desk.account(GRACE, &[]);
    desk.runs(&["shop", "stock", "mug", "--price", "12.50", "--count", "1"]);
    let conn = &mut desk.connect();
    let account: Account = Account::objects().with_address(GRACE).first(conn).unwrap();
    let (sender, events) = mpsc::channel();
    let mut signal = Signal::new();
    signal.connect(move |event: &Event, ()| {
        sender.send(event.clone()).unwrap();
        Ok(())
    });
    let listeners = Listeners::new(signal);

    let (one, two) = (BTreeMap::from([("mug".to_owned(), 1)]), BTreeMap::from([("mug".to_owned(), 2)]));
    assert!(
        shop::buy(conn, &account, &two, "test", &listeners).is_err(),
        "the order is created before the stock runs out"
    );
    let from = Actor::anonymous();
    assert!(accounts::sign_up(conn, GRACE, "correct horse", None, None, &from, &listeners).is_err());
    let undone = db::unit(conn, |conn, unit| {
        let token = Secret::new("token".to_owned());
        listeners.notify(unit, Event::SignedUp { email: "edsger@readers.example".to_owned(), token })?;
        let count: i64 = columns::table.count().get_result(conn)?;
        Err::<(), _>(newsroom::Error::Argument(format!("{count} is enough")))
    });
    assert!(undone.is_err());
    assert_eq!((events.try_iter().count(), orders::table.count().get_result(conn)), (0, Ok(0_i64)));

    let order = shop::buy(conn, &account, &one, "test", &listeners).unwrap();
    let placed = Event::Placed { email: GRACE.to_owned(), order: order.id.short(), total_cents: 1250 };
    assert_eq!(events.try_iter().collect::<Vec<_>>(), [placed]);
}

#[test]
fn a_mail_that_cannot_be_written_undoes_nothing() {
    let desk = Desk::with_two_articles();
    desk.account(GRACE, &["--name", "Grace"]);
    desk.runs(&["shop", "stock", "mug", "--price", "12.50", "--count", "1"]);
    let run = desk.run(&["shop", "buy", GRACE, "mug", "--outbox", "no/such/file"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.ends_with(" for Grace: 12.50\n"), "{}", run.out);
    assert!(run.err.starts_with("newsroom: a listener failed: ") && run.err.lines().count() == 1, "{}", run.err);
}
