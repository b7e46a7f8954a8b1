//! Tables from models: what is printed, that it works, and that a check has nothing to say about it.

use crate::models::{
    All, Caption, NewCaption, NewPatron, NewPress, NewPrint, NewProof, NewWord, Patron, Press, Print, Proof, State,
    Tone, Word, presses, prints, tables, triggers,
};
use bigdecimal::BigDecimal;
use chrono::{NaiveDate, Utc};
use diesel::prelude::*;
use model_core::check::check;
use model_core::ddl;
use model_core::meta::{Meta, SqlType};
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::me;
use model_tests::{TestConnection, on_every_backend};
use serde_json::json;

#[test]
fn a_description_says_what_a_form_needs() {
    let meta = Print::META;
    let field = |name: &str| meta.fields.iter().find(|field| field.name == name).unwrap();
    assert_eq!(field("code").facts.max_length, Some(30));
    let choices = field("state").facts.choices;
    assert_eq!(choices, [("proof", "Proof"), ("printer's", "At the printer's"), ("done", "Done")]);
    assert_eq!(field("tone").facts.choices, [("warm", "Warm"), ("cold", "Cold")]);
    assert!(field("note").facts.choices.is_empty());
    assert_eq!(field("state").facts.default, Some("State::Proof"));
    assert_eq!(field("plates").facts.default, Some("Default::default()"));
    assert_eq!(field("press_id").facts.refers.map(|refers| refers().name), Some("Press"));
    assert_eq!(field("twin_id").facts.refers.map(|refers| refers().name), Some("Print"));
    assert_eq!((field("label").sql, field("day").sql), (SqlType::Named("VARCHAR(80)"), SqlType::Date));
    let needed: Vec<_> = meta.fields.iter().filter(|field| field.is_needed()).map(|field| field.name).collect();
    assert_eq!(needed, ["press_id", "code", "label", "day"]);
    let left_out: Vec<_> = meta.fields.iter().filter(|field| field.is_left_out()).map(|field| field.name).collect();
    assert_eq!(left_out, ["hits", "rank"]);
    assert!(Word::META.fields[0].is_needed() && Caption::META.fields[0].is_needed());
    assert_eq!(Press::META.doc, "A house that prints.");
    assert_eq!(Press::META.fields[1].facts.doc, "The name over the door.");
    let names = |meta: &Meta| (meta.label(), meta.plural());
    assert_eq!(names(Press::META), ("press".to_owned(), "presses".to_owned()));
    assert_eq!(names(Print::META), ("print".to_owned(), "prints".to_owned()));
}

fn new_print(press: &Press) -> NewPrint {
    let day = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    NewPrint::builder().press_id(press.id).code("A-1").label("l").day(day).build()
}

on_every_backend! {
    fn the_table_of_every_option_works_and_nothing_is_found(db) {
        let conn = db.conn();
        for statement in tables::<Db>().into_iter().chain(triggers::<Db>()) {
            conn.sql(&statement);
        }
        let report = check::<All>(conn).unwrap();
        assert!(report.is_empty(), "{report}");

        let press = Press::create(NewPress::builder().name("Plantin").build()).by(me()).run(conn).unwrap();
        let print = Print::create(new_print(&press)).by(me()).run(conn).unwrap();
        assert_eq!((print.hits, print.rank, print.copies, print.state), (0, None, 1, State::Proof));
        let print = print.patch().state(State::Printing).tone(Tone::Cold).note("ä".repeat(100)).rank(3);
        let print = print.printed_at(model_core::clock::now()).by(me()).run(conn).unwrap();
        assert_eq!(print, Print::objects().find(print.id).first(conn).unwrap());

        let proof = Proof::create(NewProof::builder().build()).by(me()).run(conn).unwrap();
        assert!((Utc::now() - proof.created_at).num_minutes().abs() < 2, "{}", proof.created_at);
        let price = "12345678.5".parse::<BigDecimal>().unwrap();
        let proof = proof.patch().price(price.clone()).extra(json!({ "a": [1, null] })).scan(vec![0, 255]);
        let proof = proof.hour(chrono::NaiveTime::from_hms_micro_opt(12, 0, 0, 123_456)).by(me()).run(conn).unwrap();
        assert_eq!((&proof, &proof.price), (&Proof::objects().find(proof.id).first(conn).unwrap(), &price));

        Word::create(NewWord::builder().word("a").meaning("b").build()).run(conn).unwrap();
        Word::create(NewWord::builder().word("A").meaning("B").build()).run(conn).unwrap();
        let caption = NewCaption::builder().print_id(print.id).word("A").place(1).build();
        Caption::create(caption).run(conn).unwrap();
        let wrong = NewCaption::builder().print_id(print.id).word("none").place(1).build();
        assert!(matches!(Caption::create(wrong).run(conn), Err(Error::ForeignKey { .. })));

        let patron = |email: &str, desk| NewPatron::builder().email(email).desk(desk).build();
        Patron::create(patron("ann@example.com", 0)).by(me()).run(conn).unwrap();
        let twice = Patron::create(patron("Ann@example.com", 0)).by(me()).run(conn);
        assert!(matches!(twice, Err(Error::UniqueViolation { field: Some("email"), .. })), "{twice:?}");
        Patron::create(patron("bob@example.com", 0)).by(me()).run(conn).unwrap();
        conn.sql("UPDATE patrons SET desk = 7 WHERE email = 'ann@example.com'");
        let twice = Patron::create(patron("eve@example.com", 7)).by(me()).run(conn);
        assert!(matches!(twice, Err(Error::UniqueViolation { field: Some("desk"), .. })), "{twice:?}");
        let told = model_core::AuditLog::trail().of::<Patron>().load(conn).unwrap();
        assert_eq!(model_tests::actions(&told), ["create", "create", "patch"]);
        let report = check::<All>(conn).unwrap();
        assert!(report.is_empty(), "{report}");

        // Two live rows have no code in common, and the database knows the choices and the lengths.
        let twice = Print::create(new_print(&press)).by(me()).run(conn);
        assert!(matches!(twice, Err(Error::UniqueViolation { field: Some("code"), .. })), "{twice:?}");
        print.delete().by(me()).run(conn).unwrap();
        Print::create(new_print(&press)).by(me()).run(conn).unwrap();
        let raw = diesel::update(prints::table).set(prints::state.eq("lost")).execute(conn).map_err(Error::from);
        assert!(matches!(raw, Err(Error::Check { .. })), "{raw:?}");
        let raw = diesel::update(presses::table).set(presses::name.eq("x".repeat(51))).execute(conn);
        assert!(raw.is_err());
    }

    fn the_statements_of_a_table(db) {
        let _ = db.conn();
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("tables__{}", Conn::NAME), tables::<Db>().join(";\n"));
        });
    }

    fn unique_indexes_are_those_of_the_table(db) {
        let _ = db.conn();
        let statements = tables::<Db>();
        for index in ddl::unique_indexes::<Print, Db>().unwrap() {
            assert!(statements.contains(&index), "{index}");
        }
    }
}
