//! Hooks: when they run, what they change and refuse, and what is left when they fail.

use diesel::Connection as _;
use diesel::QueryDsl as _;
use diesel::RunQueryDsl as _;
use model_core::hooks::{Changing, Draft};
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{at, me};
use model_tests::models::{FirstParcel, NewOffice, NewParcel, NewStamp, Office, Parcel, Stamp};
use model_tests::schema::{parcels, traces};
use model_tests::{Recorder, TestConnection, actions, on_every_backend};
use std::fmt::Write as _;
use uuid::Uuid;

fn office(conn: &mut impl TestConnection) -> Office {
    Office::create(NewOffice::builder().name("Main").build()).by(me()).run(conn).unwrap()
}

fn new(office: &Office, code: &str, label: &str) -> NewParcel {
    NewParcel::builder().office_id(office.id).code(code).label(label).build()
}

fn parcel(conn: &mut impl TestConnection, code: &str) -> Parcel {
    let office = office(conn);
    Parcel::create(new(&office, code, "label")).by(me()).run(conn).unwrap()
}

/// What the hooks have said since this was last asked.
macro_rules! said {
    ($conn:expr) => {{
        let said: Vec<String> = traces::table.order(traces::id).select(traces::said).load($conn).unwrap();
        diesel::delete(traces::table).execute($conn).unwrap();
        said
    }};
}

/// The parcels that are there, deleted ones too, as code, label and weight.
macro_rules! stored {
    ($conn:expr) => {{
        let columns = (parcels::code, parcels::label, parcels::weight);
        let rows: Vec<(String, String, Option<i32>)> =
            parcels::table.order(parcels::id).select(columns).load($conn).unwrap();
        rows
    }};
}

/// An asynchronous hook holds it while it waits.
#[test]
fn a_draft_can_go_to_another_thread() {
    fn shared<T: Send + Sync>() {}
    shared::<Draft<'_, Parcel, Changing>>();
}

on_every_backend! {
    fn each_verb_runs_its_hooks_in_order(db) {
        let conn = db.conn();
        let row = parcel(conn, "a");
        assert_eq!(said!(conn), ["before create a", "after create a label"]);
        let row = row.patch().label("other").by(me()).run(conn).unwrap();
        assert_eq!(said!(conn), ["before patch a", "after patch a label other"]);
        let mut edit = row.edit();
        edit.label = "edited".to_owned();
        let row = edit.save().by(me()).run(conn).unwrap();
        assert_eq!(said!(conn), ["before patch a", "after patch a other edited"]);
        let gone = row.delete().by(me()).run(conn).unwrap();
        assert_eq!(said!(conn), ["before delete a", "after delete a true"]);
        let row = gone.restore().by(me()).run(conn).unwrap();
        assert_eq!(said!(conn), ["before restore a", "after restore a true false"]);
        row.delete().by(me()).run(conn).unwrap().hard_delete().by(me()).run(conn).unwrap();
        let all = ["before delete a", "after delete a true", "before hard_delete a", "after hard_delete a"];
        assert_eq!(said!(conn), all);
    }

    fn what_a_hook_sets_is_written_validated_and_audited(db) {
        let conn = db.conn();
        let office = office(conn);
        let row = Parcel::create(new(&office, "a", "  wide  ")).by(me()).run(conn).unwrap();
        assert_eq!((&*row.label, row.weight), ("wide", Some(1)));
        assert_eq!(stored!(conn), [("a".to_owned(), "wide".to_owned(), Some(1))]);
        let row = row.patch().label(" wider ").by(me()).run(conn).unwrap();
        assert_eq!(stored!(conn), [("a".to_owned(), "wider".to_owned(), Some(2))]);
        let gone = row.delete().by(me()).run(conn).unwrap();
        let row = gone.restore().by(me()).run(conn).unwrap();
        assert_eq!(row.weight, Some(100), "a restoration writes what its hook sets");
        let history = Parcel::history(row.id).run(conn).unwrap();
        assert_eq!(history[0].new_value::<String>("label").unwrap(), Some("wide".to_owned()));
        assert_eq!(history[0].new_value::<i32>("weight").unwrap(), Some(1));
        assert_eq!(history[1].new_value::<i32>("weight").unwrap(), Some(2));
        assert_eq!(history[3].new_value::<i32>("weight").unwrap(), Some(100));
        assert_eq!(Parcel::verify_history(conn).unwrap(), []);
        said!(conn);
        let before = conn.trail().len();
        let error = Parcel::create(new(&office, "b", "stretch")).by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::Invalid { field: "label", .. }), "{error:?}");
        let error = row.patch().label("stretch").by(me()).run(conn).unwrap_err();
        assert!(matches!(error, Error::Invalid { field: "label", .. }), "{error:?}");
        assert_eq!((said!(conn), conn.trail().len()), (Vec::new(), before));
        assert_eq!(stored!(conn).len(), 1);
    }

    fn a_refusal_writes_nothing(db) {
        let conn = db.conn();
        let office = office(conn);
        let row = Parcel::create(new(&office, "a", "kept")).by(me()).run(conn).unwrap();
        let (_, before, trail) = (said!(conn), stored!(conn), conn.trail().len());
        let refused = |error: Error, why: &str| match error {
            Error::Refused { by: "Parcel", message } => assert_eq!(message, why),
            other => panic!("{other:?}"),
        };
        refused(Parcel::create(new(&office, "b", "refuse it")).by(me()).run(conn).unwrap_err(), "refuse it");
        refused(row.patch().label("refuse").by(me()).run(conn).unwrap_err(), "refuse");
        refused(row.clone().delete().by(me()).run(conn).unwrap_err(), "it is kept");
        assert_eq!(Error::refused("Parcel", "no").to_string(), "Parcel: no");
        assert_eq!((said!(conn), stored!(conn), conn.trail().len()), (Vec::new(), before, trail));
    }

    fn a_hook_that_fails_after_the_write_undoes_row_and_audit(db) {
        let conn = db.conn();
        let row = parcel(conn, "a");
        let (_, before, trail) = (said!(conn), stored!(conn), conn.trail().len());
        let office = Office::objects().first(conn).unwrap();
        assert!(Parcel::create(new(&office, "b", "fail")).by(me()).run(conn).is_err());
        assert!(row.patch().label("fail").by(me()).run(conn).is_err());
        assert_eq!((said!(conn), stored!(conn), conn.trail().len()), (Vec::new(), before, trail));
        let after: Office = Office::objects().first(conn).unwrap();
        assert_eq!(after, office, "what the hook wrote itself is undone as well");
    }

    fn a_write_that_finds_no_row_in_the_right_state_runs_no_hooks(db) {
        let conn = db.conn();
        let row = parcel(conn, "a");
        said!(conn);
        let gone = row.clone().delete().by(me()).run(conn).unwrap();
        said!(conn);
        assert!(matches!(row.patch().label("x").by(me()).run(conn), Err(Error::Deleted)));
        assert!(matches!(row.clone().delete().by(me()).run(conn), Err(Error::Deleted)));
        let row = gone.clone().restore().by(me()).run(conn).unwrap();
        said!(conn);
        assert!(matches!(gone.restore().by(me()).run(conn), Err(Error::NotDeleted)));
        assert!(matches!(Parcel::patch_by_key(77).label("x").by(me()).run(conn), Err(Error::NotFound)));
        assert_eq!(said!(conn), [""; 0]);
        let same = row.patch().weight(row.weight).by(me()).outcome(conn).unwrap();
        assert!(matches!(same, Outcome::Unchanged(_)));
        assert_eq!(said!(conn), ["before patch a"], "what changes nothing is over before the second hook");
    }

    fn the_writes_of_a_hook_belong_to_the_operation(db) {
        let conn = db.conn();
        let office = office(conn);
        let batch = Uuid::now_v7();
        let row = Parcel::create(new(&office, "a", "x")).by(me()).at(at(5)).batch(batch).run(conn).unwrap();
        let trail = conn.trail().split_off(1);
        assert_eq!(actions(&trail), ["create", "patch"]);
        let same = |log: &model_core::AuditLog| {
            (log.actor_id.as_deref(), log.batch_id, log.created_at) == (me().id(), batch, at(5))
        };
        assert!(trail.iter().all(same), "{trail:#?}");
        let office: Office = Office::objects().find(row.office_id).first(conn).unwrap();
        assert_eq!(office.parcels, 1);
    }

    fn they_run_inside_of_an_outer_transaction_and_over_a_pool(db) {
        let pool = db.pool(1);
        let conn = db.conn();
        let undone = conn.transaction::<(), Error, _>(|conn| {
            let row = parcel(conn, "a");
            row.patch().label("other").by(me()).run(conn)?;
            assert_eq!(said!(conn).len(), 4);
            Err(Error::refused("test", "not so"))
        });
        assert!(undone.is_err());
        assert_eq!((said!(conn).len(), stored!(conn).len(), conn.trail().len()), (0, 0, 0));
        let pooled = &mut pool.get().unwrap();
        let done = pooled.transaction::<_, Error, _>(|conn| {
            let row = parcel(conn, "b");
            // The failure of one is not that of the others.
            assert!(row.patch().label("fail").by(me()).run(conn).is_err());
            row.patch().label("other").by(me()).run(conn)
        });
        assert_eq!(done.unwrap().label, "other");
        let all = ["before create b", "after create b label", "before patch b", "after patch b label other"];
        assert_eq!(said!(conn), all);
    }

    fn a_write_through_a_proxy_runs_them(db) {
        let conn = db.conn();
        let office = office(conn);
        let light = NewParcel::builder().office_id(office.id).code("a").label("x").weight(None).build();
        Parcel::create(light).by(me()).run(conn).unwrap();
        said!(conn);
        let row: FirstParcel = FirstParcel::objects().first(conn).unwrap();
        let row = row.patch().label("y").by(me()).run(conn).unwrap();
        assert_eq!((&*row.as_model().label, row.as_model().weight), ("y", None));
        row.delete().by(me()).run(conn).unwrap();
        let all = ["before patch a", "after patch a x y", "before delete a", "after delete a true"];
        assert_eq!(said!(conn), all);
    }

    fn a_deletion_with_hooks_takes_along_what_belongs_to_the_row(db) {
        let conn = db.conn();
        let row = parcel(conn, "a");
        Stamp::create(NewStamp::builder().parcel_id(row.id).worth(5).build()).by(me()).run(conn).unwrap();
        let gone = row.clone().delete().by(me()).run(conn).unwrap();
        let live: i64 = Stamp::objects().count().get_result(conn).unwrap();
        assert_eq!(live, 0);
        gone.restore().by(me()).run(conn).unwrap();
        let live: i64 = Stamp::objects().count().get_result(conn).unwrap();
        assert_eq!(live, 1);
        said!(conn);
        let impact = row.clone().delete().by(me()).preview(conn).unwrap();
        assert_eq!(impact.total(), 2);
        assert_eq!(said!(conn), [""; 0], "a preview leaves no trace");
    }

    fn a_cascade_that_says_so_passes_them_by(db) {
        let conn = db.conn();
        let row = parcel(conn, "a");
        said!(conn);
        let office: Office = Office::objects().find(row.office_id).first(conn).unwrap();
        office.delete().by(me()).run(conn).unwrap();
        assert_eq!((said!(conn).len(), stored!(conn).len()), (0, 0));
    }

    fn a_revert_runs_them(db) {
        let conn = db.conn();
        let row = parcel(conn, "a");
        let row = row.patch().label("other").by(me()).run(conn).unwrap();
        said!(conn);
        let history = Parcel::history(row.id).run(conn).unwrap();
        Parcel::revert(row.id, &history[1]).by(me()).run(conn).unwrap();
        assert_eq!(said!(conn), ["before patch a", "after patch a other label"]);
    }

    fn writes_with_hooks(db) {
        let conn = db.conn();
        let mut sheet = String::new();
        let recorder = Recorder::on(conn);
        let office = office(conn);
        recorder.sent();
        let quiet = |sheet: &mut String, heading: &str| {
            let sent = recorder.sent();
            let _ = writeln!(sheet, "-- {heading}: {} statements", sent.len());
            // What the hooks write themselves is like any other write.
            sent.iter().filter(|sql| !sql.contains("traces") && !sql.contains("offices")).for_each(|sql| {
                let _ = writeln!(sheet, "{sql}");
            });
            let _ = writeln!(sheet);
        };
        let row = Parcel::create(new(&office, "a", "label")).by(me()).run(conn).unwrap();
        quiet(&mut sheet, "create");
        let row = row.patch().weight(7).by(me()).run(conn).unwrap();
        quiet(&mut sheet, "patch");
        let gone = row.delete().by(me()).run(conn).unwrap();
        quiet(&mut sheet, "delete");
        let row = gone.restore().by(me()).run(conn).unwrap();
        quiet(&mut sheet, "restore");
        let done = Parcel::upsert(new(&office, "a", "other")).on(parcels::code).by(me()).run(conn).unwrap();
        assert_eq!(done.row().id, row.id);
        quiet(&mut sheet, "upsert of a row that is there");
        row.hard_delete().by(me()).run(conn).unwrap();
        quiet(&mut sheet, "hard_delete");
        let _ = Parcel::upsert(new(&office, "b", "other")).on(parcels::code).by(me()).run(conn).unwrap();
        quiet(&mut sheet, "upsert of a row that is not there");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("writes_with_hooks__{}", Conn::NAME), sheet);
        });
    }
}
