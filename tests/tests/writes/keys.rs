//! Typed keys.

use diesel::prelude::*;
use model_core::Key;
use model_core::prelude::*;
use model_tests::make::{article, articles, me};
use model_tests::models::{Article, ArticleId, Comment, CommentId, NewComment, NewTag, NewVisit, Tag, TagCode, Visit};
use model_tests::on_every_backend;
use model_tests::schema::{articles as table, comments, tags};
use uuid::Uuid;

#[test]
fn a_key_survives_its_text_and_its_json() {
    let id = ArticleId::generate();
    assert_eq!(id.inner().get_version_num(), 7);
    assert_eq!(id.to_string().parse::<ArticleId>().unwrap(), id);
    assert_eq!(serde_json::from_value::<ArticleId>(serde_json::to_value(id).unwrap()).unwrap(), id);
    assert_eq!(ArticleId::from(Uuid::from(id)), id);
    assert!("not a key".parse::<ArticleId>().is_err());
    assert_eq!("12".parse::<CommentId>().unwrap(), CommentId::from(12));
    assert_eq!(TagCode::from("x".to_owned()).to_string(), "x");
    assert!(ArticleId::generate() > id, "later keys sort later");
}

on_every_backend! {
    fn a_key_stands_in_an_expression(db) {
        let conn = db.conn();
        let [a, b] = articles(conn, ["a", "b"]);
        let found: Article = Article::objects().filter(table::id.eq(a.id)).first(conn).unwrap();
        assert_eq!(found, a);
        let found: Article = Article::objects().filter(table::id.eq(&b.id)).first(conn).unwrap();
        assert_eq!(found, b);
        let both: Vec<Article> = Article::objects().filter(table::id.eq_any([a.id, b.id])).load(conn).unwrap();
        assert_eq!(both.len(), 2);
        let ids: Vec<ArticleId> = Article::objects().order(table::title).select(table::id).load(conn).unwrap();
        assert_eq!(ids, [a.id, b.id]);
        // The plain Diesel query beside it.
        let title: String = table::table.filter(table::id.eq(a.id)).select(table::title).first(conn).unwrap();
        assert_eq!(title, "a");
        let n = diesel::update(table::table.filter(table::id.eq(a.id))).set(table::views.eq(3)).execute(conn);
        assert_eq!(n.unwrap(), 1);
        let whole: Article = table::table.select(Article::selection()).filter(table::id.eq(a.id)).first(conn).unwrap();
        assert_eq!(whole.views, 3);
        let selected: Article = table::table.select(Article::as_select()).filter(table::id.eq(a.id)).first(conn).unwrap();
        assert_eq!(selected, whole);
    }

    fn keys_of_numbers_and_text_find_their_rows(db) {
        let conn = db.conn();
        let about = article(conn, "about").id;
        let new = NewComment::builder().article_id(about).body("b").build();
        let comment = Comment::create(new).run(conn).unwrap();
        let found: Comment = Comment::objects().find(comment.id).first(conn).unwrap();
        assert_eq!(found, comment);
        let found: Comment = Comment::objects().filter(comments::article_id.eq(about)).first(conn).unwrap();
        assert_eq!(found, comment);

        let tag = Tag::create(NewTag::builder().code("a'b".to_owned()).name("A").build()).run(conn).unwrap();
        assert_eq!(Tag::objects().find(&tag.code).first::<Tag>(conn).unwrap(), tag);
        assert_eq!(Tag::objects().filter(tags::code.eq(&tag.code)).first::<Tag>(conn).unwrap(), tag);
        assert_eq!(Tag::patch_by_key(&tag.code).uses(2).run(conn).unwrap().uses, 2);

        let visit = Visit::create(NewVisit::builder().path("/").build()).run(conn).unwrap();
        assert_eq!(Visit::objects().find(visit.id).first::<Visit>(conn).unwrap(), visit);
    }

    fn composite_keys_find_their_rows(db) {
        use model_tests::models::{NewTranslation, Translation};
        let conn = db.conn();
        for (locale, term) in [("de", "a"), ("de", "b"), ("en", "a")] {
            let new = NewTranslation::builder().locale(locale).term(term).text("-").build();
            Translation::create(new).by(me()).run(conn).unwrap();
        }
        let key = ("de".to_owned(), "b".to_owned());
        let row: Translation = Translation::objects().find(key.clone()).first(conn).unwrap();
        assert_eq!(row.key(), key);
        let row = row.patch().text("x").by(me()).run(conn).unwrap();
        assert_eq!(row.text, "x");
        assert_eq!(Translation::objects().count().get_result::<i64>(conn).unwrap(), 3);
        Translation::delete_by_key(&key).by(me()).run(conn).unwrap();
        let rest: Vec<Translation> = Translation::objects().load(conn).unwrap();
        assert_eq!(rest.iter().filter(|row| row.text == "-").count(), 2);
    }
}
