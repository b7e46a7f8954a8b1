//! The SQL of writes that are counted.

use crate::board::{NewPin, Pin, owner, pin, two};
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::me;
use model_tests::{Recorder, on_every_backend};
use std::fmt::Write;

on_every_backend! {
    fn counted_writes(db) {
        let conn = db.conn();
        let (board, other) = two(conn);
        let ann = owner(conn, "Ann");
        let row = pin(conn, &board, "a");
        let recorder = Recorder::on(conn);
        let mut sheet = String::new();
        let mut add = |heading: &str, sent: Vec<String>| {
            let _ = writeln!(sheet, "-- {heading}\n{}\n", sent.join("\n"));
        };
        let new = NewPin::builder().board_id(board.id).title("b").owner_id(ann.id).build();
        Pin::create(new).run(conn).unwrap();
        add("create", recorder.sent());
        let row = row.patch().title("c").run(conn).unwrap();
        add("patch", recorder.sent());
        let row = row.patch().board_id(other.id).run(conn).unwrap();
        add("patch that moves", recorder.sent());
        Pin::objects().patch().title("d").run(conn).unwrap();
        add("patch of a set", recorder.sent());
        row.hard_delete().run(conn).unwrap();
        add("hard_delete", recorder.sent());
        board.delete().by(me()).run(conn).unwrap();
        add("cascade", recorder.sent());
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("counted_writes__{}", Conn::NAME), sheet);
        });
    }
}
