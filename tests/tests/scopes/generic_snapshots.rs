//! The SQL of generic references and of the application's own scopes.

use super::composing::scoped::{Story, StoryScopes as _};
use diesel::debug_query;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::{Count, IncludingDeleted};
use model_tests::backend::Backend;
use model_tests::make::{article, me};
use model_tests::models::{NewReaction, Notice, Reaction, Target};
use model_tests::schema::{articles, notices, reactions};
use model_tests::{Recorder, on_every_backend, sql_of};
use std::fmt::Write;

/// Adds a heading and its statements.
fn add(sheet: &mut String, heading: &str, statements: &[String]) {
    let _ = writeln!(sheet, "-- {heading}");
    for sql in statements {
        let clauses = [" WHERE ", " AND ", " OR ", " ORDER BY "];
        let broken = clauses.iter().fold(sql.clone(), |sql, clause| sql.replace(clause, &format!("\n   {clause}")));
        let _ = writeln!(sheet, "{broken}");
    }
    let _ = writeln!(sheet);
}

on_every_backend! {
    fn generic(db) {
        let conn = db.conn();
        let mut sheet = String::new();
        let row = article(conn, "a");
        let said = NewReaction::builder().target(Target::of(&row)).kind("like").build();
        let said = Reaction::create(said).by(me()).run(conn).unwrap();
        macro_rules! reads {
            ($($query:expr;)+) => {$(
                add(&mut sheet, stringify!($query), &[sql_of(&debug_query::<Db, _>(&$query).to_string())]);
            )+};
        }
        reads! {
            row.reactions().count();
            row.notices().filter(notices::id.eq(1)).or_filter(notices::id.eq(2)).count();
            Reaction::objects().filter(reactions::target.eq(Target::Comment(7.into()))).count();
            Reaction::objects().dangling().count();
            Notice::objects().dangling_by(notices::about).count();
            Reaction::objects().of_unknown_type().count();
            Story::objects().published().count();
            Story::objects().filter(articles::views.eq(1)).or_filter(articles::views.eq(2)).published().by_author(row.author_id).count();
            Story::objects().for_user(row.author_id, "x").count();
            Story::objects().discussed().count();
        }
        let recorder = Recorder::on(conn);
        Target::load_many([&Target::of(&row), &Target::of(&said), &Target::of(&row)], conn).unwrap();
        add(&mut sheet, "Target::load_many(..)", &recorder.sent());
        [row].load_related::<(Reaction, IncludingDeleted<Reaction>, Count<Reaction>, Notice)>(conn).unwrap();
        add(&mut sheet, "load_related::<(Reaction, WithDeleted<Reaction>, Count<Reaction>, Notice)>", &recorder.sent());
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("generic__{}", Conn::NAME), sheet);
        });
    }
}
