//! The SQL of a child: its reads, and the statements of each write.

use diesel::debug_query;
use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::me;
use model_tests::models::{
    Card, Holder, NewCard, NewHolder, NewPaymentMethod, NewTruck, NewVehicle, PaymentMethod, PaymentMethodPatch,
    PaymentMethodScopes as _, Truck, Vehicle, VehiclePatch,
};
use model_tests::schema::{cards, payment_methods};
use model_tests::{Recorder, on_every_backend, sql_of};
use std::fmt::Write;

/// Adds a heading and its statements.
fn add(sheet: &mut String, heading: &str, statements: &[String]) {
    let _ = writeln!(sheet, "-- {heading}");
    for sql in statements {
        let clauses = [
            " FROM ",
            " LEFT OUTER JOIN ",
            " INNER JOIN ",
            " WHERE ",
            " ORDER BY ",
            " VALUES ",
            " SET ",
            " RETURNING ",
            " UNION ALL ",
            " \"model_new\" AS (",
            " \"model_log\" AS (",
        ];
        let kept = sql.replace("DISTINCT FROM", "DISTINCT_FROM").replace("DELETE FROM", "DELETE_FROM");
        let broken = clauses.iter().fold(kept, |sql, clause| sql.replace(clause, &format!("\n   {clause}")));
        let _ = writeln!(sheet, "{}", broken.replace("_FROM", " FROM"));
    }
    let _ = writeln!(sheet);
}

macro_rules! assert_sheet {
    ($name:literal, $sheet:expr) => {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{}__{}", $name, Conn::NAME), $sheet);
        });
    };
}

on_every_backend! {
    fn reads(db) {
        let _ = db.conn();
        let mut sheet = String::new();
        macro_rules! reads {
            ($($query:expr;)+) => {$(
                add(&mut sheet, stringify!($query), &[sql_of(&debug_query::<Db, _>(&$query).to_string())]);
            )+};
        }
        let id = model_tests::models::PaymentMethodId::from(7);
        reads! {
            Card::objects().query();
            Card::objects().filter(cards::network.eq("a")).or_filter(payment_methods::label.eq("b")).query();
            Card::objects().labelled("a").find(id).query();
            Card::objects().count();
            Card::objects().exists();
            Card::objects().with_deleted().query();
            Card::objects().only_deleted().query();
            Truck::objects().query();
            PaymentMethod::objects().kinds().query();
            Vehicle::objects().kinds().count();
        }
        assert_sheet!("inherit_reads", sheet);
    }

    fn writes(db) {
        let conn = db.conn();
        let mut sheet = String::new();
        let holder = Holder::create(NewHolder::builder().name("Ann").build()).by(me()).run(conn).unwrap().id;
        let new = |label: &str| {
            let method = NewPaymentMethod::builder().holder_id(holder).label(label).build();
            NewCard::builder().method(method).last_four("4242").token(label).build()
        };
        let truck = |plate: &str| {
            NewTruck::builder().vehicle(NewVehicle::builder().plate(plate).build()).load(7).build()
        };
        let recorder = Recorder::on(conn);
        macro_rules! writes {
            ($(let $name:ident = $write:expr;)+) => {$(
                let $name = $write;
                add(&mut sheet, stringify!($write), &recorder.sent());
            )+};
        }
        writes! {
            let row = Card::create(new("a")).by(me()).run(conn).unwrap();
            let row = row.patch().last_four("1").by(me()).run(conn).unwrap();
            let row = row.patch().method(PaymentMethodPatch::new().label("b")).by(me()).run(conn).unwrap();
            let row = row.patch().last_four("2").method(PaymentMethodPatch::new().label("c")).by(me()).run(conn).unwrap();
            let gone = row.delete().by(me()).run(conn).unwrap();
            let row = gone.restore().by(me()).run(conn).unwrap();
            let _row = row.hard_delete().by(me()).run(conn).unwrap();
            let row = Truck::create(truck("a")).run(conn).unwrap();
            let row = row.patch().load(8).vehicle(VehiclePatch::new().plate("b")).run(conn).unwrap();
            let _row = row.delete().run(conn).unwrap();
            let _rows = Truck::create_many([truck("c"), truck("d")]).run(conn).unwrap();
        }
        assert_sheet!("inherit_writes", sheet);
    }
}
