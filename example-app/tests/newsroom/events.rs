//! What is told after the commit.

use crate::desk::Desk;
use diesel::prelude::*;
use model_core::Signal;
use model_core::prelude::*;
use newsroom::db;
use newsroom::events::{Happened, Listeners};
use newsroom::models::{Account, AccountScopes as _};
use newsroom::schema::{accounts as columns, orders};
use newsroom::services::{accounts, shop};
use std::collections::BTreeMap;
use std::fs;
use std::sync::mpsc;

const GRACE: &str = "grace@readers.example";

#[test]
fn who_signs_up_and_who_buys_gets_a_mail() {
    let desk = Desk::with_two_articles();
    let sign_up = |email: &str| desk.types(&["account", "sign-up", email, "--outbox", "mails"], &["correct horse"]);
    let mails = || fs::read_to_string(desk.path().join("mails")).unwrap_or_default();
    assert_eq!(sign_up(GRACE).code, Some(0));
    assert_eq!(mails(), format!("to {GRACE}: welcome to the newsroom\n"));
    assert_eq!((sign_up(GRACE).code, sign_up("nobody").code), (Some(1), Some(1)));
    desk.runs(&["shop", "stock", "mug", "--price", "12.50", "--count", "3"]);
    let buy = |mugs: &str| desk.run(&["shop", "buy", GRACE, mugs, "--outbox", "mails"]);
    let order = buy("mug=2").out;
    let order = order.split_whitespace().nth(1).unwrap();
    assert_eq!(buy("mug=2").err, "newsroom: there are 1 of `mug` left\n");
    let second = format!("to {GRACE}: thank you for order {order} of 25.00");
    assert_eq!(mails().lines().skip(1).collect::<Vec<_>>(), [second]);
}

#[test]
fn what_is_rolled_back_is_never_told() {
    let desk = Desk::with_two_articles();
    desk.account(GRACE, &[]);
    desk.runs(&["shop", "stock", "mug", "--price", "12.50", "--count", "1"]);
    let conn = &mut desk.connect();
    let account: Account = Account::objects().called(GRACE).first(conn).unwrap();
    let (tell, heard) = mpsc::channel();
    let mut signal = Signal::new();
    signal.connect(move |happened: &Happened, ()| {
        tell.send(happened.clone()).unwrap();
        Ok(())
    });
    let listeners = Listeners::new(signal);

    let (one, two) = (BTreeMap::from([("mug".to_owned(), 1)]), BTreeMap::from([("mug".to_owned(), 2)]));
    assert!(shop::buy(conn, &account, &two, "test", &listeners).is_err(), "the order is created before they run out");
    let from = Actor::anonymous();
    assert!(accounts::sign_up(conn, GRACE, "correct horse", None, None, &from, &listeners).is_err());
    let undone = db::told(conn, |conn, unit| {
        listeners.tell(unit, Happened::SignedUp { email: "edsger@readers.example".to_owned() })?;
        let count: i64 = columns::table.count().get_result(conn)?;
        Err::<(), _>(newsroom::Error::Argument(format!("{count} is enough")))
    });
    assert!(undone.is_err());
    assert_eq!((heard.try_iter().count(), orders::table.count().get_result(conn)), (0, Ok(0_i64)));

    let order = shop::buy(conn, &account, &one, "test", &listeners).unwrap();
    let placed = Happened::Placed { email: GRACE.to_owned(), order: order.id.short(), total_cents: 1250 };
    assert_eq!(heard.try_iter().collect::<Vec<_>>(), [placed]);
}

#[test]
fn a_mail_that_cannot_be_written_undoes_nothing() {
    let desk = Desk::with_two_articles();
    desk.account(GRACE, &["--name", "Grace"]);
    desk.runs(&["shop", "stock", "mug", "--price", "12.50", "--count", "1"]);
    let run = desk.run(&["shop", "buy", GRACE, "mug", "--outbox", "no/such/file"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.ends_with(" of Grace: 12.50\n"), "{}", run.out);
    assert!(run.err.starts_with("newsroom: not told: ") && run.err.lines().count() == 1, "{}", run.err);
}
