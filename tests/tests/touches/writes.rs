//! Each write to single rows and to sets counts once in each parent whose rows it changes, and in no other.

use crate::board::{
    Board, NewSticker, Pin, PinPatch, Sticker, StickerPatch, new_pin, owner, pin, pins, revision, stickers, two,
    written,
};
use diesel::prelude::*;
use model_core::Error;
use model_core::prelude::*;
use model_tests::make::me;
use model_tests::on_every_backend;

fn sticker(board: &Board, code: &str, price: i32) -> NewSticker {
    NewSticker::builder().board_id(board.id).code(code).price(price).build()
}

on_every_backend! {
    fn each_write_to_a_row_counts_once(db) {
        let conn = db.conn();
        let (board, other) = two(conn);
        let row = pin(conn, &board, "a");
        assert_eq!(revision!(conn, board), 1);
        let row = row.patch().title("b").run(conn).unwrap();
        assert_eq!(revision!(conn, board), 2);
        let row = row.patch().title("b").run(conn).unwrap();
        assert_eq!(revision!(conn, board), 2);
        let gone = row.delete().run(conn).unwrap();
        assert_eq!(revision!(conn, board), 3);
        let row = gone.restore().run(conn).unwrap();
        assert_eq!(revision!(conn, board), 4);
        row.hard_delete().run(conn).unwrap();
        assert_eq!(revision!(conn, board), 5);
        assert_eq!(revision!(conn, other), 0);
        assert!(Board::verify_history(conn).unwrap().is_empty());
    }

    fn a_moved_row_counts_in_both_parents(db) {
        let conn = db.conn();
        let (board, other) = two(conn);
        let ann = owner(conn, "Ann");
        let row = pin(conn, &board, "a");
        let row = row.patch().board_id(other.id).owner_id(ann.id).run(conn).unwrap();
        assert_eq!((revision!(conn, board), revision!(conn, other), written!(conn, ann)), (2, 1, 1));
        let row = row.patch().board_id(other.id).run(conn).unwrap();
        assert_eq!((revision!(conn, board), revision!(conn, other), written!(conn, ann)), (2, 1, 1));
        row.patch().owner_id(None).run(conn).unwrap();
        assert_eq!((revision!(conn, board), revision!(conn, other), written!(conn, ann)), (2, 2, 2));
        let moved = Pin::objects().patch().board_id(board.id).run(conn).unwrap();
        assert_eq!((moved, revision!(conn, board), revision!(conn, other)), (1, 3, 3));
        let moved = Pin::objects().patch().board_id(board.id).run(conn).unwrap();
        assert_eq!((moved, revision!(conn, board), revision!(conn, other)), (0, 3, 3));
    }

    fn a_set_counts_once_in_each_parent_of_a_changed_row(db) {
        let conn = db.conn();
        let (board, other) = two(conn);
        let rows = ["a", "b"].map(|title| new_pin(&board, title));
        Pin::create_many(rows.into_iter().chain([new_pin(&other, "c")])).run(conn).unwrap();
        assert_eq!((revision!(conn, board), revision!(conn, other)), (1, 1));
        let changed = Pin::objects().patch().title("c").run(conn).unwrap();
        assert_eq!((changed, revision!(conn, board), revision!(conn, other)), (2, 2, 1));
        let changed: Vec<Pin> =
            Pin::objects().filter(pins::board_id.eq(other.id)).patch().title("d").returning().run(conn).unwrap();
        assert_eq!((changed.len(), revision!(conn, board), revision!(conn, other)), (1, 2, 2));
        let deleted = Pin::objects().filter(pins::board_id.eq(board.id)).delete().run(conn).unwrap();
        assert_eq!((deleted, revision!(conn, board), revision!(conn, other)), (2, 3, 2));
        let restored = Pin::objects().only_deleted().restore().run(conn).unwrap();
        assert_eq!((restored, revision!(conn, board), revision!(conn, other)), (2, 4, 2));
        let removed = Pin::objects().hard_delete().run(conn).unwrap();
        assert_eq!((removed, revision!(conn, board), revision!(conn, other)), (3, 5, 3));
    }

    fn a_set_without_rows_counts_nothing(db) {
        let conn = db.conn();
        let (board, _) = two(conn);
        pin(conn, &board, "a");
        let none = || Pin::objects().filter(pins::title.eq("z"));
        none().patch().title("y").run(conn).unwrap();
        none().delete().run(conn).unwrap();
        none().hard_delete().run(conn).unwrap();
        Pin::objects().only_deleted().restore().run(conn).unwrap();
        assert_eq!(revision!(conn, board), 1);
    }

    fn an_upsert_counts_what_it_writes(db) {
        let conn = db.conn();
        let (board, other) = two(conn);
        let first = Sticker::upsert(sticker(&board, "a", 1)).on(stickers::code).by(me()).run(conn).unwrap();
        assert!(first.is_created());
        assert_eq!(revision!(conn, board), 1);
        let again = Sticker::upsert(sticker(&board, "a", 1)).on(stickers::code).by(me()).run(conn).unwrap();
        assert_eq!((again.is_created(), revision!(conn, board)), (false, 1));
        let again = Sticker::upsert(sticker(&board, "a", 2)).on(stickers::code).by(me()).run(conn).unwrap();
        assert_eq!(again.into_row().price, 2);
        assert_eq!(revision!(conn, board), 2);
        let rows = [sticker(&board, "a", 3), sticker(&other, "b", 3)];
        let created = Sticker::create_many(rows).on_conflict_do_nothing(stickers::code).by(me()).run(conn).unwrap();
        assert_eq!((created.len(), revision!(conn, board), revision!(conn, other)), (1, 2, 1));
        let rows = [sticker(&board, "a", 2), sticker(&board, "b", 3)];
        Sticker::upsert_many(rows).on(stickers::code).overwrite().by(me()).run(conn).unwrap();
        assert_eq!((revision!(conn, board), revision!(conn, other)), (3, 2));
    }

    fn patches_of_many_rows_count_the_changed_ones(db) {
        let conn = db.conn();
        let (board, other) = two(conn);
        let rows = [sticker(&board, "a", 1), sticker(&other, "b", 1)];
        let rows = Sticker::create_many(rows).by(me()).run(conn).unwrap();
        let prices = [(rows[0].id, StickerPatch::new().price(5)), (rows[1].id, StickerPatch::new().price(1))];
        let changed = Sticker::patch_many(prices).by(me()).run(conn).unwrap();
        assert_eq!((changed, revision!(conn, board), revision!(conn, other)), (1, 2, 1));
        let row = pin(conn, &board, "a");
        Pin::patch_many([(row.id, PinPatch::new().board_id(other.id))]).run(conn).unwrap();
        assert_eq!((revision!(conn, board), revision!(conn, other)), (4, 2));
    }

    fn a_write_that_fails_counts_nothing(db) {
        let conn = db.conn();
        let (board, other) = two(conn);
        let row = pin(conn, &other, "a");
        board.clone().delete().by(me()).run(conn).unwrap();
        let late = Pin::create(new_pin(&board, "b")).run(conn);
        assert!(matches!(late, Err(Error::ParentDeleted { .. })), "{late:?}");
        let late = row.clone().patch().board_id(board.id).run(conn);
        assert!(matches!(late, Err(Error::ParentDeleted { .. })), "{late:?}");
        assert_eq!((revision!(conn, board), revision!(conn, other)), (0, 1));
        let rolled: Result<(), Error> = conn.transaction(|conn| {
            row.patch().title("c").run(conn)?;
            Err(Error::NotFound)
        });
        assert!(rolled.is_err());
        assert_eq!(revision!(conn, other), 1);
    }
}
