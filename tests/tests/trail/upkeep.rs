//! The SQL of what is done with the trail as a whole.

use model_core::AuditLog;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{article, at, me};
use model_tests::models::{Article, Plan, Translation};
use model_tests::{Recorder, on_every_backend};

on_every_backend! {
    fn statements_about_the_trail(db) {
        let conn = db.conn();
        AuditLog::event("old").by(me()).at(at(1)).run(conn).unwrap();
        let row = article(conn, "a");
        row.patch().title("b").by(me()).run(conn).unwrap();
        let history = Article::history(row.id).run(conn).unwrap();
        let recorder = Recorder::on(conn);
        let mut sheet = String::new();
        let mut add = |heading: &str| sheet.push_str(&format!("-- {heading}\n{}\n\n", recorder.sent().join("\n")));
        AuditLog::trail().count_by_action().run(conn).unwrap();
        add("counts");
        Article::history(row.id).field("title").by(me()).since(at(0)).run(conn).unwrap();
        add("history of a field by an actor");
        let trail = AuditLog::trail().of::<Article>().request("r").batch(Default::default()).until(at(9));
        trail.newest_first().limit(3).run(conn).unwrap();
        add("trail of a model in a request");
        Article::history(row.id).newest_first().limit(3).before(1_000).after(1).run(conn).unwrap();
        add("a page of a history");
        AuditLog::trail().by(me()).newest_first().limit(3).before(1_000).run(conn).unwrap();
        add("a page of the trail");
        Article::as_of(row.id, at(5)).run(conn).unwrap();
        add("as_of");
        Article::as_of(row.id, chrono::Utc::now()).run(conn).unwrap();
        add("as_of, where the trail has every value");
        Plan::at_version(1, 7).run(conn).unwrap();
        add("at_version");
        Article::revert(row.id, &history[1]).by(me()).run(conn).unwrap();
        add("revert");
        AuditLog::erase_actor(&Actor::user("somebody")).run(conn).unwrap();
        add("erase_actor");
        Article::verify_history(conn).unwrap();
        add("verify_history");
        Translation::verify_history(conn).unwrap();
        add("verify_history of a key of two parts");
        AuditLog::prune(at(2)).dry_run(true).run(conn).unwrap();
        add("prune, a dry run");
        AuditLog::prune(at(2)).chunk(500).run(conn).unwrap();
        add("prune of one chunk");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("statements_about_the_trail__{}", Conn::NAME), sheet);
        });
    }
}
