//! Writers at the same time: a parent counts each of their writes, and none waits for another for ever.

use crate::board::{Pin, new_pin, revision, two};
use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::on_every_backend;
use std::sync::Barrier;

const WRITERS: usize = 4;
const TURNS: usize = 5;

on_every_backend! {
    fn writers_of_one_parent_count_each_write(db) {
        let (board, _) = two(db.conn());
        let conns: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        let start = Barrier::new(WRITERS);
        std::thread::scope(|scope| {
            for (writer, mut conn) in conns.into_iter().enumerate() {
                let (board, start) = (&board, &start);
                scope.spawn(move || {
                    start.wait();
                    for turn in 0..TURNS {
                        let new = new_pin(board, &format!("{writer}.{turn}"));
                        let row = Pin::create(new).run(&mut conn).unwrap();
                        row.patch().title("written").run(&mut conn).unwrap();
                    }
                });
            }
        });
        assert_eq!(revision!(db.conn(), board), 2 * (WRITERS * TURNS) as i64);
    }
}
