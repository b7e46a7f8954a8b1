//! Rows as they were, and changes that are taken back.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use diesel::prelude::*;
use model_core::audit::Changed;
use model_core::prelude::*;
use model_core::schema::audit_logs;
use model_core::{AuditLog, Error};
use model_tests::make::{article, articles, at, author, me};
use model_tests::models::{
    Article, ArticleId, ArticlePatch, Author, AuthorId, NewSample, NewTranslation, Sample, Status, Translation,
};
use model_tests::{TestConnection, actions, on_every_backend};
use serde_json::json;

/// The authors of today, whose names were called otherwise when the trail was written.
mod today {
    use super::AuthorId;
    use chrono::{DateTime, Utc};
    use model_core::prelude::*;
    use model_tests::schema::authors;

    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = authors, timestamps, audit, content_type = "person")]
    pub(super) struct Person {
        pub(super) id: AuthorId,
        #[diesel(column_name = name)]
        #[audit(renamed_from = ["alias", "name"])]
        pub(super) full_name: String,
        #[audit(skip)]
        pub(super) email: String,
        pub(super) created_at: DateTime<Utc>,
        pub(super) updated_at: DateTime<Utc>,
    }
}

use today::Person;

/// Everything that a row of samples can hold, in unlikely values.
fn sample() -> model_tests::models::NewSample {
    let day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    let clock = NaiveTime::from_hms_micro_opt(23, 59, 58, 123_456).unwrap();
    NewSample::builder()
        .id((1_i64 << 53) + 1)
        .flag(true)
        .small(-7_i16)
        .whole(i32::MIN)
        .single(0.1)
        .ratio(1e300)
        .guess(-0.25)
        .note("ä'\"\\{}, 東京 ")
        .payload(json!({"a": [1, null, "x"], "b": 1.5}))
        .raw(vec![0_u8, 255, 39])
        .day(day)
        .clock(clock)
        .naive(day.and_time(clock))
        .moment(at(5) + TimeDelta::microseconds(7))
        .build()
}

on_every_backend! {
    fn a_row_is_what_it_was_at_every_instant(db) {
        let conn = db.conn();
        let [row] = articles(conn, ["first"]);
        let mut states = vec![(1, row.clone())];
        for second in [10, 20, 30] {
            let patch = row.patch().title(format!("at {second}")).published_at(at(second));
            states.push((second, patch.by(me()).at(at(second)).run(conn).unwrap()));
        }
        let gone = row.delete().by(me()).at(at(40)).run(conn).unwrap();
        states.push((40, gone.row().clone()));
        states.push((50, gone.restore().by(me()).at(at(50)).run(conn).unwrap()));
        for (second, state) in &states {
            for offset in [0, 8] {
                let past = Article::as_of(state.id, at(second + offset)).run(conn).unwrap().unwrap();
                assert_eq!(past.row(), state, "{second} + {offset}");
            }
        }
        assert_eq!(Article::as_of(states[0].1.id, at(0)).run(conn).unwrap(), None, "it was not there yet");
        let nobody = ArticleId::generate();
        assert_eq!(Article::as_of(nobody, at(100)).run(conn).unwrap(), None);
    }

    fn every_type_comes_back_as_it_was(db) {
        let conn = db.conn();
        let before = Sample::create(sample()).by(me()).at(at(1)).run(conn).unwrap();
        let patch = before.patch().flag(false).small(0_i16).whole(0).single(0.0).ratio(0.0).guess(None).note(None);
        let patch = patch.payload(None).raw(vec![]).day(NaiveDate::default()).clock(NaiveTime::default());
        let after = patch.naive(chrono::NaiveDateTime::default()).moment(at(0)).by(me()).at(at(2)).run(conn).unwrap();
        assert_ne!(before, after);
        for live in [true, false] {
            if !live {
                after.clone().delete().by(me()).at(at(3)).run(conn).unwrap();
                assert_eq!(Sample::as_of(before.id, at(3)).run(conn).unwrap(), None, "removed for good");
            }
            let past = Sample::as_of(before.id, at(1)).run(conn).unwrap().unwrap();
            assert_eq!((past.row(), past.unknown()), (&before, &[][..]), "live: {live}");
            assert_eq!(Sample::as_of(before.id, at(2)).run(conn).unwrap().unwrap().into_row(), after);
        }
    }

    fn reverting_gives_every_type_back(db) {
        let conn = db.conn();
        let before = Sample::create(sample()).by(me()).run(conn).unwrap();
        let patch = before.patch().flag(false).small(0_i16).whole(0).single(0.0).ratio(0.0).guess(None).note(None);
        let patch = patch.payload(None).raw(vec![]).day(NaiveDate::default()).clock(NaiveTime::default());
        patch.naive(chrono::NaiveDateTime::default()).moment(at(0)).by(me()).run(conn).unwrap();
        let history = Sample::history(before.id).run(conn).unwrap();
        let row = Sample::revert(before.id, &history[1]).by(me()).run(conn).unwrap();
        assert_eq!(row, before);
        let stored: Sample = Sample::objects().find(before.id).first(conn).unwrap();
        assert_eq!(stored, before);
        assert_eq!(Sample::verify_history(conn).unwrap(), []);
    }

    fn what_the_trail_does_not_keep_is_said(db) {
        let conn = db.conn();
        let [row] = articles(conn, ["secret"]);
        let past = Article::as_of(row.id, at(1)).run(conn).unwrap().unwrap();
        assert_eq!(past.unknown(), ["views"], "the body was masked, and has not changed since");
        assert_eq!(past.row().body, "text");
        row.patch().body("other").title("known").views(9).by(me()).at(at(2)).run(conn).unwrap();
        let past = Article::as_of(row.id, at(1)).run(conn).unwrap().unwrap();
        assert_eq!(past.unknown(), ["body", "views"]);
        assert_eq!((past.row().title.as_str(), past.row().body.as_str(), past.row().views), ("secret", "other", 9));
        row.hard_delete().by(me()).at(at(3)).run(conn).unwrap();
        let refused = Article::as_of(past.row().id, at(1)).run(conn).unwrap_err();
        assert!(matches!(refused, Error::Invalid { field: "body" | "views", .. }), "{refused}");
        assert!(!refused.to_string().contains("other"));
    }

    fn a_pruned_trail_tells_what_it_can(db) {
        let conn = db.conn();
        let [row] = articles(conn, ["a"]);
        row.patch().title("b").by(me()).at(at(10)).run(conn).unwrap();
        row.patch().title("c").slug("c").by(me()).at(at(20)).run(conn).unwrap();
        AuditLog::prune(at(15)).run(conn).unwrap();
        let past = Article::as_of(row.id, at(12)).run(conn).unwrap().unwrap();
        assert_eq!((past.row().title.as_str(), past.row().slug.as_str()), ("b", "a"), "from the entry after it");
        AuditLog::prune(at(25)).run(conn).unwrap();
        let past = Article::as_of(row.id, at(12)).run(conn).unwrap().unwrap();
        assert_eq!(past.row().title, "c", "nothing is known but the row");
    }

    fn a_row_that_came_back_under_its_key_has_two_lives(db) {
        let conn = db.conn();
        let new = |text: &str| NewTranslation::builder().locale("de").term("x,y").text(text).build();
        let key = || ("de".to_owned(), "x,y".to_owned());
        Translation::create(new("one")).by(me()).at(at(1)).run(conn).unwrap().delete().by(me()).at(at(2)).run(conn).unwrap();
        Translation::create(new("two")).by(me()).at(at(3)).run(conn).unwrap();
        let text = |second, conn: &mut _| {
            let past = Translation::as_of(key(), at(second)).run(conn).unwrap();
            past.map(|past| past.into_row().text)
        };
        let recorded: Vec<_> = (0..=3).map(|second| text(second, conn)).collect();
        assert_eq!(recorded, [None, Some("one".to_owned()), None, Some("two".to_owned())]);
    }

    fn a_revert_is_a_change_with_an_entry_of_its_own(db) {
        let conn = db.conn();
        let [row] = articles(conn, ["first"]);
        row.patch().title("second").status(Status::Published).by(me()).at(at(10)).run(conn).unwrap();
        row.patch().slug("elsewhere").by(me()).at(at(20)).run(conn).unwrap();
        let history = Article::history(row.id).run(conn).unwrap();
        let other = Actor::user(8).request("r-1");
        let back = Article::revert(row.id, &history[1]).by(&other).at(at(30)).run(conn).unwrap();
        assert_eq!((back.title.as_str(), back.status, back.slug.as_str()), ("first", Status::Draft, "elsewhere"));
        assert_eq!((back.created_at, back.updated_at), (at(1), at(30)));
        let history = Article::history(row.id).run(conn).unwrap();
        let last = history.last().unwrap();
        assert_eq!((last.action.as_str(), last.actor_id.as_deref()), ("patch", Some("8")));
        assert_eq!(last.changed::<String>(model_tests::schema::articles::title).unwrap(), Some(Changed {
            old: Some("second".to_owned()),
            new: Some("first".to_owned()),
        }));
        assert_eq!(Article::verify_history(conn).unwrap(), []);
        let again = Article::revert(row.id, &history[1]).by(&other).outcome(conn).unwrap();
        assert!(matches!(again, Outcome::Unchanged(_)), "{again:?}");
        assert_eq!(Article::history(row.id).run(conn).unwrap().len(), history.len());
    }

    fn what_cannot_be_reverted_is_refused(db) {
        let conn = db.conn();
        let [row, other] = articles(conn, ["one", "two"]);
        AuditLog::event("looked.at").on(&row).by(me()).run(conn).unwrap();
        row.patch().title("three").body("hidden").by(me()).run(conn).unwrap();
        let gone = row.delete().by(me()).run(conn).unwrap();
        let id = gone.row().id;
        let history = Article::history(id).run(conn).unwrap();
        let recorded: Vec<&str> = history.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(recorded, ["create", "looked.at", "patch", "delete"]);
        for (entry, field) in [(0, "entry"), (1, "entry"), (2, "body"), (3, "entry")] {
            let refused = Article::revert(id, &history[entry]).by(me()).run(conn).unwrap_err();
            assert!(matches!(refused, Error::Invalid { field: at, .. } if at == field), "{entry}: {refused}");
        }
        let strange = Article::revert(other.id, &history[2]).by(me()).run(conn).unwrap_err();
        assert!(matches!(strange, Error::Invalid { field: "entry", .. }), "{strange}");
        let without = || Article::revert(id, &history[2]).without_masked().by(me());
        assert!(matches!(without().run(conn), Err(Error::Deleted)));
        let row = gone.restore().by(me()).run(conn).unwrap();
        let back = without().run(conn).unwrap();
        assert_eq!((back.title.as_str(), back.body.as_str()), ("one", "hidden"), "{row:?}");
        back.hard_delete().by(me()).run(conn).unwrap();
        assert!(matches!(without().run(conn), Err(Error::NotFound)));
    }

    fn a_renamed_field_keeps_its_history(db) {
        let conn = db.conn();
        let author = author(conn);
        author.patch().name("Bea").by(me()).at(at(10)).run(conn).unwrap();
        let person: Person = Person::objects().find(author.id).first(conn).unwrap();
        person.patch().full_name("Cleo").by(me()).at(at(20)).run(conn).unwrap();
        let names = |history: Vec<model_core::audit::AuditEntry<Person>>| -> Vec<String> {
            history.iter().filter_map(|entry| entry.new_value("full_name").unwrap()).collect()
        };
        assert_eq!(names(Person::history(author.id).run(conn).unwrap()), ["Ann", "Bea", "Cleo"]);
        assert_eq!(names(Person::history(author.id).field("full_name").run(conn).unwrap()), ["Ann", "Bea", "Cleo"]);
        let history = Person::history(author.id).run(conn).unwrap();
        assert!(history[1].changes().all(|change| change.field != "name"));
        assert!(history[1].change("full_name").is_some());
        assert_eq!(Person::verify_history(conn).unwrap(), []);
        let past = Person::as_of(author.id, at(12)).run(conn).unwrap();
        assert_eq!(past.map(|past| past.into_row().full_name), Some("Bea".to_owned()));
        let back = Person::revert(author.id, &history[1]).by(me()).run(conn).unwrap();
        assert_eq!(back.full_name, "Ann");
        let bypassed = "UPDATE authors SET name = 'Dora'";
        diesel::sql_query(bypassed).execute(conn).unwrap();
        let breaks = Person::verify_history(conn).unwrap();
        assert_eq!(breaks.len(), 1, "{breaks:?}");
        assert!(breaks[0].to_string().contains("full_name"), "{}", breaks[0]);
    }

    fn dropped_and_retyped_columns_stay_readable(db) {
        let conn = db.conn();
        let [row] = articles(conn, ["one"]);
        row.patch().title("two").by(me()).at(at(10)).run(conn).unwrap();
        // As an application wrote them whose titles were numbers, and whose articles had a mood.
        let old = [
            json!({"id": {"new": row.id.to_string()}, "title": {"new": 1}, "mood": {"new": "glad"}}),
            json!({"title": {"old": "1", "new": "two"}, "mood": {"old": "glad", "new": "sad"}}),
        ];
        let ids: Vec<i64> = conn.trail().iter().filter(|log| log.content_type == "articles").map(|log| log.id).collect();
        for (id, changes) in ids.into_iter().zip(old) {
            let entry = audit_logs::table.find(id);
            diesel::update(entry).set(audit_logs::changes.eq(value(changes))).execute(conn).unwrap();
        }
        let history = Article::history(row.id).run(conn).unwrap();
        assert_eq!(history[1].old::<String>("mood").unwrap(), Some("glad".to_owned()));
        assert_eq!(Article::verify_history(conn).unwrap(), [], "1 and \"1\" are the same title");
        let past = Article::as_of(row.id, at(5)).run(conn).unwrap().unwrap();
        assert_eq!(past.row().title, "1");
        assert_eq!(Article::revert(row.id, &history[1]).by(me()).run(conn).unwrap().title, "1");
    }

    fn a_value_that_fits_its_column_no_more_is_one_error(db) {
        let conn = db.conn();
        let [row] = articles(conn, ["one"]);
        row.patch().published_at(at(3)).by(me()).at(at(10)).run(conn).unwrap();
        let last = conn.trail().last().unwrap().id;
        let changes = json!({"published_at": {"old": "soon", "new": "2020-01-01"}});
        let entry = audit_logs::table.find(last);
        diesel::update(entry).set(audit_logs::changes.eq(value(changes))).execute(conn).unwrap();
        let history = Article::history(row.id).run(conn).unwrap();
        let refused = Article::revert(row.id, &history[1]).by(me()).run(conn).unwrap_err();
        assert!(matches!(refused, Error::Invalid { field: "published_at", .. }), "{refused}");
        assert!(!refused.to_string().contains("soon"), "{refused}");
        let past = Article::as_of(row.id, at(20)).run(conn).unwrap().unwrap();
        assert_eq!(past.row().published_at.unwrap().to_rfc3339(), "2020-01-01T00:00:00+00:00");
    }

    fn the_trail_can_be_asked_for_anything(db) {
        let conn = db.conn();
        let [one, two] = articles(conn, ["one", "two"]);
        let other = Actor::user(8).request("r-1");
        one.patch().title("three").by(&other).at(at(10)).run(conn).unwrap();
        two.patch().body("masked").by(&other).at(at(20)).run(conn).unwrap();
        AuditLog::event("export.done").by(&other).at(at(30)).run(conn).unwrap();
        let count = |trail: model_core::audit::Trail, conn: &mut _| trail.run(conn).unwrap().len();
        let trail = AuditLog::trail;
        assert_eq!(count(trail(), conn), 6);
        assert_eq!(count(trail().of::<Article>(), conn), 4);
        assert_eq!(count(trail().of::<Author>(), conn), 1);
        assert_eq!(count(trail().content_type("articles").object_id(one.id), conn), 2);
        assert_eq!(count(trail().by(&other), conn), 3);
        assert_eq!(count(trail().request("r-1").action("patch"), conn), 2);
        assert_eq!(count(trail().field("body"), conn), 3, "also where it is masked");
        assert_eq!(count(trail().field("title").by(&other), conn), 1);
        assert_eq!(count(trail().since(at(10)).until(at(30)).of::<Article>(), conn), 2);
        let newest = trail().newest_first().limit(2).run(conn).unwrap();
        assert_eq!(actions(&newest), ["export.done", "patch"]);
        let batch = newest[1].batch_id;
        assert_eq!(count(trail().batch(batch), conn), 1);
        assert_eq!(Article::history(two.id).batch(batch).run(conn).unwrap().len(), 1);
        assert_eq!(Article::history(two.id).request("r-2").run(conn).unwrap().len(), 0);
        let counts = Article::history(one.id).count_by_action().run(conn).unwrap();
        let counts: Vec<_> = counts.iter().map(|kind| (kind.action.as_str(), kind.count)).collect();
        assert_eq!(counts, [("create", 1), ("patch", 1)]);
        let counts = trail().by(&other).count_by_action().run(conn).unwrap();
        let counts: Vec<_> = counts.iter().map(|kind| (kind.content_type.as_str(), kind.action.as_str(), kind.count)).collect();
        assert_eq!(counts, [("", "export.done", 1), ("articles", "patch", 2)]);
    }

    fn what_reads_the_trail_runs_as_a_write_does(db) {
        let conn = db.conn();
        let row = article(conn, "first").patch().title("second").by(me()).at(at(9)).run(conn).unwrap();
        let history = Article::history(row.id).run(conn).unwrap();
        let found: Vec<&str> = history.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(found, ["create", "patch"]);
        let trail = || AuditLog::trail().of::<Article>();
        assert_eq!(trail().run(conn).unwrap(), trail().run(conn).unwrap());
        let past = Article::as_of(row.id, at(8)).run(conn).unwrap().unwrap();
        assert_eq!(past.row().title, "first");
        let counts = trail().count_by_action().run(conn).unwrap();
        assert_eq!(counts, trail().count_by_action().run(conn).unwrap());
        assert_eq!(counts.len(), 2);
        assert_eq!(Article::history(row.id).count_by_action().run(conn).unwrap(), counts);
    }

    fn a_patch_of_nothing_known_changes_nothing(db) {
        let conn = db.conn();
        let row = article(conn, "same");
        row.patch().with(ArticlePatch::new().views(3)).by(me()).run(conn).unwrap();
        assert_eq!(Article::history(row.id).run(conn).unwrap().len(), 1, "views are skipped");
    }
}
