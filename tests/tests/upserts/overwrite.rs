//! Many rows at once that overwrite what is there.

use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use model_core::Error;
use model_core::ddl::create_table;
use model_core::prelude::*;
use model_tests::make::{at, me};
use model_tests::models::{Member, NewMember, NewTranslation, Translation};
use model_tests::schema::{members, translations};
use model_tests::{Recorder, TestConnection, actions, on_every_backend};

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    blocks (id) {
        id -> BigInt,
        number -> BigInt,
        hash -> Text,
        note -> Nullable<Text>,
        height -> Nullable<Integer>,
        version -> Integer,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

/// A copy of what is elsewhere.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = blocks, timestamps)]
struct Block {
    id: i64,
    #[model(unique)]
    number: i64,
    hash: String,
    #[model(default = Some("none".to_owned()))]
    note: Option<String>,
    height: Option<i32>,
    #[model(version)]
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

diesel::table! {
    use diesel::sql_types::*;

    peers (id) {
        id -> BigInt,
        name -> Text,
        host -> Text,
    }
}

/// A row with two unique keys.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = peers)]
struct Peer {
    id: i64,
    #[model(unique, max_length = 40)]
    name: String,
    #[model(unique, max_length = 40)]
    host: String,
}

fn new(number: i64, hash: &str) -> NewBlock {
    NewBlock::builder().number(number).hash(hash).build()
}

fn high(number: i64, hash: &str, height: impl Into<Option<i32>>) -> NewBlock {
    NewBlock::builder().number(number).hash(hash).height(height.into()).build()
}

/// The tables, and what each block has.
macro_rules! prepared {
    ($db:ident, $conn:ident) => {
        let $conn = $db.conn();
        for table in [create_table::<Block, Db>().unwrap(), create_table::<Peer, Db>().unwrap()] {
            $conn.batch_execute(&table.join(";")).unwrap();
        }
    };
}

macro_rules! blocks {
    ($conn:expr) => {
        Block::objects()
            .order(blocks::number)
            .load::<Block>($conn)
            .unwrap()
            .into_iter()
            .map(|block| (block.number, block.hash, block.version, block.updated_at))
            .collect::<Vec<_>>()
    };
}

on_every_backend! {
    fn new_rows_are_created_and_others_overwritten_where_they_differ(db) {
        prepared!(db, conn);
        Block::upsert_many([new(1, "a"), new(2, "b")]).on(blocks::number).overwrite().at(at(1)).run(conn).unwrap();
        let first: Block = Block::objects().filter(blocks::number.eq(1)).first(conn).unwrap();
        assert_eq!((first.note.as_deref(), first.created_at), (Some("none"), at(1)));
        first.patch().note("mine").at(at(2)).run(conn).unwrap();
        let recorder = Recorder::on(conn);
        let rows = [new(1, "A"), new(2, "b"), new(3, "c")];
        Block::upsert_many(rows).on(blocks::number).overwrite().at(at(3)).run(conn).unwrap();
        assert_eq!(recorder.sent().len(), 1);
        let expected = [(1, "A", 3, at(3)), (2, "b", 1, at(1)), (3, "c", 1, at(3))];
        assert_eq!(blocks!(conn), expected.map(|(number, hash, version, at)| (number, hash.to_owned(), version, at)));
        let first: Block = Block::objects().filter(blocks::number.eq(1)).first(conn).unwrap();
        assert_eq!((first.note.as_deref(), first.created_at), (Some("mine"), at(1)), "what was left out stays");
        Block::upsert_many([]).on(blocks::number).overwrite().run(conn).unwrap();
    }

    fn the_newest_wins(db) {
        prepared!(db, conn);
        let write = |rows: Vec<NewBlock>, second, conn: &mut Conn| {
            let rows = Block::upsert_many(rows).on(blocks::number).overwrite().newest_by(blocks::height);
            rows.at(at(second)).run(conn)
        };
        write(vec![high(1, "a", 5), high(2, "b", 5), high(3, "c", None), high(4, "d", 5)], 1, conn).unwrap();
        write(vec![high(1, "A", 6), high(2, "B", 4), high(3, "C", 1), high(4, "D", 5)], 2, conn).unwrap();
        write(vec![high(1, "old", None), high(3, "older", 0)], 3, conn).unwrap();
        let expected = [(1, "A", 2, at(2)), (2, "b", 1, at(1)), (3, "C", 2, at(2)), (4, "d", 1, at(1))];
        assert_eq!(blocks!(conn), expected.map(|(number, hash, version, at)| (number, hash.to_owned(), version, at)));
        // Within one call, too, whatever the order.
        write(vec![high(5, "x", 2), high(5, "y", 3), high(5, "z", 1)], 4, conn).unwrap();
        assert_eq!(blocks!(conn)[4], (5, "y".to_owned(), 2, at(4)));
        let by_instant = |second, hash| NewBlock::builder().number(5).hash(hash).updated_at(at(second)).build();
        let rows = Block::upsert_many([by_instant(3, "no"), by_instant(9, "yes")]).on(blocks::number).overwrite();
        rows.newest_by(blocks::updated_at).run(conn).unwrap();
        assert_eq!(blocks!(conn)[4], (5, "yes".to_owned(), 3, at(9)));
    }

    fn a_row_says_how_new_it_is(db) {
        let conn = db.conn();
        let term = NewTranslation::builder().locale("de").term("cat").text("a").build();
        let terms = Translation::upsert_many([term]).on((translations::locale, translations::term)).overwrite();
        terms.newest_by(translations::text).by(me()).run(conn).unwrap();
        let member = NewMember::builder().mail("a").name("Ann").build();
        let members = Member::upsert_many([member]).on(members::mail).overwrite();
        let refused = members.newest_by(members::id).run(conn);
        assert!(matches!(refused, Err(Error::Invalid { field: "id", .. })), "{refused:?}");
    }

    fn of_equal_keys_in_one_call_the_last_one_stays(db) {
        prepared!(db, conn);
        let rows = [new(1, "a"), new(2, "b"), new(1, "c"), high(1, "d", 7), new(2, "e")];
        Block::upsert_many(rows).on(blocks::number).overwrite().at(at(1)).run(conn).unwrap();
        let expected = [(1, "d", 3, at(1)), (2, "e", 2, at(1))];
        assert_eq!(blocks!(conn), expected.map(|(number, hash, version, at)| (number, hash.to_owned(), version, at)));
        let heights = Block::objects().order(blocks::number).select(blocks::height).load::<Option<i32>>(conn).unwrap();
        assert_eq!(heights, [Some(7), None]);
    }

    fn many_rows_are_few_statements(db) {
        prepared!(db, conn);
        let rows = |hash: &'static str| (0..5_000).map(move |number| new(number, hash));
        Block::upsert_many(rows("a")).on(blocks::number).overwrite().run(conn).unwrap();
        let recorder = Recorder::on(conn);
        Block::upsert_many(rows("b")).on(blocks::number).overwrite().run(conn).unwrap();
        assert!(recorder.sent().len() <= 4, "two statements, and perhaps a transaction");
        let changed = Block::objects().filter(blocks::hash.eq("b")).filter(blocks::version.eq(2));
        assert_eq!(changed.count().get_result::<i64>(conn).unwrap(), 5_000);
    }

    fn another_unique_key_is_never_overwritten(db) {
        prepared!(db, conn);
        let peer = |name: &str, host: &str| NewPeer::builder().name(name).host(host).build();
        Peer::upsert_many([peer("a", "1"), peer("b", "2")]).on(peers::name).overwrite().run(conn).unwrap();
        Peer::upsert_many([peer("a", "3")]).on(peers::name).overwrite().run(conn).unwrap();
        let taken = Peer::upsert_many([peer("d", "4"), peer("c", "2")]).on(peers::name).overwrite().run(conn);
        assert!(matches!(taken, Err(Error::UniqueViolation { field: Some("host"), .. })), "{taken:?}");
        let hosts: Vec<String> = Peer::objects().order(peers::name).select(peers::host).load(conn).unwrap();
        assert_eq!(hosts, ["3", "2"]);
    }

    fn an_audited_model_keeps_its_trail(db) {
        let conn = db.conn();
        let term = |term: &str, text: &str| NewTranslation::builder().locale("de").term(term).text(text).build();
        let write = |rows: Vec<NewTranslation>, conn: &mut Conn| {
            let rows = Translation::upsert_many(rows).on((translations::locale, translations::term)).overwrite();
            rows.newest_by(translations::text).by(me()).run(conn)
        };
        write(vec![term("cat", "b"), term("dog", "b")], conn).unwrap();
        write(vec![term("cat", "c"), term("dog", "a"), term("cow", "a")], conn).unwrap();
        let texts = Translation::objects().order(translations::term).select(translations::text);
        let texts: Vec<String> = texts.load(conn).unwrap();
        assert_eq!(texts, ["c", "a", "b"]);
        assert_eq!(actions(&conn.trail()), ["create", "create", "patch", "create"]);
        assert_eq!(Translation::verify_history(conn).unwrap(), []);
    }

    fn a_deleted_row_is_met_as_its_policy_says(db) {
        let conn = db.conn();
        let member = |name: &str| NewMember::builder().mail("a").name(name).build();
        let row = Member::create(member("Ann")).run(conn).unwrap();
        row.delete().run(conn).unwrap();
        Member::upsert_many([member("Bo")]).on(members::mail).overwrite().run(conn).unwrap();
        let names: Vec<String> = Member::objects().with_deleted().select(members::name).load(conn).unwrap();
        assert_eq!(names, ["Bo"]);
        let deleted = Member::objects().delete().run(conn).unwrap();
        let refused = Member::upsert_many([member("Cy")]).on(members::mail).on_deleted(OnDeleted::Refuse).overwrite();
        assert!(matches!(refused.run(conn), Err(Error::Deleted)));
        assert_eq!(deleted, 1);
    }
}
