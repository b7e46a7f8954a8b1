//! Patches of sets that return the rows.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{articles, at, me};
use model_tests::models::{
    Article, Essay, NewEssay, NewOffice, NewParcel, NewQuietGauge, NewTag, Office, Parcel, PublishedArticle,
    QuietGauge, Status, Tag,
};
use model_tests::schema::{articles as table, essays, gauges, parcels, tags};
use model_tests::{Recorder, TestConnection, actions, on_every_backend};

fn titles(rows: &[Article]) -> Vec<&str> {
    let mut titles: Vec<_> = rows.iter().map(|row| row.title.as_str()).collect();
    titles.sort_unstable();
    titles
}

on_every_backend! {
    fn the_changed_rows_come_back_as_they_are_stored(db) {
        let conn = db.conn();
        let [one, two, three] = articles(conn, ["one", "two", "three"]);
        three.delete().by(me()).run(conn).unwrap();
        two.patch().views(7).by(me()).run(conn).unwrap();
        let rows = Article::objects().patch().views(7).returning().by(me()).at(at(9)).run(conn).unwrap();
        assert_eq!(titles(&rows), ["one"], "the others are deleted, or have the value");
        assert_eq!((rows[0].views, rows[0].updated_at), (7, at(9)));
        assert_eq!(conn.stored(one.id).as_ref(), rows.first());
        let stamped = Article::objects().filter(table::title.ne("three")).patch().views(table::views + 1);
        let rows = stamped.published_at(Now).returning().by(me()).at(at(10)).run(conn).unwrap();
        assert_eq!(titles(&rows), ["one", "two"]);
        assert!(rows.iter().all(|row| (row.views, row.published_at) == (8, Some(at(10)))));
        assert!(actions(&conn.trail()).ends_with(&["patch", "patch"]));
        assert_eq!(Article::verify_history(conn).unwrap(), []);
        let published = Article::objects().filter(table::title.eq("one")).patch().status(Status::Published);
        published.by(me()).run(conn).unwrap();
        let patch = PublishedArticle::objects().patch().views(1).returning();
        let one: Vec<PublishedArticle> = patch.by(me()).run(conn).unwrap();
        assert_eq!(one.len(), 1);
        let none = Article::objects().filter(table::title.eq("none")).patch().views(1).returning().by(me());
        assert_eq!(none.run(conn).unwrap(), []);
        let empty = Article::objects().patch().returning().by(me()).run(conn).unwrap();
        assert_eq!(empty, []);
    }

    fn the_filter_may_speak_of_what_is_written(db) {
        let conn = db.conn();
        articles(conn, ["one", "two"]);
        let rows = Article::objects().filter(table::views.eq(0)).patch().views(1).returning().by(me()).run(conn);
        assert_eq!(rows.unwrap().len(), 2, "they do not match any more");
        let new = ["a", "b"].map(|code| NewTag::builder().code(code.to_owned()).name("x").build());
        Tag::create_many(new).run(conn).unwrap();
        let tagged = Tag::objects().filter(tags::name.eq("x")).patch().name("y").returning().run(conn).unwrap();
        assert_eq!(tagged.len(), 2);
        let gauge = QuietGauge::create(NewQuietGauge::builder().label("oil").level(1).build()).run(conn).unwrap();
        let filled = QuietGauge::objects().filter(gauges::level.eq(1)).patch().level(gauges::level + 4).returning();
        assert_eq!(filled.run(conn).unwrap(), [QuietGauge { level: 5, revision: 2, ..gauge }]);
    }

    fn the_statements_are_few(db) {
        let conn = db.conn();
        Essay::create_many(["a", "b"].map(|title| NewEssay::builder().title(title).build())).by(me()).run(conn).unwrap();
        let rows = Essay::objects().filter(essays::score.eq(0)).patch().score(1).returning().by(me()).run(conn);
        assert!(rows.unwrap().iter().all(|row| (row.score, row.version) == (1, 2)));
        let new = NewTag::builder().code("a".to_owned()).name("x").build();
        Tag::create(new).run(conn).unwrap();
        let recorder = Recorder::on(conn);
        Essay::objects().patch().score(2).returning().by(me()).run(conn).unwrap();
        let audited = recorder.sent();
        Tag::objects().patch().name("z").returning().run(conn).unwrap();
        let plain = recorder.sent();
        let expected = match Conn::NAME {
            "postgres" => (1, 1),
            // BEGIN, the lock, the rows that differ, their values, UPDATE, the rows, the trail, COMMIT.
            "sqlite" => (audited.len().min(9), 1),
            _ => (audited.len().min(9), plain.len().min(6)),
        };
        assert_eq!((audited.len(), plain.len()), expected, "{audited:?} {plain:?}");
    }

    fn deleted_rows_come_back_as_they_are_afterwards(db) {
        let conn = db.conn();
        let [one, two, three] = articles(conn, ["one", "two", "three"]);
        let gone = three.delete().by(me()).run(conn).unwrap();
        let set = Article::objects().filter(table::title.ne("two")).delete().returning();
        let deleted: Vec<Deleted<Article>> = set.by(me()).at(at(9)).run(conn).unwrap();
        assert_eq!(deleted.len(), 1, "one was deleted before");
        assert_eq!((deleted[0].row().id, deleted[0].row().deleted_at), (one.id, Some(at(9))));
        assert_eq!(Some(deleted[0].row()), conn.stored(one.id).as_ref());
        let removed = Article::objects().with_deleted().hard_delete().returning().by(me()).run(conn).unwrap();
        assert_eq!(titles(&removed), ["one", "three", "two"]);
        assert!(removed.contains(gone.row()) && removed.contains(&two));
        assert_eq!(conn.stored(two.id), None);
        assert!(actions(&conn.trail()).ends_with(&["delete", "hard_delete", "hard_delete", "hard_delete"]));
        assert_eq!(Article::verify_history(conn).unwrap(), []);
        let none = Article::objects().delete().returning().by(me()).run(conn).unwrap();
        assert_eq!(none, []);
        assert_eq!(Article::objects().hard_delete().returning().by(me()).run(conn).unwrap(), []);
    }

    fn removed_rows_of_a_model_without_soft_deletion_come_back(db) {
        let conn = db.conn();
        let new = ["a", "b", "c"].map(|code| NewTag::builder().code(code.to_owned()).name("x").build());
        Tag::create_many(new).run(conn).unwrap();
        let mut recorder = Recorder::on(conn);
        let tags: Vec<Tag> = Tag::objects().filter(tags::code.ne("a")).delete().returning().run(conn).unwrap();
        let sent = recorder.sent();
        assert_eq!((tags.len(), Tag::objects().count().get_result::<i64>(conn).unwrap()), (2, 1));
        if Conn::NAME != "mysql" {
            assert_eq!(sent.len(), 1, "{sent:?}");
        }
        recorder = Recorder::on(conn);
        assert_eq!(Tag::objects().hard_delete().returning().run(conn).unwrap().len(), 1);
        assert!(recorder.sent().len() <= 4);
    }

    fn related_rows_follow_and_are_not_returned(db) {
        let conn = db.conn();
        let office = Office::create(NewOffice::builder().name("here").build()).by(me()).run(conn).unwrap();
        let new = ["a", "b"].map(|label| NewParcel::builder().office_id(office.id).code(label).label(label).build());
        Parcel::create_many(new).each().by(me()).run(conn).unwrap();
        let parcels = Parcel::objects().filter(parcels::label.eq("a")).delete().returning().each();
        let parcels = parcels.by(me()).run(conn).unwrap();
        assert_eq!(parcels.iter().map(|gone| gone.row().label.as_str()).collect::<Vec<_>>(), ["a"]);
        let parcels = Parcel::objects().delete().without_hooks().returning().by(me()).run(conn).unwrap();
        assert_eq!(parcels.len(), 1);
        assert!(parcels[0].row().deleted_at.is_some());
        let offices = Office::objects().hard_delete().returning().by(me()).run(conn).unwrap();
        assert_eq!(offices.iter().map(|gone| gone.id).collect::<Vec<_>>(), [office.id]);
        assert_eq!(Parcel::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 0);
    }

    fn hooks_run_row_by_row(db) {
        let conn = db.conn();
        let office = Office::create(NewOffice::builder().name("here").build()).by(me()).run(conn).unwrap();
        let new = ["a", "b"].map(|label| NewParcel::builder().office_id(office.id).code(label).label(label).build());
        Parcel::create_many(new).each().by(me()).run(conn).unwrap();
        let rows = Parcel::objects().filter(parcels::label.eq("a")).patch().label(" trimmed ").returning().each();
        let rows = rows.by(me()).run(conn).unwrap();
        assert_eq!(rows.iter().map(|row| row.label.as_str()).collect::<Vec<_>>(), ["trimmed"]);
        let raw = Parcel::objects().patch().label("x").without_hooks().returning().by(me()).run(conn).unwrap();
        assert_eq!(raw.len(), 2);
    }
}
