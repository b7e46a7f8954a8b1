//! Generic references in reverse, for many rows: `load_with::<Reaction>`, one query for any number of them.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::relations::{Count, IncludingDeleted, Referring};
use model_tests::backend::{Backend, TestConnection};
use model_tests::make::{article, articles, me};
use model_tests::models::{
    Article, Comment, NewComment, NewNotice, NewReaction, NewTag, Notice, Reaction, Tag, Target,
};
use model_tests::schema::{articles as table, notices, reactions};
use model_tests::{Recorder, on_every_backend};

fn react(conn: &mut impl TestConnection, target: &str, kind: &str) -> Reaction {
    let target: Stored<Target> = target.parse().unwrap();
    Reaction::create(NewReaction::builder().target(target).kind(kind).build()).by(me()).run(conn).unwrap()
}

fn to(article: &Article) -> String {
    Target::of(article).to_string()
}

fn kinds(rows: &[Reaction]) -> Vec<&str> {
    rows.iter().map(|row| row.kind.as_str()).collect()
}

on_every_backend! {
    fn each_row_has_the_live_rows_that_refer_to_it_in_their_order(db) {
        let conn = db.conn();
        let [one, two, none] = articles(conn, ["one", "two", "none"]);
        for kind in ["like", "gone", "love"] {
            react(conn, &to(&one), kind);
        }
        react(conn, &to(&two), "wow");
        one.reactions().filter(reactions::kind.eq("gone")).delete().by(me()).run(conn).unwrap();
        // The later ones first, so that it is not by chance that the others are in their order.
        let rows = Article::objects().order(table::title.desc()).load_with::<(Reaction, Count<Reaction>)>(conn).unwrap();
        let shown: Vec<_> = rows.iter().map(|(row, (found, count))| (row.title.as_str(), kinds(found), *count)).collect();
        assert_eq!(shown, [("two", vec!["wow"], 1), ("one", vec!["like", "love"], 2), ("none", vec![], 0)]);

        type All = IncludingDeleted<Reaction>;
        let rows = [none, one.clone(), one.clone()];
        let found = rows.load_related::<(All, Count<All>, Count<Reaction>)>(conn).unwrap();
        let shown: Vec<_> = found.iter().map(|(found, all, live)| (kinds(found), *all, *live)).collect();
        let twice = (vec!["like", "gone", "love"], 3, 2);
        assert_eq!(shown, [(vec![], 0, 0), twice.clone(), twice], "a row that is given twice has its own twice");
    }

    fn rows_of_any_number_are_one_query(db) {
        let conn = db.conn();
        let recorder = Recorder::on(conn);
        assert!(Article::objects().load_with::<(Reaction, Count<Reaction>)>(conn).unwrap().is_empty());
        assert_eq!(recorder.sent().len(), 1, "of no rows, nothing is asked");
        for row in articles(conn, ["one", "two", "three"]) {
            react(conn, &to(&row), "like");
        }
        recorder.sent();
        let rows = Article::objects().load_with::<(Reaction, Count<Reaction>)>(conn).unwrap();
        let counts: Vec<_> = rows.iter().map(|(_, (found, count))| (found.len(), *count)).collect();
        assert_eq!((counts, recorder.sent().len()), (vec![(1, 1); 3], 3));
    }

    fn case_27_rows_with_one_id_under_two_types_have_their_own(db) {
        let conn = db.conn();
        let one = article(conn, "one");
        let remark = NewComment::builder().article_id(one.id).body("yes").build();
        let remark = Comment::create(remark).run(conn).unwrap();
        let own = react(conn, &format!("comments:{}", remark.id), "own");
        // Whatever number the database gave to the comment, there are references of other types with that number.
        for other in ["reactions", "visits", "articles", "photos", "comment", "commentss"] {
            react(conn, &format!("{other}:{}", remark.id), other);
        }
        let rows = Comment::objects().load_with::<(Reaction, Count<Reaction>)>(conn).unwrap();
        assert_eq!(rows, [(remark, (vec![own], 1))]);
    }

    fn keys_that_a_collation_calls_equal_have_their_own(db) {
        let conn = db.conn();
        // The tests' collation is such a one on MySQL and MariaDB.
        let ddl = match Conn::NAME {
            "sqlite" => {
                "DROP TABLE reactions; CREATE TABLE reactions (id INTEGER PRIMARY KEY, target TEXT COLLATE NOCASE NOT NULL, \
                 kind TEXT NOT NULL, is_deleted BOOLEAN NOT NULL)"
            }
            "postgres" => {
                "CREATE COLLATION by_letter (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
                 ALTER TABLE reactions ALTER COLUMN target TYPE TEXT COLLATE by_letter"
            }
            _ => "",
        };
        if !ddl.is_empty() {
            conn.batch_execute(ddl).unwrap();
        }
        let upper = Tag::create(NewTag::builder().code("Sea".to_owned()).name("t").build()).run(conn).unwrap();
        for (target, kind) in [("tags:sea", "lower"), ("tags:Sea", "upper"), ("tags:SEA", "shouted"), ("tags:Sea", "again")] {
            react(conn, target, kind);
        }
        let equal = reactions::table.filter(reactions::target.eq("tags:Sea")).count();
        assert_eq!(equal.get_result::<i64>(conn).unwrap(), 4, "the database calls them equal");
        let found = [upper].load_related::<(Reaction, Count<Reaction>)>(conn).unwrap();
        assert_eq!(found.iter().map(|(found, count)| (kinds(found), *count)).collect::<Vec<_>>(), [(vec!["upper", "again"], 2)]);
    }

    fn of_several_references_the_column_names_one(db) {
        let conn = db.conn();
        let [one, two] = articles(conn, ["one", "two"]);
        let about = NewNotice::builder().recipient(Target::of(&two)).about(Target::of(&one)).build();
        let about = Notice::create(about).run(conn).unwrap();
        let silent = Notice::create(NewNotice::builder().recipient(Target::of(&one)).build()).run(conn).unwrap();
        type Received = Referring<Notice, notices::recipient>;
        let found = [one, two].load_related::<(Notice, Received, Count<Received>, Count<Notice>)>(conn).unwrap();
        assert_eq!(found, [(vec![about.clone()], vec![silent], 1, 1), (vec![], vec![about], 1, 0)]);
    }
}
