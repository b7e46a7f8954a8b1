//! The trail of one row: its order, its key, its types.

use model_core::audit::Shown;
use model_core::prelude::*;
use model_tests::make::{article, at, author, me};
use model_tests::models::{Article, Author, NewSample, NewTranslation, Sample, Status, Translation};
use model_tests::on_every_backend;
use model_tests::{TestConnection, actions};
use serde_json::json;

on_every_backend! {
    fn case_20_history_is_in_the_order_of_the_writes_whatever_the_clock_says(db) {
        let conn = db.conn();
        let row = article(conn, "t0");
        for (turn, second) in [(1, 90), (2, 10), (3, 10), (4, 50)] {
            row.patch().title(format!("t{turn}")).by(me()).at(at(second)).run(conn).unwrap();
        }
        let history = Article::history(row.id).run(conn).unwrap();
        let titles: Vec<String> = history.iter().map(|entry| entry.new_value("title").unwrap().unwrap()).collect();
        assert_eq!(titles, ["t0", "t1", "t2", "t3", "t4"]);
        assert!(history.is_sorted_by_key(|entry| entry.id));
        assert_eq!(history[1].created_at, at(90));
    }

    fn case_21_keys_above_2_to_the_53_neither_split_nor_merge(db) {
        let conn = db.conn();
        let keys = [1 << 53, (1 << 53) + 1, i64::MAX - 1, i64::MAX, -1];
        for key in keys {
            let sample = Sample::create(NewSample::builder().id(key).build()).by(me()).run(conn).unwrap();
            assert_eq!(sample.id, key);
            sample.patch().whole(1).by(me()).run(conn).unwrap();
        }
        for key in keys {
            let history = Sample::history(key).run(conn).unwrap();
            let recorded: Vec<_> = history.iter().map(|entry| (entry.action.as_str(), entry.object_id.as_str())).collect();
            assert_eq!(recorded, [("create", key.to_string().as_str()), ("patch", key.to_string().as_str())]);
            assert_eq!(history[0].new_value::<i64>("id").unwrap(), Some(key));
        }
    }

    fn case_21_composite_keys_neither_split_nor_merge(db) {
        let conn = db.conn();
        let keys = [
            ("a,b", "c"),
            ("a", "b,c"),
            ("a\\", ",b"),
            ("a\\,", "b"),
            ("A", "b,c"),
            ("a", "b,c "),
            ("a", "b,C"),
            ("ä'\"", ""),
        ];
        for (locale, term) in keys {
            let new = NewTranslation::builder().locale(locale).term(term).text(format!("{locale}|{term}")).build();
            let row = Translation::create(new).by(me()).run(conn).unwrap();
            row.delete().by(me()).run(conn).unwrap();
        }
        for (locale, term) in keys {
            let history = Translation::history((locale.to_owned(), term.to_owned())).run(conn).unwrap();
            let logs: Vec<_> = history.into_iter().map(|entry| entry.into_log()).collect();
            assert_eq!(actions(&logs), ["create", "delete"], "{locale} {term}");
            assert_eq!(logs[0].changes["text"], json!({"new": format!("{locale}|{term}")}));
        }
    }

    fn case_21_the_same_id_in_two_models_does_not_mix(db) {
        let conn = db.conn();
        let writer = author(conn);
        let new = model_tests::models::NewArticle::builder().id(*writer.id.inner());
        let new = new.title("row").slug("row").body("").author_id(writer.id).build();
        let row = Article::create(new).by(me()).run(conn).unwrap();
        assert_eq!(row.id.inner(), writer.id.inner());
        assert_eq!(Article::history(row.id).run(conn).unwrap()[0].content_type, "articles");
        let history = Author::history(writer.id).run(conn).unwrap();
        assert_eq!((history.len(), history[0].content_type.as_str()), (1, "person"));
    }

    fn old_and_new_values_have_types(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let patch = row.patch().status(Status::Published).published_at(at(3)).body("other");
        patch.by(me()).run(conn).unwrap();
        let history = Article::history(row.id).run(conn).unwrap();
        let entry = &history[1];
        assert_eq!(entry.old::<Status>("status").unwrap(), Some(Status::Draft));
        assert_eq!(entry.new_value::<Status>("status").unwrap(), Some(Status::Published));
        assert_eq!(entry.new_value::<chrono::DateTime<chrono::Utc>>("published_at").unwrap(), Some(at(3)));
        assert_eq!(entry.old::<String>("title").unwrap(), None, "it did not change");
        assert_eq!(entry.new_value::<String>("body").unwrap(), None, "it is masked");
        assert_eq!(entry.change("body").unwrap().value, Shown::Masked);
        assert!(entry.old::<i32>("status").is_err());
        let names: Vec<_> = entry.changes().map(|change| change.field.to_owned()).collect();
        assert_eq!(names, ["body", "published_at", "status", "updated_at"]);
    }

    fn the_name_of_a_row_is_cut_to_200_characters(db) {
        let conn = db.conn();
        let new = NewTranslation::builder().locale("x").term("y").text("z").build();
        Translation::create(new).by(me()).run(conn).unwrap();
        assert_eq!(conn.trail()[0].object_repr, "", "no field names it");
        let counter = model_tests::models::NewCounter::builder().label("ü".repeat(200)).build();
        model_tests::models::Counter::create(counter).by(me()).run(conn).unwrap();
        assert_eq!(conn.trail()[1].object_repr, "ü".repeat(200));
    }
}
