//! The SQL of every write to rows that belong to others, or that others belong to.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::me;
use model_tests::models::{Branch, Leaf, NewBranch, NewLeaf, NewTie, Tie};
use model_tests::schema::branches;
use model_tests::{Recorder, on_every_backend};
use std::fmt::Write;

/// Adds a heading, the number of statements, and the statements, as far as they tell one from another.
fn add(sheet: &mut String, heading: &str, statements: &[String]) {
    let _ = writeln!(sheet, "-- {heading}: {} statements", statements.len());
    for sql in statements {
        let clauses = [" FROM ", " WHERE ", " VALUES ", " SET ", " RETURNING "];
        let broken = clauses.iter().fold(sql.clone(), |sql, clause| sql.replace(clause, &format!("\n   {clause}")));
        let _ = writeln!(sheet, "{broken}");
    }
    let _ = writeln!(sheet);
}

on_every_backend! {
    fn writes_with_relations(db) {
        let conn = db.conn();
        let mut sheet = String::new();
        let recorder = Recorder::on(conn);
        let new = |code: &str| NewBranch::builder().code(code);
        let root = Branch::create(new("a").build()).by(me()).run(conn).unwrap();
        add(&mut sheet, "create without a parent", &recorder.sent());
        let shoot = Branch::create(new("b").parent_id(root.id).build()).by(me()).run(conn).unwrap();
        add(&mut sheet, "create with a parent", &recorder.sent());
        Tie::create(NewTie::builder().from_id(root.id).to_id(shoot.id).build()).run(conn).unwrap();
        add(&mut sheet, "create without an audit, with two parents", &recorder.sent());
        let leaf = NewLeaf::builder().branch_id(shoot.id).number(1).label("x").build();
        let leaf = Leaf::create(leaf).by(me()).run(conn).unwrap();
        recorder.sent();
        let shoot = shoot.patch().graft_id(root.id).by(me()).run(conn).unwrap();
        add(&mut sheet, "patch of a foreign key", &recorder.sent());
        shoot.patch().kind("elm").by(me()).run(conn).unwrap();
        add(&mut sheet, "patch of something else", &recorder.sent());
        let leaf = leaf.delete().by(me()).run(conn).unwrap();
        add(&mut sheet, "delete of a row without children", &recorder.sent());
        leaf.restore().by(me()).run(conn).unwrap();
        add(&mut sheet, "restore of a row without children", &recorder.sent());
        Branch::delete_by_key(root.id).by(me()).preview(conn).unwrap();
        add(&mut sheet, "preview", &recorder.sent());
        let gone = root.delete().by(me()).run(conn).unwrap();
        add(&mut sheet, "delete", &recorder.sent());
        let root = gone.restore().by(me()).run(conn).unwrap();
        add(&mut sheet, "restore", &recorder.sent());
        let roots = || Branch::objects().filter(branches::parent_id.is_null());
        roots().delete().by(me()).run(conn).unwrap();
        recorder.sent();
        roots().only_deleted().restore().by(me()).run(conn).unwrap();
        add(&mut sheet, "restore of a set", &recorder.sent());
        root.hard_delete().by(me()).run(conn).unwrap();
        add(&mut sheet, "hard_delete", &recorder.sent());
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("writes_with_relations__{}", Conn::NAME), sheet);
        });
    }
}
