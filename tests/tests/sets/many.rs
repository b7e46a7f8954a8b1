//! `patch_many`: each row gets values of its own, and the statements are as many as the groups of rows.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::make::{article, articles, at, author, me};
use model_tests::models::{Article, Comment};
use model_tests::models::{
    ArticleId, ArticlePatch, AuthorId, CommentPatch, Gauge, GaugePatch, NewComment, NewGauge, NewSample, NewTag,
    NewTranslation, Sample, SamplePatch, Status, Tag, TagCode, TagPatch, Translation, TranslationPatch,
};
use model_tests::schema::{gauges, tags, translations};
use model_tests::{Recorder, TestConnection, on_every_backend};
use serde_json::json;
use uuid::Uuid;

fn gauges(conn: &mut impl TestConnection, count: i32) -> Vec<Gauge> {
    let new = |level| NewGauge::builder().label("g").level(level).build();
    Gauge::create_many((0..count).map(new)).by(me()).run(conn).unwrap()
}

on_every_backend! {
    fn each_row_gets_values_of_its_own_and_an_entry(db) {
        let conn = db.conn();
        let rows = gauges(conn, 4);
        let trail = conn.trail().len();
        let batch = Uuid::now_v7();
        let patches = [
            (rows[2].id, GaugePatch::new().level(20).label("two")),
            (rows[0].id, GaugePatch::new().level(0).label("g")),
            (rows[1].id, GaugePatch::new().level(10).label("g")),
            (987_654, GaugePatch::new().level(1).label("nobody")),
        ];
        assert_eq!(Gauge::patch_many(patches).by(me()).at(at(9)).batch(batch).run(conn).unwrap(), 2);
        let stored: Vec<(String, i32, i64)> =
            Gauge::objects().order(gauges::id).select((gauges::label, gauges::level, gauges::revision)).load(conn).unwrap();
        let expected = [("g", 0, 1), ("g", 10, 2), ("two", 20, 2), ("g", 3, 1)];
        assert_eq!(stored, expected.map(|(label, level, revision)| (label.to_owned(), level, revision)));
        let trail = conn.trail().split_off(trail);
        let told: Vec<_> = trail.iter().map(|log| (log.object_id.as_str(), log.changes.clone())).collect();
        let revision = json!({"old": 1, "new": 2});
        assert_eq!(told, [
            (&*rows[1].id.to_string(), json!({"level": {"old": 1, "new": 10}, "revision": revision})),
            (
                &*rows[2].id.to_string(),
                json!({
                    "level": {"old": 2, "new": 20}, "label": {"old": "g", "new": "two"}, "revision": revision
                }),
            ),
        ]);
        assert!(trail.iter().all(|log| log.batch_id == batch && log.created_at == at(9) && log.action == "patch"));
        assert_eq!(Gauge::verify_history(conn).unwrap(), []);
    }

    fn deleted_rows_are_left_out_and_unchanged_ones_keep_their_timestamp(db) {
        let conn = db.conn();
        let [a, b, c] = articles(conn, ["a", "b", "c"]);
        let gone = c.delete().by(me()).run(conn).unwrap();
        let title = |title: &str| ArticlePatch::new().title(title);
        let patches = [
            (a.id, title("a")),
            (b.id, title("B")),
            (gone.row().id, title("C")),
            (ArticleId::generate(), title("D")),
        ];
        assert_eq!(Article::patch_many(patches).by(me()).at(at(50)).run(conn).unwrap(), 1);
        let titles: Vec<_> = [a.id, b.id, gone.row().id].map(|id| conn.stored(id).unwrap().title).into();
        assert_eq!(titles, ["a", "B", "c"]);
        assert_eq!(conn.stored(a.id).unwrap().updated_at, a.updated_at);
        assert_eq!(conn.stored(b.id).unwrap().updated_at, at(50));
        assert_eq!(Article::verify_history(conn).unwrap(), []);
    }

    fn patches_of_other_columns_are_statements_of_their_own(db) {
        let conn = db.conn();
        let [a, b, c] = articles(conn, ["a", "b", "c"]);
        let patches = [
            (a.id, ArticlePatch::new().title("A")),
            (b.id, ArticlePatch::new().status(Status::InReview)),
            (c.id, ArticlePatch::new().title("C")),
        ];
        assert_eq!(Article::patch_many(patches).by(me()).run(conn).unwrap(), 3);
        let rows = [a.id, b.id, c.id].map(|id| conn.stored(id).unwrap()).map(|row| (row.title, row.status));
        let expected = [("A", Status::Draft), ("b", Status::InReview), ("C", Status::Draft)];
        assert_eq!(rows, expected.map(|(title, status)| (title.to_owned(), status)));
        assert_eq!(Article::patch_many::<ArticleId>([]).by(me()).run(conn).unwrap(), 0);
        assert_eq!(Article::patch_many([(a.id, ArticlePatch::new())]).by(me()).run(conn).unwrap(), 0);
        assert_eq!(Article::verify_history(conn).unwrap(), []);
    }

    fn the_statements_do_not_grow_with_the_rows(db) {
        let conn = db.conn();
        let rows = gauges(conn, 600);
        let recorder = Recorder::on(conn);
        let mut sent = [0; 2];
        for (sent, count) in sent.iter_mut().zip([100, 200]) {
            let patches = rows.iter().take(count).map(|row| (row.id, GaugePatch::new().level(row.level + 1_000 * count as i32)));
            assert_eq!(Gauge::patch_many(patches).by(me()).run(conn).unwrap(), count);
            *sent = recorder.sent().len();
        }
        assert_eq!(sent[0], sent[1]);
        // And with three groups, in one transaction.
        let patches = rows.iter().map(|row| (row.id, GaugePatch::new().level(row.level + 7)));
        assert_eq!(Gauge::patch_many(patches).by(me()).run(conn).unwrap(), 600);
        assert_eq!(recorder.sent().iter().filter(|sql| sql.contains(" = CASE ") || sql.starts_with("WITH")).count(), 3);
        let levels: Vec<i32> = Gauge::objects().order(gauges::id).select(gauges::level).load(conn).unwrap();
        assert_eq!(levels, (7..607).collect::<Vec<_>>());
        assert_eq!(Gauge::verify_history(conn).unwrap(), []);
    }

    fn keys_of_several_parts_and_of_text(db) {
        let conn = db.conn();
        let new = |locale: &str, term: &str| NewTranslation::builder().locale(locale).term(term).text("?").build();
        let words = [("de", "sea"), ("fr", "sea"), ("de", "sky")];
        Translation::create_many(words.map(|(locale, term)| new(locale, term))).by(me()).run(conn).unwrap();
        let key = |locale: &str, term: &str| (locale.to_owned(), term.to_owned());
        let text = |text: &str| TranslationPatch::new().text(text);
        let patches = [(key("de", "sea"), text("Meer")), (key("fr", "sea"), text("mer")), (key("fr", "sky"), text("ciel"))];
        assert_eq!(Translation::patch_many(patches).by(me()).run(conn).unwrap(), 2);
        let texts: Vec<String> = Translation::objects()
            .order((translations::locale, translations::term))
            .select(translations::text)
            .load(conn)
            .unwrap();
        assert_eq!(texts, ["Meer", "?", "mer"]);
        assert_eq!(Translation::patch_many([(key("de", "sky"), text("Himmel"))]).by(me()).run(conn).unwrap(), 1);
        assert_eq!(Translation::verify_history(conn).unwrap(), []);

        // Without a trail.
        let tag = |code: &str| NewTag::builder().code(code.to_owned()).name(code).uses(4).build();
        Tag::create_many([tag("a"), tag("b"), tag("c")]).run(conn).unwrap();
        let uses = |code: &str, uses| (TagCode::from(code.to_owned()), TagPatch::new().uses(uses));
        assert_eq!(Tag::patch_many([uses("a", 4), uses("b", 5), uses("c", 6), uses("d", 7)]).run(conn).unwrap(), 2);
        let uses: Vec<i32> = Tag::objects().order(tags::name).select(tags::uses).load(conn).unwrap();
        assert_eq!(uses, [4, 5, 6]);
    }

    fn columns_of_every_kind(db) {
        let conn = db.conn();
        let new = |number| NewSample::builder().whole(number).note("old").build();
        let rows = Sample::create_many((0..3).map(new)).by(me()).run(conn).unwrap();
        let day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
        let patch = |number: i32| {
            let naive = day.and_time(NaiveTime::MIN) + TimeDelta::microseconds(i64::from(number) + 1);
            let note = (number != 1).then(|| format!("n\u{e9}w {number}"));
            SamplePatch::new()
                .flag(number == 1)
                .small(number as i16 - 3)
                .whole(i32::MAX - number)
                .single(0.5 + number as f32)
                .ratio(0.1 + f64::from(number))
                .guess((number != 2).then_some(1.5))
                .note(note)
                .payload((number != 0).then(|| json!({"n": [number, null, "x"]})))
                .raw(vec![0, 255, number as u8])
                .day(day + TimeDelta::days(i64::from(number)))
                .clock(NaiveTime::from_hms_opt(1, 2, 3 + number as u32).unwrap())
                .naive(naive)
                .moment(at(i64::from(number)))
        };
        let patches = rows.iter().map(|row| (row.id, patch(row.whole)));
        assert_eq!(Sample::patch_many(patches).by(me()).run(conn).unwrap(), 3);
        let stored: Vec<Sample> = Sample::objects().order(model_tests::schema::samples::id).load(conn).unwrap();
        for (before, after) in rows.iter().zip(stored) {
            let again = before.patch().with(patch(before.whole)).by(me()).outcome(conn).unwrap();
            let model_core::Outcome::Unchanged(row) = again else { panic!("{again:?}") };
            assert_eq!(row, after);
            assert_eq!((row.whole, row.flag), (i32::MAX - before.whole, before.whole == 1));
        }
        assert_eq!(Sample::verify_history(conn).unwrap(), []);
    }

    fn expressions_and_new_parents_are_written_row_by_row(db) {
        let conn = db.conn();
        let rows = gauges(conn, 3);
        let patches = [
            (rows[0].id, GaugePatch::new().level(gauges::level + 5)),
            (rows[1].id, GaugePatch::new().level(50)),
            (rows[2].id, GaugePatch::new().level(gauges::level * 10)),
        ];
        assert_eq!(Gauge::patch_many(patches).by(me()).run(conn).unwrap(), 3);
        let levels: Vec<i32> = Gauge::objects().order(gauges::id).select(gauges::level).load(conn).unwrap();
        assert_eq!(levels, [5, 50, 20]);
        assert_eq!(Gauge::verify_history(conn).unwrap(), []);

        let [a, b] = articles(conn, ["a", "b"]);
        let other = author(conn).id;
        let patches = [(a.id, ArticlePatch::new().author_id(other)), (b.id, ArticlePatch::new().author_id(other))];
        assert_eq!(Article::patch_many(patches).by(me()).run(conn).unwrap(), 2);
        let nobody = AuthorId::generate();
        let patches = [(a.id, ArticlePatch::new().title("A")), (b.id, ArticlePatch::new().author_id(nobody))];
        let refused = Article::patch_many(patches).by(me()).run(conn).unwrap_err();
        assert!(matches!(refused, Error::ForeignKey { .. }), "{refused:?}");
        assert_eq!(conn.stored(a.id).unwrap().title, "a", "all of them, or none");
    }

    fn what_is_refused(db) {
        let conn = db.conn();
        let [a, b] = articles(conn, ["a", "b"]);
        let recorder = Recorder::on(conn);
        let twice = [(a.id, ArticlePatch::new().title("x")), (a.id, ArticlePatch::new().body("y"))];
        let refused = Article::patch_many(twice).by(me()).run(conn).unwrap_err();
        assert!(refused.to_string().contains(&format!("there are two patches of the row {}", a.id)), "{refused}");
        let long = [(a.id, ArticlePatch::new().title("x")), (b.id, ArticlePatch::new().title("x".repeat(201)))];
        let refused = Article::patch_many(long).by(me()).run(conn).unwrap_err();
        assert!(matches!(refused, Error::Invalid { field: "title", .. }), "{refused:?}");
        assert_eq!(recorder.sent(), [""; 0]);
        let slug = [(a.id, ArticlePatch::new().slug("new")), (b.id, ArticlePatch::new().slug("new"))];
        let refused = Article::patch_many(slug).by(me()).run(conn).unwrap_err();
        assert!(matches!(refused, Error::UniqueViolation { field: Some("slug"), .. }), "{refused:?}");
        assert_eq!(conn.stored(a.id).unwrap().slug, "a");
    }

    fn rows_of_one_parent_without_a_trail(db) {
        let conn = db.conn();
        let about = article(conn, "about").id;
        let new = |body: &str| NewComment::builder().article_id(about).body(body).build();
        let rows = Comment::create_many([new("a"), new("b")]).run(conn).unwrap();
        let patches = rows.iter().map(|row| (row.id, CommentPatch::new().body(row.body.to_uppercase())));
        assert_eq!(Comment::patch_many(patches).at(at(3)).run(conn).unwrap(), 2);
        let rows: Vec<Comment> = Comment::objects().load(conn).unwrap();
        let told: Vec<_> = rows.iter().map(|row| (row.body.as_str(), row.updated_at.and_utc())).collect();
        assert_eq!(told, [("A", at(3)), ("B", at(3))]);
    }
}
