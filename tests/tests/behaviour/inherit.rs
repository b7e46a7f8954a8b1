//! Models that extend another: one key, two tables, and every write in both or in neither.

use diesel::prelude::*;
use model_core::inherit::{ChildEntry, WritesChild, unique_indexes};
use model_core::prelude::*;
use model_core::write::Writes;
use model_tests::make::{at, me};
use model_tests::models::{
    Bank, BankTransfer, BankTransferPatch, Billed, Card, CardPatch, Holder, HolderId, NewBank, NewBankTransfer,
    NewCard, NewHolder, NewPaymentMethod, NewTruck, NewVehicle, PaymentMethod, PaymentMethodKind, PaymentMethodPatch,
    PaymentMethodScopes as _, Truck, Vehicle, VehicleKind, VehiclePatch,
};
use model_tests::schema::{bank_transfers, cards, payment_methods, trucks, vehicles};
use model_tests::{Recorder, TestConnection, on_every_backend};
use serde_json::json;

use super::told;

/// A connection on which the rows of this file can be written.
trait Wallet:
    TestConnection<
    Backend: WritesChild<Self, Card>
                 + WritesChild<Self, BankTransfer>
                 + WritesChild<Self, Truck>
                 + Writes<Self, PaymentMethod>
                 + Writes<Self, Holder>,
>
{
}

impl<C> Wallet for C where
    C: TestConnection<
        Backend: WritesChild<Self, Card>
                     + WritesChild<Self, BankTransfer>
                     + WritesChild<Self, Truck>
                     + Writes<Self, PaymentMethod>
                     + Writes<Self, Holder>,
    >
{
}

fn holder(conn: &mut impl Wallet, name: &str) -> HolderId {
    Holder::create(NewHolder::builder().name(name).build()).by(me()).run(conn).unwrap().id
}

fn new_method(holder: HolderId, label: &str) -> NewPaymentMethod {
    NewPaymentMethod::builder().holder_id(holder).label(label).build()
}

fn new_card(holder: HolderId, label: &str, token: &str) -> NewCard {
    NewCard::builder().method(new_method(holder, label)).last_four("4242").token(token).build()
}

fn card(conn: &mut impl Wallet, holder: HolderId, label: &str, second: i64) -> Card {
    Card::create(new_card(holder, label, label)).by(me()).at(at(second)).run(conn).unwrap()
}

fn new_transfer(holder: HolderId, label: &str) -> NewBankTransfer {
    NewBankTransfer::builder().method(new_method(holder, label)).iban("BE71").build()
}

/// The statements between the ends of a transaction, without those that take the write lock of SQLite.
fn statements(recorder: &Recorder) -> Vec<String> {
    let ends = ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"];
    let sent = recorder.sent().into_iter();
    sent.filter(|sql| !ends.iter().any(|end| sql.starts_with(end)) && !sql.ends_with("WHERE 0")).collect()
}

on_every_backend! {
    fn one_create_writes_two_rows_with_one_key(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        assert_eq!((row.method.label.as_str(), row.method.version, row.method.created_at), ("Travel", 1, at(1)));
        assert_eq!((row.last_four.as_str(), row.network.as_str()), ("4242", "visa"));
        assert_eq!(row.key(), row.method.id);
        let keys: Vec<i64> = cards::table.select(cards::id).load(conn).unwrap();
        assert_eq!(keys, [*row.key().inner()]);
        let read: Card = Card::objects().find(row.key()).first(conn).unwrap();
        assert_eq!(read, row);
    }

    fn each_row_has_its_entry_in_one_batch(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        let trail = conn.trail();
        let (parent, part) = (&trail[1], &trail[2]);
        assert_eq!((trail.len(), &*parent.content_type, &*part.content_type), (3, "payment_methods", "cards"));
        assert_eq!((parent.batch_id, &parent.object_id), (part.batch_id, &part.object_id));
        assert_eq!(part.changes["token"], json!({"masked": true}));
        let patch = row.patch().last_four("1881").method(PaymentMethodPatch::new().label("Home"));
        patch.by(me()).at(at(2)).run(conn).unwrap();
        let trail = conn.trail();
        let (parent, part) = (&trail[3], &trail[4]);
        assert_eq!((trail.len(), parent.batch_id), (5, part.batch_id));
        assert_eq!(told(parent).2["label"], json!({"old": "Travel", "new": "Home"}));
        assert_eq!(told(part).2, &json!({"last_four": {"old": "4242", "new": "1881"}}));
    }

    fn reads_of_every_shape_agree(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let rows = [card(conn, owner, "a", 1), card(conn, owner, "b", 2), card(conn, owner, "c", 3)];
        let other = holder(conn, "Bob");
        let bobs = card(conn, other, "d", 4);
        BankTransfer::create(new_transfer(owner, "t")).by(me()).at(at(9)).run(conn).unwrap();
        PaymentMethod::create(new_method(owner, "plain")).by(me()).at(at(9)).run(conn).unwrap();
        bobs.clone().delete().by(me()).run(conn).unwrap();

        let recorder = Recorder::on(conn);
        let all: Vec<Card> = Card::objects().load(conn).unwrap();
        assert_eq!(recorder.sent().len(), 1);
        assert_eq!(all, [rows[2].clone(), rows[1].clone(), rows[0].clone()], "in the order of the parent");
        assert_eq!(Card::objects().count().get_result::<i64>(conn).unwrap(), 3);
        assert!(Card::objects().exists().get_result::<bool>(conn).unwrap());
        assert!(!Card::objects().filter(cards::token.eq("d")).exists().get_result::<bool>(conn).unwrap());
        assert_eq!(Card::objects().first::<Card>(conn).unwrap(), rows[2]);
        assert_eq!(Card::objects().find(bobs.key()).first::<Card>(conn).optional().unwrap(), None);
        let both = Card::objects().filter(cards::network.eq("visa")).filter(payment_methods::label.ne("b"));
        assert_eq!(both.load::<Card>(conn).unwrap().len(), 2);
        let scoped: Vec<Card> = Card::objects().labelled("a").load(conn).unwrap();
        assert_eq!(scoped, [rows[0].clone()], "the scopes of the parent");
        let tokens = Card::objects().order(cards::token.asc()).select(cards::token).load::<String>(conn).unwrap();
        assert_eq!(tokens, ["a", "b", "c"]);
        assert_eq!(Card::objects().updated_since(at(3)).count().get_result::<i64>(conn).unwrap(), 1);
        assert_eq!(Card::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 4);
        let gone: Vec<Deleted<Card>> = Card::objects().only_deleted().load(conn).unwrap();
        assert_eq!(gone.iter().map(|row| row.row().key()).collect::<Vec<_>>(), [bobs.key()]);
        assert_eq!(Card::objects().only_deleted().count().get_result::<i64>(conn).unwrap(), 1);
    }

    fn an_or_cannot_leave_the_scope(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        card(conn, owner, "a", 1).delete().by(me()).run(conn).unwrap();
        let kept = card(conn, owner, "b", 2);
        let rows: Vec<Card> = Card::objects()
            .filter(cards::token.eq("b"))
            .or_filter(cards::token.eq("a"))
            .or_filter(payment_methods::label.eq("a"))
            .load(conn)
            .unwrap();
        assert_eq!(rows, [kept]);
    }

    fn a_patch_writes_the_tables_that_have_a_change(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        let trail = conn.trail().len();

        let row = row.patch().last_four("1881").by(me()).at(at(2)).run(conn).unwrap();
        assert_eq!(row.last_four, "1881");
        assert_eq!((row.method.version, row.method.updated_at), (2, at(2)), "the whole has moved");
        let told: Vec<_> = conn.trail()[trail..].iter().map(|log| log.content_type.to_string()).collect();
        assert_eq!(told, ["cards", "payment_methods"], "and the trail of the parent has no gap");

        let row = row.patch().method(PaymentMethodPatch::new().label("Home")).by(me()).at(at(3)).run(conn).unwrap();
        assert_eq!((row.method.label.as_str(), row.method.version, row.method.updated_at), ("Home", 3, at(3)));
        assert_eq!(row.last_four, "1881");
        let told: Vec<_> = conn.trail()[trail + 2..].iter().map(|log| log.content_type.to_string()).collect();
        assert_eq!(told, ["payment_methods"]);

        let patch = row.patch().last_four("7").network("mc").method(PaymentMethodPatch::new().label("Car"));
        let row = patch.by(me()).at(at(4)).run(conn).unwrap();
        assert_eq!((row.last_four.as_str(), row.network.as_str(), row.method.label.as_str()), ("7", "mc", "Car"));
        assert_eq!((row.method.version, row.method.updated_at), (4, at(4)), "once");
        assert_eq!(conn.trail().len(), trail + 5);

        let same = row.patch().last_four("7").method(PaymentMethodPatch::new().label("Car"));
        let outcome = same.by(me()).at(at(5)).outcome(conn).unwrap();
        assert_eq!(outcome, Outcome::Unchanged(row.clone()));
        let nothing = row.patch().by(me()).at(at(5)).outcome(conn).unwrap();
        assert_eq!(nothing, Outcome::Unchanged(row.clone()));
        // The parent has these values already, and the child has not.
        let half = row.patch().last_four("8").method(PaymentMethodPatch::new().label("Car"));
        let row = half.by(me()).at(at(6)).run(conn).unwrap();
        assert_eq!((row.last_four.as_str(), row.method.version, row.method.updated_at), ("8", 5, at(6)));
        let read: Card = Card::objects().find(row.key()).first(conn).unwrap();
        assert_eq!(read, row);
        assert_eq!(conn.trail().len(), trail + 7);
        assert!(PaymentMethod::verify_history(conn).unwrap().is_empty());
    }

    fn patches_compose_before_they_are_bound(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        let first = CardPatch::new().last_four("1").method(PaymentMethodPatch::new().label("a"));
        let second = CardPatch::new().network("mc").method(PaymentMethodPatch::new().label("b"));
        let row = first.with(second).on(&row).by(me()).run(conn).unwrap();
        assert_eq!((row.last_four.as_str(), row.network.as_str(), row.method.label.as_str()), ("1", "mc", "b"));
        let row = Card::patch_by_key(row.key()).expecting(2).by(me()).run(conn).unwrap();
        let late = Card::patch_by_key(row.key()).last_four("2").expecting(1).by(me()).run(conn);
        assert!(matches!(late, Err(Error::Stale { expected: 1, found: 2 })), "{late:?}");
    }

    fn a_write_from_an_old_state_is_refused(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        // A change of the child's columns alone is one that the others have to know of.
        row.patch().last_four("1").by(me()).run(conn).unwrap();
        let trail = conn.trail().len();
        let child = row.patch().last_four("2").by(me()).run(conn);
        assert!(matches!(child, Err(Error::Stale { expected: 1, found: 2 })), "{child:?}");
        let parent = row.patch().method(PaymentMethodPatch::new().label("Home")).by(me()).run(conn);
        assert!(matches!(parent, Err(Error::Stale { .. })), "{parent:?}");
        let both = row.patch().last_four("2").method(PaymentMethodPatch::new().label("Home")).by(me()).run(conn);
        assert!(matches!(both, Err(Error::Stale { .. })), "{both:?}");
        let gone = row.clone().delete().by(me()).run(conn);
        assert!(matches!(gone, Err(Error::Stale { .. })), "{gone:?}");
        let gone = row.clone().hard_delete().by(me()).run(conn);
        assert!(matches!(gone, Err(Error::Stale { .. })), "{gone:?}");
        assert_eq!(conn.trail().len(), trail);
        let read: Card = Card::objects().find(row.key()).first(conn).unwrap();
        assert_eq!((read.last_four.as_str(), read.method.label.as_str()), ("1", "Travel"));
        read.delete().expecting(2).by(me()).run(conn).unwrap();
    }

    fn deletion_is_that_of_the_parent(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        let gone: Deleted<Card> = row.clone().delete().by(me()).at(at(2)).run(conn).unwrap();
        assert_eq!(gone.row().method.deleted_at, Some(at(2)));
        assert_eq!(PaymentMethod::objects().count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(cards::table.count().get_result::<i64>(conn).unwrap(), 1, "the child's row stays as it is");
        let again = row.clone().delete().by(me()).outcome(conn).unwrap();
        assert_eq!(again, Outcome::Deleted);
        let patched = row.patch().last_four("1").by(me()).run(conn);
        assert!(matches!(patched, Err(Error::Deleted)), "{patched:?}");
        let back: Card = gone.restore().by(me()).at(at(3)).run(conn).unwrap();
        assert_eq!((back.method.deleted_at, back.method.updated_at, back.last_four.as_str()), (None, at(3), "4242"));
        let told: Vec<_> = conn.trail()[1..].iter().map(|log| format!("{} {}", log.content_type, log.action)).collect();
        let all = ["payment_methods create", "cards create", "payment_methods delete", "payment_methods restore"];
        assert_eq!(told, all);
    }

    fn deleting_the_parent_hides_the_child(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        let gone = row.method.clone().delete().by(me()).run(conn).unwrap();
        assert_eq!(Card::objects().count().get_result::<i64>(conn).unwrap(), 0);
        gone.restore().by(me()).run(conn).unwrap();
        assert_eq!(Card::objects().count().get_result::<i64>(conn).unwrap(), 1);
        let all = Holder::objects().delete().by(me()).run(conn).unwrap();
        assert_eq!((all, Card::objects().count().get_result::<i64>(conn).unwrap()), (1, 0), "from above as well");
        assert_eq!(Card::objects().only_deleted().count().get_result::<i64>(conn).unwrap(), 1);
    }

    fn removing_a_child_removes_both_rows(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        let was = row.clone().hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(was, row);
        assert_eq!(cards::table.count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(payment_methods::table.count().get_result::<i64>(conn).unwrap(), 0);
        let trail = conn.trail();
        let told: Vec<_> = trail[3..].iter().map(|log| format!("{} {}", log.content_type, log.action)).collect();
        assert_eq!(told, ["cards delete", "payment_methods hard_delete"]);
        assert_eq!(trail[3].batch_id, trail[4].batch_id);
        let gone = card(conn, owner, "Home", 2).delete().by(me()).run(conn).unwrap();
        gone.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(payment_methods::table.count().get_result::<i64>(conn).unwrap(), 0);
        let missing = row.hard_delete().by(me()).outcome(conn).unwrap();
        assert_eq!(missing, Outcome::NotFound);
    }

    fn no_removal_of_a_parent_leaves_a_child_behind(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "a", 1);
        row.method.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(cards::table.count().get_result::<i64>(conn).unwrap(), 0, "one row");

        card(conn, owner, "b", 2);
        BankTransfer::create(new_transfer(owner, "t")).by(me()).run(conn).unwrap();
        let count = PaymentMethod::objects().hard_delete().by(me()).run(conn).unwrap();
        assert_eq!((count, cards::table.count().get_result::<i64>(conn).unwrap()), (2, 0), "a set");
        assert_eq!(bank_transfers::table.count().get_result::<i64>(conn).unwrap(), 0);

        card(conn, owner, "c", 3).delete().by(me()).at(at(4)).run(conn).unwrap();
        let purged = PaymentMethod::purge().older_than(days(1)).by(me()).run(conn).unwrap();
        assert_eq!((purged.removed, cards::table.count().get_result::<i64>(conn).unwrap()), (1, 0), "a purge");

        card(conn, owner, "d", 5);
        let all: Holder = Holder::objects().find(owner).first(conn).unwrap();
        all.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(cards::table.count().get_result::<i64>(conn).unwrap(), 0, "from above");
        let removed = conn.trail().into_iter().filter(|log| log.content_type == "cards" && log.action == "delete");
        assert_eq!(removed.count(), 4, "each with its entry");
    }

    fn an_error_in_either_table_writes_nothing(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        let trail = conn.trail().len();
        let child = Card::create(new_card(owner, "Home", "Travel")).by(me()).run(conn);
        assert!(matches!(child, Err(Error::UniqueViolation { field: Some("token"), .. })), "{child:?}");
        let parent = Card::create(new_card(owner, "Travel", "t")).by(me()).run(conn);
        assert!(matches!(parent, Err(Error::UniqueViolation { field: Some("label"), .. })), "{parent:?}");
        let other = card(conn, owner, "Other", 2);
        let before = conn.trail().len();
        let patch = other.patch().token("Travel").method(PaymentMethodPatch::new().label("Else"));
        let patched = patch.by(me()).run(conn);
        assert!(matches!(patched, Err(Error::UniqueViolation { field: Some("token"), .. })), "{patched:?}");
        let many = Card::create_many([new_card(owner, "x", "x"), new_card(owner, "y", "Travel")]).by(me()).run(conn);
        assert!(matches!(many, Err(Error::UniqueViolation { field: Some("token"), .. })), "{many:?}");
        assert_eq!((before, conn.trail().len()), (trail + 2, trail + 2));
        assert_eq!(Card::objects().load::<Card>(conn).unwrap(), [other, row]);
        assert_eq!(payment_methods::table.count().get_result::<i64>(conn).unwrap(), 2);
    }

    fn all_that_is_wrong_is_told_at_once_and_before_anything_is_sent(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let recorder = Recorder::on(conn);
        let method = new_method(owner, "longer than what is allowed");
        let new = NewCard::builder().method(method).last_four("12345").token("t").build();
        match Card::create(new).by(me()).run(conn) {
            Err(Error::Invalid { field, others, .. }) => {
                assert_eq!((field, others.iter().map(|other| other.field).collect::<Vec<_>>()), ("label", vec!["last_four"]));
            }
            other => panic!("{other:?}"),
        }
        assert!(recorder.sent().is_empty());
    }

    fn the_rows_that_either_belongs_to_are_looked_at(db) {
        let conn = db.conn();
        let (owner, bank) = (holder(conn, "Ann"), Bank::create(NewBank::builder().name("B").build()).run(conn).unwrap());
        let new = || NewBankTransfer::builder().method(new_method(owner, "t")).iban("BE71").bank_id(bank.id).build();
        let row = BankTransfer::create(new()).by(me()).run(conn).unwrap();
        assert_eq!((row.bank_id, row.billed.city.as_str()), (Some(bank.id), "Ghent"));
        row.hard_delete().by(me()).run(conn).unwrap();
        let other = Bank::create(NewBank::builder().name("C").build()).run(conn).unwrap();
        bank.clone().delete().run(conn).unwrap();
        let under = BankTransfer::create(new()).by(me()).run(conn);
        assert!(matches!(under, Err(Error::ParentDeleted { parent: "Bank", field: "bank_id" })), "{under:?}");
        assert_eq!(payment_methods::table.count().get_result::<i64>(conn).unwrap(), 0);
        let new = NewBankTransfer::builder().method(new_method(owner, "t")).iban("BE71").bank_id(other.id).build();
        let row = BankTransfer::create(new).by(me()).run(conn).unwrap();
        let moved = row.patch().bank_id(bank.id).by(me()).run(conn);
        assert!(matches!(moved, Err(Error::ParentDeleted { .. })), "{moved:?}");
        Holder::objects().delete().by(me()).run(conn).unwrap();
        let orphan = Card::create(new_card(owner, "x", "x")).by(me()).run(conn);
        assert!(matches!(orphan, Err(Error::ParentDeleted { parent: "Holder", .. })), "{orphan:?}");
    }

    fn a_child_has_bases_and_a_key_column_of_another_name(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let new = NewBankTransfer::builder().method(new_method(owner, "t")).iban("BE71").street("Low Street").build();
        let row = BankTransfer::create(new).by(me()).run(conn).unwrap();
        let billed = Billed { street: Some("Low Street".to_owned()), city: "Ghent".to_owned() };
        assert_eq!(row.billed, billed);
        let row = BankTransferPatch::new().street(None).city("Bruges").on(&row).by(me()).run(conn).unwrap();
        assert_eq!(row.billed, Billed { street: None, city: "Bruges".to_owned() });
        let read: BankTransfer = BankTransfer::objects().filter(bank_transfers::city.eq("Bruges")).first(conn).unwrap();
        assert_eq!(read, row);
        let key: i64 = bank_transfers::table.select(bank_transfers::method_id).first(conn).unwrap();
        assert_eq!(key, *row.key().inner());
    }

    fn many_are_created_in_the_order_of_the_input(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let new: Vec<_> = (0..50).map(|number| new_card(owner, &format!("l{number}"), &format!("t{number}"))).collect();
        let recorder = Recorder::on(conn);
        let rows = Card::create_many(new).by(me()).run(conn).unwrap();
        let sent = statements(&recorder).len();
        assert!(rows.iter().enumerate().all(|(at, row)| row.token == format!("t{at}") && row.method.label == format!("l{at}")));
        let mut read: Vec<Card> = Card::objects().unordered().load(conn).unwrap();
        read.sort_by_key(|row| *row.key().inner());
        assert_eq!(read, rows);
        assert!(sent <= 10, "{sent} statements");
        assert!(Card::create_many([]).by(me()).run(conn).unwrap().is_empty());
    }

    fn rows_of_a_parent_come_as_what_they_are_in_one_statement(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let first = card(conn, owner, "a", 1);
        let second = BankTransfer::create(new_transfer(owner, "b")).by(me()).at(at(2)).run(conn).unwrap();
        let third = PaymentMethod::create(new_method(owner, "c")).by(me()).at(at(3)).run(conn).unwrap();
        card(conn, owner, "d", 4).delete().by(me()).run(conn).unwrap();
        let recorder = Recorder::on(conn);
        let rows: Vec<PaymentMethodKind> = PaymentMethod::objects().kinds().load(conn).unwrap();
        assert_eq!(recorder.sent().len(), 1);
        match &rows[..] {
            [PaymentMethodKind::PaymentMethod(plain), PaymentMethodKind::BankTransfer(transfer), PaymentMethodKind::Card(card)] => {
                assert_eq!((plain, transfer, card), (&third, &second, &first));
            }
            other => panic!("{other:?}"),
        }
        let labels: Vec<_> = rows.iter().map(|row| row.parent().label.as_str()).collect();
        assert_eq!(labels, ["c", "b", "a"]);
        assert_eq!(format!("{:?}", rows[2]), format!("Card({})", first.key().inner()));
        let some: Vec<PaymentMethodKind> = PaymentMethod::objects()
            .kinds()
            .filter(payment_methods::label.ne("c"))
            .filter(cards::network.eq("visa").or(bank_transfers::iban.is_not_null()))
            .limit(1)
            .load(conn)
            .unwrap();
        assert!(matches!(&some[..], [PaymentMethodKind::BankTransfer(_)]), "{some:?}");
        let all: Vec<PaymentMethodKind> = PaymentMethod::objects().kinds().with_deleted().load(conn).unwrap();
        assert_eq!((all.len(), PaymentMethod::objects().kinds().count().get_result::<i64>(conn).unwrap()), (4, 3));
    }

    fn a_row_without_its_part_is_no_child(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "a", 1);
        conn.sql("DELETE FROM cards");
        let trail = conn.trail().len();
        assert_eq!(Card::objects().count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(row.patch().last_four("1").by(me()).outcome(conn).unwrap(), Outcome::NotFound);
        let label = row.patch().method(PaymentMethodPatch::new().label("b")).by(me()).outcome(conn).unwrap();
        assert_eq!(label, Outcome::NotFound);
        assert_eq!(row.clone().delete().by(me()).outcome(conn).unwrap(), Outcome::NotFound);
        assert_eq!(row.clone().hard_delete().by(me()).outcome(conn).unwrap(), Outcome::NotFound);
        assert_eq!(conn.trail().len(), trail, "nothing of it was written");
        let parent: PaymentMethod = PaymentMethod::objects().find(row.key()).first(conn).unwrap();
        assert_eq!(parent, row.method);
    }

    fn without_trail_timestamps_and_soft_deletion(db) {
        let conn = db.conn();
        let new = |plate: &str, load| NewTruck::builder().vehicle(NewVehicle::builder().plate(plate).build()).load(load).build();
        let row = Truck::create(new("a", 7)).run(conn).unwrap();
        let recorder = Recorder::on(conn);
        let row = row.patch().load(8).run(conn).unwrap();
        assert!(statements(&recorder).iter().all(|sql| !sql.starts_with("UPDATE") || sql.contains("trucks")), "no touch");
        let row = row.patch().vehicle(VehiclePatch::new().plate("b")).run(conn).unwrap();
        assert_eq!((row.vehicle.plate.as_str(), row.load), ("b", 8));
        Vehicle::create(NewVehicle::builder().plate("c").build()).run(conn).unwrap();
        let kinds: Vec<VehicleKind> = Vehicle::objects().kinds().load(conn).unwrap();
        assert!(matches!(&kinds[..], [VehicleKind::Truck(_), VehicleKind::Vehicle(_)]), "{kinds:?}");
        let was: Truck = row.delete().run(conn).unwrap();
        assert_eq!(trucks::table.count().get_result::<i64>(conn).unwrap(), 0);
        assert_eq!(was.delete().outcome(conn).unwrap(), Outcome::NotFound);
        let row = Truck::create(new("d", 9)).run(conn).unwrap();
        row.vehicle.delete().run(conn).unwrap();
        let left = (trucks::table.count().get_result::<i64>(conn).unwrap(), vehicles::table.count().get_result::<i64>(conn).unwrap());
        assert_eq!(left, (0, 1), "what the parent's removal leaves");
        assert!(conn.trail().is_empty());
    }

    fn an_outer_transaction_takes_both_back(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let kept = card(conn, owner, "a", 1);
        let undone = conn.transaction(|conn| {
            Card::create(new_card(owner, "b", "b")).by(me()).run(conn)?;
            kept.patch().last_four("1").method(PaymentMethodPatch::new().label("z")).by(me()).run(conn)?;
            // An error within does not end the outer one.
            let refused = Card::create(new_card(owner, "c", "a")).by(me()).run(conn);
            assert!(matches!(refused, Err(Error::UniqueViolation { .. })), "{refused:?}");
            assert_eq!(Card::objects().count().get_result::<i64>(conn)?, 2);
            Err::<(), Error>(Error::NotFound)
        });
        assert!(matches!(undone, Err(Error::NotFound)));
        assert_eq!(Card::objects().load::<Card>(conn).unwrap(), [kept]);
        assert_eq!(conn.trail().len(), 3);
    }

    fn new_rows_and_patches_are_read_from_what_a_client_sent(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let sent = json!({"last_four": "4242", "token": "t", "method": {"label": "Travel", "holder_id": owner.inner()}});
        let new: NewCard = serde_json::from_value(sent).unwrap();
        let row = Card::create(new).by(me()).run(conn).unwrap();
        let sent = json!({"network": "mc", "method": {"label": "Home"}});
        let patch: CardPatch = serde_json::from_value(sent).unwrap();
        let row = row.patch().with(patch).by(me()).run(conn).unwrap();
        assert_eq!((row.network.as_str(), row.last_four.as_str(), row.method.label.as_str()), ("mc", "4242", "Home"));
        let refused = |sent| serde_json::from_value::<NewCard>(sent).unwrap_err().to_string();
        assert_eq!(refused(json!({"last_four": "1", "token": "t"})), "missing field `method`");
        assert_eq!(refused(json!({"method": {"label": "a", "holder_id": 1}, "token": "t"})), "missing field `last_four`");
        let unknown = refused(json!({"id": 7}));
        assert_eq!(unknown, "unknown field `id`, expected one of method, last_four, network, token");
    }

    fn a_unique_rule_of_a_child_counts_deleted_rows(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        card(conn, owner, "a", 1).delete().by(me()).run(conn).unwrap();
        let again = Card::create(new_card(owner, "a", "a")).by(me()).run(conn);
        assert!(matches!(again, Err(Error::UniqueViolation { field: Some("token"), .. })), "{again:?}");
        Card::create(new_card(owner, "a", "b")).by(me()).run(conn).unwrap();
        let indexes = unique_indexes::<Card, Db>().unwrap();
        assert!(matches!(&indexes[..], [index] if index.contains("cards_token_unique")), "{indexes:?}");
        assert!(!indexes[0].contains("deleted_at"));
    }

    fn one_history_tells_of_both_rows(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        let row = card(conn, owner, "Travel", 1);
        card(conn, owner, "Other", 1);
        let row = row.patch().method(PaymentMethodPatch::new().label("Home")).by(me()).run(conn).unwrap();
        let patch = row.patch().last_four("1881").method(PaymentMethodPatch::new().label("Car"));
        let row = patch.by(me()).run(conn).unwrap();
        let key = row.key();
        row.delete().by(me()).run(conn).unwrap();
        let entries = Card::history(key).load(conn).unwrap();
        let told: Vec<_> = entries.iter().map(|entry| format!("{} {}", entry.content_type, entry.action)).collect();
        let all = [
            "payment_methods create", "cards create", "payment_methods patch", "payment_methods patch", "cards patch",
            "payment_methods delete",
        ];
        assert_eq!(told, all);
        assert_eq!(entries[3].batch_id, entries[4].batch_id);
        match (&entries[3], &entries[4]) {
            (ChildEntry::OfParent(parent), ChildEntry::Own(own)) => {
                assert_eq!(parent.old::<String>("label").unwrap(), Some("Home".to_owned()));
                assert_eq!(own.old::<String>("last_four").unwrap(), Some("4242".to_owned()));
            }
            other => panic!("{other:?}"),
        }
        assert!(Card::verify_history(conn).unwrap().is_empty());
        conn.sql("UPDATE cards SET last_four = '0000'");
        assert_eq!(Card::verify_history(conn).unwrap().len(), 2);
    }

    fn two_writers_are_told_apart_by_the_version(db) {
        let owner = holder(db.conn(), "Ann");
        let row = card(db.conn(), owner, "Travel", 1);
        let writers: Vec<_> = (0..4).map(|_| (db.another(), row.clone())).collect();
        let written: Vec<bool> = std::thread::scope(|scope| {
            let threads = writers.into_iter().enumerate().map(|(number, (mut conn, row))| {
                scope.spawn(move || loop {
                    match row.patch().last_four(number.to_string()).by(me()).run(&mut conn) {
                        Ok(_) => return true,
                        Err(Error::Stale { .. }) => return false,
                        Err(Error::Conflict) => {}
                        Err(other) => panic!("{other:?}"),
                    }
                })
            });
            let threads: Vec<_> = threads.collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(written.iter().filter(|written| **written).count(), 1, "{written:?}");
        let read: Card = Card::objects().find(row.key()).first(db.conn()).unwrap();
        assert_eq!(read.method.version, 2);
        assert!(written[read.last_four.parse::<usize>().unwrap()]);
        assert!(Card::verify_history(db.conn()).unwrap().is_empty());
    }

    fn sets_are_written_through_the_parent(db) {
        let conn = db.conn();
        let owner = holder(conn, "Ann");
        card(conn, owner, "a", 1).patch().network("maestro").by(me()).run(conn).unwrap();
        let kept = card(conn, owner, "b", 2);
        let keys = Card::objects().filter(cards::network.eq("maestro")).select(payment_methods::id).load::<i64>(conn).unwrap();
        let old = PaymentMethod::objects().filter(payment_methods::id.eq_any(keys));
        assert_eq!(old.delete().by(me()).run(conn).unwrap(), 1);
        assert_eq!(Card::objects().load::<Card>(conn).unwrap(), [kept]);
    }
}
