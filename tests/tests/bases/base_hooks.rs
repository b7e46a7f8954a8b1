//! Hooks of bases: for the rows of every model that embeds them, in the order of the struct, beside the model's own.

use diesel::QueryDsl as _;
use diesel::RunQueryDsl as _;
use model_core::__private::{Based, Hooked, NoHooks};
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::me;
use model_tests::models::{Deed, EmptyReceipt, Kept, NewDeed, NewReceipt, Receipt, Sealed, Signed, Story};
use model_tests::schema::{deeds, receipts, traces};
use model_tests::{Recorder, TestConnection, actions, on_every_backend};
use std::any::TypeId;
use std::fmt::Write as _;

fn new_deed(title: &str, origin: &str) -> NewDeed {
    NewDeed::builder().title(title).origin(origin).build()
}

fn new_receipt(number: &str, amount: i32, origin: &str) -> NewReceipt {
    NewReceipt::builder().number(number).amount(amount).origin(origin).build()
}

fn deed(conn: &mut impl TestConnection, origin: &str) -> Deed {
    Deed::create(new_deed("House", origin)).by(me()).run(conn).unwrap()
}

fn receipt(conn: &mut impl TestConnection, origin: &str) -> Receipt {
    Receipt::create(new_receipt("1", 0, origin)).by(me()).run(conn).unwrap()
}

/// What the hooks have said since this was last asked.
macro_rules! said {
    ($conn:expr) => {{
        let said: Vec<String> = traces::table.order(traces::id).select(traces::said).load($conn).unwrap();
        diesel::delete(traces::table).execute($conn).unwrap();
        said
    }};
}

/// The receipts that are there, deleted ones too, as number, amount and whether there is a seal.
macro_rules! stored {
    ($conn:expr) => {{
        let columns = (receipts::number, receipts::amount, receipts::sealed);
        let rows: Vec<(String, i32, bool)> = receipts::table.order(receipts::id).select(columns).load($conn).unwrap();
        rows
    }};
}

fn refusal(error: Error) -> (&'static str, String) {
    match error {
        Error::Refused { by, message } => (by, message),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_model_has_the_hooks_of_its_bases_in_a_list_and_one_without_has_none() {
    type Listed = Based<Sealed, Based<Kept, Based<Signed<i64>, Hooked>>>;
    assert_eq!(TypeId::of::<<Deed as model_core::Model>::Hooks>(), TypeId::of::<Listed>());
    assert_eq!(TypeId::of::<<Receipt as model_core::Model>::Hooks>(), TypeId::of::<Based<Sealed, NoHooks>>());
    assert_eq!(TypeId::of::<<Story as model_core::Model>::Hooks>(), TypeId::of::<NoHooks>());
}

on_every_backend! {
    fn before_hooks_run_from_the_inside_out_and_after_hooks_in_reverse(db) {
        let conn = db.conn();
        let row = deed(conn, "afar");
        let all = [
            "seal before create Deed",
            "drawer before create",
            "signature before create",
            "deed before create Some(\"sealed\")",
            "deed after create",
            "signature after create",
            "drawer after create",
            "seal after create afar",
        ];
        assert_eq!(said!(conn), all);
        let row = row.patch().sealed(false).by(me()).run(conn).unwrap();
        let all = [
            "seal before patch",
            "drawer before patch",
            "signature before patch",
            "deed before patch",
            "deed after patch",
            "drawer after patch",
            "seal after patch true false",
        ];
        assert_eq!(said!(conn), all);
        let gone = row.delete().by(me()).run(conn).unwrap();
        let all = [
            "seal before delete",
            "drawer before delete",
            "deed before delete",
            "deed after delete",
            "drawer after delete",
            "seal after delete",
        ];
        assert_eq!(said!(conn), all);
        let row = gone.restore().by(me()).run(conn).unwrap();
        assert_eq!(said!(conn), ["seal before restore", "seal after restore false true"]);
        row.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(said!(conn), ["seal before hard_delete", "seal after hard_delete"]);
    }

    fn what_they_set_is_written_validated_and_audited(db) {
        let conn = db.conn();
        let row = deed(conn, "  afar  ");
        assert_eq!((&*row.kept.seal.origin, row.kept.seal.sealed), ("afar", true));
        assert_eq!(row.kept.remark.as_deref(), Some("sealed"), "the outer base sees what the inner one has set");
        let stored: (String, bool, Option<String>) =
            deeds::table.select((deeds::origin, deeds::sealed, deeds::remark)).first(conn).unwrap();
        assert_eq!(stored, ("afar".to_owned(), true, Some("sealed".to_owned())));
        let history = Deed::history(row.id).run(conn).unwrap();
        assert_eq!(history[0].new_value::<bool>("sealed").unwrap(), Some(true));
        assert_eq!(history[0].new_value::<String>("remark").unwrap(), Some("sealed".to_owned()));
        assert_eq!(Deed::verify_history(conn).unwrap(), []);
        let plain = Deed::create(NewDeed::builder().title("Barn").build()).by(me()).run(conn).unwrap();
        assert_eq!((&*plain.kept.seal.origin, plain.kept.seal.sealed), ("here", false), "the defaults stay");
        assert_eq!(plain.kept.remark, None);
        said!(conn);
        let trail = conn.trail().len();
        let error = Deed::create(new_deed("Mill", "a long way off")).by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::Invalid { field: "origin", .. }), "{error:?}");
        assert_eq!((said!(conn), conn.trail().len()), (Vec::new(), trail));
    }

    fn a_base_refuses_and_nothing_is_written(db) {
        let conn = db.conn();
        let (row, kept) = (receipt(conn, "afar"), deed(conn, "near"));
        let (_, before, trail) = (said!(conn), stored!(conn), conn.trail().len());
        let seal = ("Sealed", "the seal is whole".to_owned());
        assert_eq!(refusal(row.patch().amount(5).by(me()).run(conn).unwrap_err()), seal);
        assert_eq!(refusal(Receipt::patch_by_key(row.id).amount(5).by(me()).run(conn).unwrap_err()), seal);
        assert_eq!(refusal(row.clone().delete().by(me()).run(conn).unwrap_err()), seal);
        assert_eq!(refusal(Receipt::delete_by_key(row.id).by(me()).run(conn).unwrap_err()), seal);
        let stuck = refusal(kept.patch().drawer(5).by(me()).run(conn).unwrap_err());
        assert_eq!(stuck, ("Kept", "the drawer is stuck".to_owned()));
        let out = refusal(kept.patch().drawer(6).by(me()).run(conn).unwrap_err());
        assert_eq!(out, ("Kept", "the drawer fell out".to_owned()), "after the write");
        assert_eq!((said!(conn), stored!(conn), conn.trail().len()), (Vec::new(), before, trail));
        let signed = kept.patch().signed_by(3).by(me()).run(conn).unwrap();
        let error = signed.patch().signed_by(4).by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::Invalid { field: "signed_by", .. }), "{error:?}");
        let open = row.patch().sealed(false).amount(5).by(me()).run(conn).unwrap();
        open.delete().by(me()).run(conn).unwrap();
        assert_eq!(actions(&conn.trail()[trail..]), ["patch", "patch", "delete"]);
    }

    fn a_column_of_a_base_is_set_by_the_hooks_of_the_model(db) {
        let conn = db.conn();
        let row = deed(conn, "near");
        let row = row.patch().sealed(true).title("Shed").by(me()).run(conn).unwrap();
        assert!(!row.kept.seal.sealed, "the model's own hooks have the last word");
        let mut edit = row.edit();
        edit.title = "Barn".to_owned();
        assert_eq!(edit.save().by(me()).run(conn).unwrap().title, "Barn");
    }

    fn a_patch_is_left_as_it_was_given(db) {
        let conn = db.conn();
        let rows = [new_receipt("1", 1, "glassworks"), new_receipt("2", 2, "near")];
        Receipt::create_many(rows).each().by(me()).run(conn).unwrap();
        // What is set for one row is not written to the next.
        assert_eq!(Receipt::objects().patch().amount(3).each().by(me()).run(conn).unwrap(), 2);
        assert_eq!(stored!(conn), [("1".to_owned(), 3, true), ("2".to_owned(), 3, false)]);
        Receipt::objects().delete().without_hooks().by(me()).run(conn).unwrap();
        let revived = Receipt::upsert_many([new_receipt("1", 7, " near "), new_receipt("3", 8, " afar ")]);
        let _ = revived.on(receipts::number).each().by(me()).run(conn).unwrap();
        let all = [("1".to_owned(), 7, true), ("2".to_owned(), 3, false), ("3".to_owned(), 8, true)];
        assert_eq!(stored!(conn), all);
    }

    fn sets_say_what_becomes_of_them(db) {
        let conn = db.conn();
        let rows = [new_receipt("1", 1, "near"), new_receipt("2", 2, "near")];
        Receipt::create_many(rows).each().by(me()).run(conn).unwrap();
        let one = ["seal before create Receipt", "seal after create near"];
        assert_eq!(said!(conn), [one, one].concat());
        assert_eq!(Receipt::objects().patch().amount(3).each().by(me()).run(conn).unwrap(), 2);
        let one = ["seal before patch", "seal after patch false false"];
        assert_eq!(said!(conn), [one, one].concat());
        assert_eq!(Receipt::objects().patch().sealed(true).without_hooks().by(me()).run(conn).unwrap(), 2);
        assert_eq!(said!(conn), [""; 0]);
        let before = stored!(conn);
        let refused = Receipt::objects().delete().each().by(me()).run(conn).unwrap_err();
        assert_eq!(refusal(refused).0, "Sealed");
        assert_eq!((said!(conn), stored!(conn)), (Vec::new(), before));
        assert_eq!(Receipt::objects().delete().without_hooks().by(me()).run(conn).unwrap(), 2);
        assert_eq!(said!(conn), [""; 0]);
    }

    fn an_upsert_runs_those_of_what_it_comes_to(db) {
        let conn = db.conn();
        let upsert = |amount, origin| Receipt::upsert(new_receipt("9", amount, origin)).on(receipts::number).by(me());
        let row = upsert(1, " near ").run(conn).unwrap().into_row();
        assert_eq!(row.seal.origin, "near");
        assert_eq!(said!(conn), ["seal before create Receipt", "seal after create near"]);
        let row = upsert(2, "far").run(conn).unwrap().into_row();
        assert_eq!((row.amount, &*row.seal.origin), (2, "near"), "an origin never changes");
        assert_eq!(said!(conn), ["seal before patch", "seal after patch false false"]);
        row.delete().by(me()).run(conn).unwrap();
        said!(conn);
        let row = upsert(3, "far").run(conn).unwrap().into_row();
        assert_eq!((row.amount, row.seal.sealed), (3, true));
        assert_eq!(said!(conn), ["seal before restore", "seal after restore false true"]);
        assert_eq!(refusal(upsert(4, "far").run(conn).unwrap_err()).0, "Sealed");
        let (row, created) =
            Receipt::get_or_create(new_receipt("9", 5, "far")).on(receipts::number).by(me()).run(conn).unwrap();
        assert_eq!((row.amount, created), (3, false));
        assert_eq!(said!(conn), [""; 0], "what is found is not written");
    }

    fn a_write_through_a_proxy_runs_them(db) {
        let conn = db.conn();
        receipt(conn, "near");
        said!(conn);
        let row: EmptyReceipt = EmptyReceipt::objects().first(conn).unwrap();
        let row = row.patch().sealed(true).by(me()).run(conn).unwrap();
        assert_eq!(said!(conn), ["seal before patch", "seal after patch false true"]);
        assert_eq!(refusal(row.delete().by(me()).run(conn).unwrap_err()).0, "Sealed");
    }

    fn writes_with_hooks_of_a_base(db) {
        let conn = db.conn();
        let mut sheet = String::new();
        let recorder = Recorder::on(conn);
        recorder.sent();
        let quiet = |sheet: &mut String, heading: &str| {
            let sent = recorder.sent();
            let _ = writeln!(sheet, "-- {heading}: {} statements", sent.len());
            // What the hooks write themselves is like any other write.
            sent.iter().filter(|sql| !sql.contains("traces")).for_each(|sql| {
                let _ = writeln!(sheet, "{sql}");
            });
            let _ = writeln!(sheet);
        };
        let row = Receipt::create(new_receipt("1", 1, "near")).by(me()).run(conn).unwrap();
        quiet(&mut sheet, "create");
        let row = row.patch().amount(2).by(me()).run(conn).unwrap();
        quiet(&mut sheet, "patch");
        row.delete().by(me()).run(conn).unwrap();
        quiet(&mut sheet, "delete");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("writes_with_hooks_of_a_base__{}", Conn::NAME), sheet);
        });
    }
}
