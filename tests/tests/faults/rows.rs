//! Rows that refer to each other, and columns that find rows.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use model_core::bases::{Publishable, Publishing as _};
use model_core::prelude::*;
use model_core::{AuditLog, Error};
use model_tests::backend::Backend;
use model_tests::make::{article, at, me};
use model_tests::models::{Article, NewStory, Story};
use model_tests::{Recorder, TestConnection, on_every_backend};

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    bulletins (id) {
        id -> BigInt,
        title -> Text,
        status -> Text,
        published_at -> Nullable<Instant>,
    }
}

/// With a trail, unlike `Story`.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = bulletins, audit)]
pub struct Bulletin {
    pub id: i64,
    pub title: String,
    #[model(base)]
    pub publication: Publishable,
}

diesel::table! {
    wards (id) {
        id -> BigInt,
        tenant -> Nullable<BigInt>,
        code -> Text,
        title -> Text,
        slug -> Text,
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = wards)]
pub struct Ward {
    pub id: i64,
    pub tenant: Option<i64>,
    #[model(unique(with = [tenant]))]
    pub code: String,
    pub title: String,
    #[model(slug = title, unique(with = [tenant]))]
    pub slug: String,
}

diesel::table! {
    scribes (id) {
        id -> BigInt,
        name -> Text,
    }
}

diesel::table! {
    notices_of (id) {
        id -> BigInt,
        scribe_id -> BigInt,
        reply_to -> Nullable<BigInt>,
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = scribes, has_many(entries = Entry, on_delete = cascade))]
#[model(many_to_many(friends = Scribe, through = Friendship, by = friendships::one_id, to = friendships::other_id))]
pub struct Scribe {
    pub id: i64,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = notices_of)]
#[model(has_many(replies = Entry, by = notices_of::reply_to, on_delete = cascade))]
pub struct Entry {
    pub id: i64,
    #[model(belongs_to = Scribe)]
    pub scribe_id: i64,
    #[model(belongs_to(Entry, name = parent))]
    pub reply_to: Option<i64>,
}

diesel::table! {
    friendships (id) {
        id -> BigInt,
        one_id -> BigInt,
        other_id -> BigInt,
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = friendships)]
pub struct Friendship {
    pub id: i64,
    #[model(belongs_to(Scribe, name = one))]
    pub one_id: i64,
    #[model(belongs_to(Scribe, name = other))]
    pub other_id: i64,
}

fn create_scribes<C: Backend>(conn: &mut C) {
    for table in [
        "scribes (id {id}, name {text} NOT NULL)",
        "notices_of (id {id}, scribe_id BIGINT NOT NULL, reply_to BIGINT, \
         FOREIGN KEY (scribe_id) REFERENCES scribes (id), FOREIGN KEY (reply_to) REFERENCES notices_of (id))",
        "friendships (id {id}, one_id BIGINT NOT NULL, other_id BIGINT NOT NULL, \
         FOREIGN KEY (one_id) REFERENCES scribes (id), FOREIGN KEY (other_id) REFERENCES scribes (id))",
    ] {
        conn.sql(&crate::ddl::<C>(&format!("CREATE TABLE {table}")));
    }
}

/// The write was refused, by the value of this field.
fn refused<T: std::fmt::Debug>(result: Result<T, Error>, name: &str) {
    match result {
        Err(Error::Invalid { field, .. }) => assert_eq!(field, name),
        other => panic!("{name}: {other:?}"),
    }
}

on_every_backend! {
    fn fault_a7_the_condition_of_a_transition_is_in_the_statement(db) {
        let conn = db.conn();
        conn.sql(&crate::ddl::<Conn>(
            "CREATE TABLE bulletins (id {id}, title {text} NOT NULL, status VARCHAR(50) NOT NULL, \
             published_at {instant})",
        ));
        let draft = Bulletin::create(NewBulletin::builder().title("t").build()).by(me()).run(conn).unwrap();
        let first = draft.publish_at(at(10)).unwrap().by(me()).run(conn).unwrap();
        assert_eq!(first.publication.published_at, Some(at(10)));
        refused(draft.publish_at(at(20)).unwrap().by(me()).run(conn), "status");
        refused(draft.archive().unwrap().title("x").by(me()).run(conn), "status");
        let row: Bulletin = Bulletin::objects().find(draft.id).first(conn).unwrap();
        assert_eq!((row, conn.trail().len()), (first.clone(), 2));
        let archived = first.archive().unwrap().by(me()).run(conn).unwrap();
        refused(first.unpublish().unwrap().by(me()).run(conn), "status");
        archived.unpublish().unwrap().by(me()).run(conn).unwrap();
        assert_eq!(conn.trail().len(), 4);

        let new = NewStory::builder().title("t").slug("t").build();
        let draft = Story::create(new).run(conn).unwrap();
        let first = draft.publish_at(at(10)).unwrap().run(conn).unwrap();
        refused(draft.publish_at(at(20)).unwrap().run(conn), "status");
        let row: Story = Story::objects().find(draft.id).first(conn).unwrap();
        assert_eq!(row, first);
    }

    fn fault_c1_trees_that_interleave_are_removed_children_first(db) {
        let conn = db.conn();
        create_scribes(conn);
        let scribe = |name: &str, conn: &mut Conn| {
            Scribe::create(NewScribe::builder().name(name).build()).run(conn).unwrap()
        };
        let entry = |scribe: &Scribe, parent: Option<&Entry>, conn: &mut Conn| {
            let new = NewEntry::builder().scribe_id(scribe.id).reply_to(parent.map(|parent| parent.id)).build();
            Entry::create(new).run(conn).unwrap()
        };
        let (ann, bob) = (scribe("Ann", conn), scribe("Bob", conn));
        let first = entry(&ann, None, conn);
        let second = entry(&bob, Some(&first), conn);
        let third = entry(&ann, Some(&second), conn);
        let fourth = entry(&bob, Some(&third), conn);
        entry(&bob, Some(&fourth), conn);
        let other = entry(&bob, None, conn);
        let below_other = entry(&ann, Some(&other), conn);
        ann.delete().run(conn).unwrap();
        let left: Vec<Entry> = Entry::objects().load(conn).unwrap();
        assert_eq!(left, std::slice::from_ref(&other), "without {below_other:?}");
        // A set whose rows lie above and below rows that are not in it.
        let first = entry(&bob, Some(&other), conn);
        let second = entry(&bob, Some(&first), conn);
        let third = entry(&bob, Some(&second), conn);
        let set = Entry::objects().filter(notices_of::id.eq_any([first.id, third.id]));
        assert_eq!(set.delete().run(conn).unwrap(), 2);
        assert_eq!(Entry::objects().load::<Entry>(conn).unwrap(), [other]);
    }

    fn fault_c2_null_in_a_unique_key_makes_no_duplicates(db) {
        let conn = db.conn();
        conn.sql(&crate::ddl::<Conn>(
            "CREATE TABLE wards (id {id}, tenant BIGINT, code VARCHAR(50) NOT NULL, title VARCHAR(50) NOT NULL, \
             slug VARCHAR(50) NOT NULL, CONSTRAINT wards_code UNIQUE (code, tenant), \
             CONSTRAINT wards_slug UNIQUE (slug, tenant))",
        ));
        let new = |tenant: Option<i64>| NewWard::builder().tenant(tenant).code("a").title("Hello").build();
        Ward::create(new(None)).run(conn).unwrap();
        let key = || (wards::code, wards::tenant);
        let recorder = Recorder::on(conn);
        refused(Ward::upsert(new(None)).on(key()).run(conn), "tenant");
        refused(Ward::upsert_many([new(Some(1)), new(None)]).on(key()).run(conn), "tenant");
        refused(Ward::get_or_create(new(None)).on(key()).run(conn), "tenant");
        assert_eq!(recorder.sent(), [""; 0]);
        drop(recorder);
        assert!(Ward::upsert(new(Some(1))).on(key()).run(conn).unwrap().is_created());
        assert!(!Ward::upsert(new(Some(1))).on(key()).run(conn).unwrap().is_created());
        // Slugs are numbered among the rows without a tenant as well.
        for number in 2..4 {
            let new = NewWard::builder().code(format!("b{number}")).title("Hello").build();
            assert_eq!(Ward::create(new).run(conn).unwrap().slug, format!("hello-{number}"));
        }
    }

    fn fault_c6_an_instant_that_would_be_compared_otherwise_is_not_read(db) {
        let conn = db.conn();
        if Conn::NAME != "sqlite" {
            return;
        }
        let row = article(conn, "row");
        for text in ["2026-01-31T12:00:00.000000", "2026-01-31 12:00:00Z", "2026-01-31 14:00:00.000000+02:00"] {
            conn.sql(&format!("UPDATE articles SET created_at = '{text}'"));
            let rows = Article::objects().load::<Article>(conn);
            assert!(rows.is_err(), "{text}: {rows:?}");
        }
        conn.sql("UPDATE articles SET created_at = '2026-01-31 12:00:00.000000'");
        assert_eq!(Article::objects().find(row.id).first::<Article>(conn).unwrap().title, "row");
    }

    fn fault_c9_the_key_of_a_removed_row_is_not_given_again(db) {
        let conn = db.conn();
        for statement in model_core::ddl::create_table::<Ward, Db>().unwrap() {
            conn.sql(&statement);
        }
        let new = || NewWard::builder().code("w").title("West").build();
        let west = Ward::create(new()).run(conn).unwrap();
        west.clone().delete().run(conn).unwrap();
        let next = Ward::create(new()).run(conn).unwrap();
        assert_ne!(next.id, west.id);
        let written = west.patch().title("Old").run(conn);
        assert!(matches!(written, Err(Error::NotFound)), "{written:?}");
        assert_eq!(Ward::objects().load::<Ward>(conn).unwrap(), [next]);
    }

    fn fault_c11_links_of_a_model_to_itself_go_with_either_side(db) {
        let conn = db.conn();
        create_scribes(conn);
        let scribe = |name: &str, conn: &mut Conn| {
            Scribe::create(NewScribe::builder().name(name).build()).run(conn).unwrap()
        };
        let (ann, bob, eve) = (scribe("Ann", conn), scribe("Bob", conn), scribe("Eve", conn));
        ann.link::<Scribe>().add([bob.id, eve.id]).run(conn).unwrap();
        bob.link::<Scribe>().add([eve.id]).run(conn).unwrap();
        bob.delete().run(conn).unwrap();
        let left: Vec<Friendship> = Friendship::objects().load(conn).unwrap();
        assert_eq!(left.iter().map(|link| (link.one_id, link.other_id)).collect::<Vec<_>>(), [(ann.id, eve.id)]);
        assert_eq!(Scribe::objects().filter(scribes::id.eq(eve.id)).delete().run(conn).unwrap(), 1);
        assert_eq!(Friendship::objects().count().get_result::<i64>(conn).unwrap(), 0);
    }

    fn fault_b9_prune_cuts_a_prefix_of_each_history(db) {
        let conn = db.conn();
        let start: DateTime<Utc> = at(1_000);
        let row = article(conn, "row");
        conn.sql("DELETE FROM audit_logs");
        let write = |title: &str, second: i64, conn: &mut Conn| {
            row.patch().title(title).by(me()).at(start + TimeDelta::seconds(second)).run(conn).unwrap();
        };
        write("first", 0, conn);
        write("second", 20, conn);
        write("third", 5, conn);
        write("fourth", 6, conn);
        let other = article(conn, "other");
        let before = start + TimeDelta::seconds(10);
        let counted = AuditLog::prune(before).dry_run(true).run(conn).unwrap();
        let gone = AuditLog::prune(before).chunk(1).run(conn).unwrap();
        assert_eq!((counted, gone), (2, 2), "the first entry of each row");
        let titles: Vec<_> = Article::history(row.id).run(conn).unwrap();
        let titles: Vec<_> = titles.iter().map(|entry| entry.new_value::<String>("title").unwrap().unwrap()).collect();
        assert_eq!(titles, ["second", "third", "fourth"]);
        let now = Article::as_of(row.id, start + TimeDelta::days(1)).run(conn).unwrap().unwrap();
        assert_eq!(now.row().title, "fourth");
        assert!(Article::history(other.id).run(conn).unwrap().is_empty());
    }
}
