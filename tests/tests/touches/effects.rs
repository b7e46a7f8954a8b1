//! Rows that change because of other rows count as well.

use crate::board::{Board, NewPin, Owner, Pin, Sticker, new_pin, owner, pin, revision, two, written};
use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{at, me};
use model_tests::on_every_backend;
use std::time::Duration;

on_every_backend! {
    fn a_cascade_counts_in_the_other_parents(db) {
        let conn = db.conn();
        let (board, _) = two(conn);
        let ann = owner(conn, "Ann");
        let new = NewPin::builder().board_id(board.id).title("a").owner_id(ann.id).build();
        Pin::create(new).run(conn).unwrap();
        let gone = board.delete().by(me()).run(conn).unwrap();
        assert_eq!(written!(conn, ann), 2);
        let board: Board = gone.restore().by(me()).run(conn).unwrap();
        assert_eq!(written!(conn, ann), 3);
        let before = revision!(conn, board);
        assert!(before >= 3, "{before}");
        board.hard_delete().by(me()).run(conn).unwrap();
        assert_eq!(written!(conn, ann), 4);
    }

    fn rows_below_in_the_same_table_count(db) {
        let conn = db.conn();
        let (board, other) = two(conn);
        let above = pin(conn, &board, "a");
        let below = NewPin::builder().board_id(other.id).above_id(above.id).title("b").build();
        Pin::create(below).run(conn).unwrap();
        let gone = above.delete().run(conn).unwrap();
        assert_eq!(revision!(conn, other), 2);
        let above = gone.restore().run(conn).unwrap();
        assert_eq!(revision!(conn, other), 3);
        above.hard_delete().run(conn).unwrap();
        assert_eq!(revision!(conn, other), 4);
    }

    fn a_row_that_loses_its_owner_counts_in_its_board(db) {
        let conn = db.conn();
        let (board, _) = two(conn);
        let ann = owner(conn, "Ann");
        let new = NewPin::builder().board_id(board.id).title("a").owner_id(ann.id).build();
        let row = Pin::create(new).run(conn).unwrap();
        ann.hard_delete().run(conn).unwrap();
        assert_eq!(revision!(conn, board), 2);
        let row: Pin = Pin::objects().find(row.id).first(conn).unwrap();
        assert_eq!(row.owner_id, None);
    }

    fn links_count(db) {
        let conn = db.conn();
        let (board, _) = two(conn);
        let (ann, bob) = (owner(conn, "Ann"), owner(conn, "Bob"));
        board.link::<Owner>().set([ann.id, bob.id]).by(me()).run(conn).unwrap();
        assert_eq!(revision!(conn, board), 1);
        board.link::<Owner>().set([ann.id, bob.id]).by(me()).run(conn).unwrap();
        assert_eq!(revision!(conn, board), 1);
        board.link::<Owner>().remove([bob.id]).by(me()).run(conn).unwrap();
        assert_eq!(revision!(conn, board), 2);
        board.link::<Owner>().add([bob.id]).by(me()).run(conn).unwrap();
        assert_eq!(revision!(conn, board), 3);
    }

    fn a_purge_counts(db) {
        let conn = db.conn();
        let (board, other) = two(conn);
        pin(conn, &other, "b");
        let row = Pin::create(new_pin(&board, "a")).run(conn).unwrap();
        row.delete().at(at(0)).run(conn).unwrap();
        let purged = Pin::purge().older_than(Duration::from_secs(60)).run(conn).unwrap();
        assert_eq!((purged.removed, revision!(conn, board), revision!(conn, other)), (1, 3, 1));
        assert_eq!(Sticker::objects().count().get_result::<i64>(conn).unwrap(), 0);
    }
}
