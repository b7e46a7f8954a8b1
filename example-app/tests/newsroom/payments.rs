//! Payment methods, each in two tables, and orders that are paid with them.

use crate::desk::Desk;
use diesel::prelude::*;
use model_core::prelude::*;
use newsroom::models::{
    Account, AccountOwnedDefaultScope as _, AccountScopes as _, BankTransfer, Card, Order, OrderState, PaymentMethod,
    PaymentMethodKind,
};
use newsroom::schema::{bank_transfers, cards, payment_methods};
use newsroom::services::payments;

const GRACE: &str = "grace@readers.example";
const CARD: [&str; 4] = ["--last-four", "4242", "--network", "visa"];

/// A desk on which Grace has a card, a bank account and an invoice, and has bought a mug. Its order is returned.
fn desk() -> (Desk, String) {
    let desk = Desk::with_two_articles();
    desk.account(GRACE, &["--name", "Grace"]);
    card(&desk, "Travel", "2999-02");
    let iban = desk.types(&["shop", "method", "transfer", GRACE, "Home"], &["be71 0961 2345 6769"]);
    assert_eq!(iban.out, "Grace can now pay with `Home`: bank transfer from account ending in 6769\n", "{}", iban.err);
    let invoice = desk.runs(&["shop", "method", "invoice", GRACE, " Work"]);
    assert_eq!(invoice, "Grace can now pay with `Work`: invoice\n");
    let order = bought(&desk).expect("an order has an id");
    (desk, order)
}

fn card(desk: &Desk, label: &str, expires: &str) {
    let add = [&["shop", "method", "card", GRACE, label, "--expires", expires], &CARD[..]].concat();
    let run = desk.types(&add, &["tok_4f2a"]);
    let expected = format!("Grace can now pay with `{label}`: Visa ending in 4242\n");
    assert_eq!((run.out, &*run.err), (expected, ""));
}

/// Buys a mug, and returns the order.
fn bought(desk: &Desk) -> Option<String> {
    desk.runs(&["shop", "stock", "mug", "--price", "12.50", "--count", "9"]);
    desk.runs(&["shop", "buy", GRACE, "mug"]).split_whitespace().nth(2).map(str::to_owned)
}

#[test]
fn each_method_is_listed_with_its_kind() {
    let (desk, _) = desk();
    let listed = desk.runs(&["shop", "method", "list", GRACE]);
    let rows: Vec<_> = listed.lines().map(str::trim).collect();
    let methods =
        ["Home    bank transfer from account ending in 6769", "Travel  Visa ending in 4242", "Work    invoice"];
    assert!(methods.iter().all(|row| rows.contains(row)) && listed.ends_with("\n3 payment methods\n"), "{listed}");
    for (model, entries) in [("payment_method", "3 entries"), ("card", "1 entry"), ("bank_transfer", "1 entry")] {
        assert!(desk.runs(&["audit", "list", "--model", model]).ends_with(&format!("\n{entries}\n")), "{model}");
    }
    let conn = &mut desk.connect();
    let account: Account = Account::objects().with_address(GRACE).first(conn).unwrap();
    let kinds = payments::list(conn, &account).unwrap();
    assert!(matches!(
        &*kinds,
        [PaymentMethodKind::BankTransfer(_), PaymentMethodKind::Card(_), PaymentMethodKind::PaymentMethod(_)]
    ));
    let kept: Vec<String> = bank_transfers::table.select(bank_transfers::iban).load(conn).unwrap();
    assert_eq!(kept, ["BE71096123456769"], "however it was written");
}

#[test]
fn an_order_is_paid_once_and_stays() {
    let (desk, order) = desk();
    let paid = desk.runs(&["shop", "pay", &order, "Travel"]);
    assert_eq!(paid, format!("paid for order {order}: 12.50 by Visa ending in 4242\n"));
    for arguments in [&["shop", "pay", &order, "Work"][..], &["shop", "cancel", &order]] {
        desk.refuses(arguments, &format!("order {order} is already paid"));
    }
    let other = bought(&desk).unwrap();
    desk.runs(&["shop", "cancel", &other]);
    desk.refuses(&["shop", "pay", &other, "Work"], &format!("order {other} is already cancelled"));
    assert!(desk.runs(&["shop", "orders"]).contains("  12.50  paid\n"));

    // A deleted payment method is still known to the orders that were paid with it.
    assert_eq!(desk.runs(&["shop", "method", "forget", GRACE, "Travel"]), "deleted payment method `Travel`\n");
    let conn = &mut desk.connect();
    let order: Order = Order::objects()
        .across_accounts()
        .filter(newsroom::schema::orders::state.eq(OrderState::Paid))
        .first(conn)
        .unwrap();
    let method: PaymentMethod = order.method().first(conn).unwrap();
    assert!(method.label == "Travel" && method.deletion.deleted_at.is_some(), "{method:?}");
    assert_eq!(Card::objects().count().get_result::<i64>(conn).unwrap(), 0, "the live scope is that of the parent");
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail is consistent"));
}

#[test]
fn an_invalid_payment_is_refused() {
    let (desk, order) = desk();
    card(&desk, "Old", "2020-01");
    desk.refuses(&["shop", "pay", &order, "Old"], "the card expired on 2020-01-31");
    desk.refuses(&["shop", "pay", &order, "Gold"], "there is no payment method `Gold`");
    desk.refuses(&["shop", "pay", "00000000", "Work"], "there is no order `00000000`");
    desk.account("edsger@readers.example", &[]);
    desk.runs(&["shop", "method", "invoice", "edsger@readers.example", "Work"]);
    desk.refuses(&["shop", "method", "forget", "edsger@readers.example", "Home"], "there is no payment method `Home`");
    desk.refuses(&["shop", "method", "invoice", GRACE, "Work"], "a payment method with this name already exists");
    desk.refuses(&["shop", "method", "invoice", GRACE, " "], "the name of a payment method must not be blank");
    desk.refuses(&["shop", "method", "invoice", "nobody@readers.example", "x"], "there is no account");
    let transfer = ["shop", "method", "transfer", GRACE, "Away"];
    for iban in ["BE71 0961 2345 6768", "DE", ""] {
        desk.refuses_typed(&transfer, &[iban], "iban: expected a valid IBAN");
    }
    desk.refuses(&transfer, "expected the IBAN on the standard input, but it is empty");
    let wrong =
        ["shop", "method", "card", GRACE, "New", "--expires", "2999-02", "--network", "visa", "--last-four", "42x2"];
    desk.refuses_typed(&wrong, &["tok"], "last_four: expected the last four digits of a card");
    let conn = &mut desk.connect();
    let rows: (i64, i64) =
        (cards::table.count().get_result(conn).unwrap(), payment_methods::table.count().get_result(conn).unwrap());
    assert_eq!(rows, (2, 5), "a refused method leaves a row in neither table");
}

#[test]
fn methods_are_deleted_and_restored_with_their_account() {
    let (desk, _) = desk();
    desk.runs(&["shop", "method", "forget", GRACE, "Work"]);
    desk.runs(&["account", "deactivate", GRACE]);
    let conn = &mut desk.connect();
    let live = |conn: &mut _| PaymentMethod::objects().count().get_result::<i64>(conn).unwrap();
    assert_eq!(live(conn), 0);
    desk.runs(&["account", "reactivate", GRACE]);
    assert_eq!(live(conn), 2, "a method that was deleted earlier stays deleted");
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail is consistent"));
}

#[test]
fn case_19_neither_a_token_nor_an_iban_appears_anywhere() {
    let (desk, order) = desk();
    desk.runs(&["shop", "pay", &order, "Home"]);
    let conn = &mut desk.connect();
    let cards: Vec<Card> = Card::objects().load(conn).unwrap();
    let transfers: Vec<BankTransfer> = BankTransfer::objects().load(conn).unwrap();
    let trail = desk.trail();
    let masked = |model: &str, field: &str| {
        let of_model = trail.iter().filter(|entry| entry.content_type == model);
        of_model.filter(|entry| entry.changes[field]["masked"] == true).count()
    };
    assert_eq!(
        (masked("card", "token"), masked("bank_transfer", "iban")),
        (1, 1),
        "the trail has the change, without the value"
    );
    let shown = format!("{cards:?} {transfers:#?} {trail:?}");
    for secret in ["tok_4f2a", "BE71", "0961"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert!(shown.contains("4242") && shown.contains("6769"));
}
