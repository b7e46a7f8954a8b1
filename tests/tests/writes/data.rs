//! Patches as data.

use model_core::prelude::*;
use model_tests::make::{article, at, me};
use model_tests::models::ArticlePatch;
use model_tests::on_every_backend;
use model_tests::schema::articles;

on_every_backend! {
    fn a_patch_can_be_applied_without_a_database(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let patch = || ArticlePatch::new().title("other").views(3).published_at(at(7));
        let applied = patch().applied_to(row.clone()).unwrap();
        let patched = row.patch().with(patch()).keep_updated_at().by(me()).run(conn).unwrap();
        assert_eq!(applied, patched);
        assert_eq!(ArticlePatch::new().applied_to(row.clone()), Some(row.clone()));
        assert_eq!(ArticlePatch::new().views(articles::views + 1).applied_to(row), None, "the database computes it");
    }
}
