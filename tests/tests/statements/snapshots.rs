//! The SQL of every generated read, and of every statement that the writes send.

use diesel::debug_query;
use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{article, articles, author, me, new_article};
use model_tests::models::{
    Article, ArticleId, ArticlePatch, Comment, Counter, DraftArticle, Member, NewComment, NewCounter, NewMember,
    NewPage, NewPlan, NewProfile, NewQuietGauge, NewTag, NewToken, NewTranslation, Page, Plan, Profile,
    PublishedArticle, QuietGauge, Status, Tag, TagCode, TagPatch, Token, Translation, Visit,
};
use model_tests::schema::{articles as table, gauges, members, pages, plans, profiles, tags, translations};
use model_tests::{Recorder, on_every_backend};
use std::fmt::Write;

/// What is snapshot: a heading and statements, again and again.
#[derive(Default)]
struct Sheet(String);

impl Sheet {
    fn add(&mut self, heading: &str, statements: &[String]) {
        let _ = writeln!(self.0, "-- {heading}");
        for sql in statements {
            let _ = writeln!(self.0, "{}", shorter(sql));
        }
        let _ = writeln!(self.0);
    }
}

/// Long statements, one clause per line.
fn shorter(sql: &str) -> String {
    let clauses = [
        " FROM ",
        " WHERE ",
        " SET ",
        " RETURNING ",
        " VALUES ",
        " ORDER BY ",
        " UNION ALL ",
        " SELECT ",
        " CASE WHEN ",
        " \"model_new\" AS (",
        " \"model_log\" AS (",
    ];
    let kept = sql.replace("DISTINCT FROM", "DISTINCT_FROM").replace("DELETE FROM", "DELETE_FROM");
    let broken = clauses.iter().fold(kept, |sql, clause| sql.replace(clause, &format!("\n   {clause}")));
    broken.replace("_FROM", " FROM")
}

/// Compares with the stored snapshot of this backend.
macro_rules! assert_sheet {
    ($name:literal, $sheet:expr) => {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{}__{}", $name, Conn::NAME), $sheet.0);
        });
    };
}

on_every_backend! {
    fn reads(db) {
        let _ = db.conn();
        let mut sheet = Sheet::default();
        macro_rules! add {
            ($($query:expr;)+) => {$(
                sheet.add(stringify!($query), &[debug_query::<Db, _>(&$query).to_string()]);
            )+};
        }
        let id = ArticleId::from(uuid::Uuid::nil());
        add! {
            Article::objects().query();
            Article::objects().with_deleted().query();
            Article::objects().only_deleted().query();
            Article::objects().unordered().query();
            Article::objects().find(id).query();
            Article::objects().count();
            Article::objects().exists();
            Article::objects().filter(table::title.eq("a")).or_filter(table::title.eq("b")).query();
            Article::objects().order(table::title).limit(3).query();
            Article::objects().select(table::title);
            PublishedArticle::objects().query();
            PublishedArticle::objects().only_deleted().query();
            DraftArticle::objects().with_deleted().query();
            Comment::objects().query();
            Comment::objects().only_deleted().query();
            Visit::objects().query();
            Tag::objects().query();
            Translation::objects().find(("a".to_owned(), "b".to_owned())).query();
            Counter::objects().query();
        }
        for (name, query) in [
            ("recent", debug_query::<Db, _>(&Article::objects().recent(days(7)).count()).to_string()),
            ("older_than", debug_query::<Db, _>(&Article::objects().older_than(days(7)).count()).to_string()),
            ("updated_since", debug_query::<Db, _>(&Visit::objects().updated_since(Default::default()).count()).to_string()),
        ] {
            sheet.add(name, &[model_tests::sql_of(&query)]);
        }
        assert_sheet!("reads", sheet);
    }

    fn writes_of_one_audited_row(db) {
        let conn = db.conn();
        let writer = author(conn).id;
        let recorder = Recorder::on(conn);
        let mut sheet = Sheet::default();
        let row = Article::create(new_article(writer, "row")).by(me()).run(conn).unwrap();
        sheet.add("create", &recorder.sent());
        let row = row.patch().title("other").body("b").by(me()).run(conn).unwrap();
        sheet.add("patch", &recorder.sent());
        row.patch().title("other").by(me()).run(conn).unwrap();
        sheet.add("patch to equal values", &recorder.sent());
        row.patch().by(me()).run(conn).unwrap();
        sheet.add("empty patch", &recorder.sent());
        let gone = row.delete().by(me()).run(conn).unwrap();
        sheet.add("delete", &recorder.sent());
        let row = gone.restore().by(me()).run(conn).unwrap();
        sheet.add("restore", &recorder.sent());
        let id = row.id;
        row.hard_delete().by(me()).run(conn).unwrap();
        sheet.add("hard_delete of a live row", &recorder.sent());
        Article::history(id).run(conn).unwrap();
        sheet.add("history", &recorder.sent());
        let gone = Article::create(new_article(writer, "x")).by(me()).run(conn).unwrap().delete().by(me()).run(conn).unwrap();
        recorder.sent();
        gone.hard_delete().by(me()).run(conn).unwrap();
        sheet.add("hard_delete of a deleted row", &recorder.sent());
        assert_sheet!("writes_of_one_audited_row", sheet);
    }

    fn writes_of_audited_sets(db) {
        let conn = db.conn();
        let writer = author(conn).id;
        let recorder = Recorder::on(conn);
        let mut sheet = Sheet::default();
        Article::create_many([new_article(writer, "a"), new_article(writer, "b")]).by(me()).run(conn).unwrap();
        sheet.add("create_many", &recorder.sent());
        let set = || Article::objects().filter(table::title.eq("a")).or_filter(table::title.eq("b"));
        set().patch().status(Status::InReview).by(me()).run(conn).unwrap();
        sheet.add("patch", &recorder.sent());
        let ids: Vec<ArticleId> = set().order(table::title).select(table::id).load(conn).unwrap();
        recorder.sent();
        let patches = ids.iter().zip(["a", "b"]).map(|(id, body)| (id, ArticlePatch::new().body(body)));
        Article::patch_many(patches).by(me()).run(conn).unwrap();
        sheet.add("patch_many", &recorder.sent());
        set().delete().by(me()).run(conn).unwrap();
        sheet.add("delete", &recorder.sent());
        set().only_deleted().restore().by(me()).run(conn).unwrap();
        sheet.add("restore", &recorder.sent());
        set().hard_delete().by(me()).run(conn).unwrap();
        sheet.add("hard_delete", &recorder.sent());
        articles(conn, ["c"]);
        recorder.sent();
        Article::objects().with_deleted().hard_delete().by(me()).run(conn).unwrap();
        sheet.add("hard_delete of everything", &recorder.sent());
        assert_sheet!("writes_of_audited_sets", sheet);
    }

    fn writes_without_an_audit(db) {
        let conn = db.conn();
        let about = article(conn, "about").id;
        let new = |body: &str| NewComment::builder().article_id(about).body(body).build();
        let recorder = Recorder::on(conn);
        let mut sheet = Sheet::default();
        let row = Comment::create(new("a")).run(conn).unwrap();
        sheet.add("create", &recorder.sent());
        Comment::create_many([new("b"), new("c")]).run(conn).unwrap();
        sheet.add("create_many", &recorder.sent());
        let row = row.patch().body("d").run(conn).unwrap();
        sheet.add("patch", &recorder.sent());
        row.patch().body("d").run(conn).unwrap();
        sheet.add("patch to equal values", &recorder.sent());
        let gone = row.delete().run(conn).unwrap();
        sheet.add("delete", &recorder.sent());
        let row = gone.restore().run(conn).unwrap();
        sheet.add("restore", &recorder.sent());
        row.hard_delete().run(conn).unwrap();
        sheet.add("hard_delete", &recorder.sent());
        Comment::objects().patch().body("e").run(conn).unwrap();
        sheet.add("patch of a set", &recorder.sent());
        Comment::objects().delete().run(conn).unwrap();
        sheet.add("delete of a set", &recorder.sent());
        Comment::objects().only_deleted().restore().run(conn).unwrap();
        sheet.add("restore of a set", &recorder.sent());
        Comment::objects().hard_delete().run(conn).unwrap();
        sheet.add("hard_delete of a set", &recorder.sent());
        let tags = ["x", "y"].map(|code| NewTag::builder().code(code.to_owned()).name(code).build());
        Tag::create_many(tags).run(conn).unwrap();
        sheet.add("create_many with keys of text", &recorder.sent());
        let names = ["x", "y"].map(|code| (TagCode::from(code.to_owned()), TagPatch::new().name(format!("{code}!"))));
        Tag::patch_many(names).run(conn).unwrap();
        sheet.add("patch_many", &recorder.sent());
        assert_sheet!("writes_without_an_audit", sheet);
    }

    fn writes_that_are_counted(db) {
        let conn = db.conn();
        let writer = author(conn).id;
        let about = article(conn, "about").id;
        let recorder = Recorder::on(conn);
        let mut sheet = Sheet::default();
        Article::create_many([new_article(writer, "a"), new_article(writer, "b")]).by(me()).counted().run(conn).unwrap();
        sheet.add("audited", &recorder.sent());
        let counters = ["a", "b"].map(|label| NewCounter::builder().label(label).build());
        Counter::create_many(counters).by(me()).counted().run(conn).unwrap();
        sheet.add("audited, with keys that the database makes", &recorder.sent());
        let new = |locale: &str| NewTranslation::builder().locale(locale).term("a").text("x").build();
        Translation::create_many([new("de"), new("fr")]).by(me()).counted().run(conn).unwrap();
        sheet.add("audited, with composite keys", &recorder.sent());
        let comments = ["b", "c"].map(|body| NewComment::builder().article_id(about).body(body).build());
        Comment::create_many(comments).counted().run(conn).unwrap();
        sheet.add("without an audit", &recorder.sent());
        let tags = ["x", "y"].map(|code| NewTag::builder().code(code.to_owned()).name(code).build());
        Tag::create_many(tags).counted().run(conn).unwrap();
        sheet.add("without an audit, with keys of text", &recorder.sent());
        assert_sheet!("writes_that_are_counted", sheet);
    }

    fn writes_of_upserts_and_slugs(db) {
        let conn = db.conn();
        let recorder = Recorder::on(conn);
        let mut sheet = Sheet::default();
        let page = |title: &str| NewPage::builder().site(1).slug("a").title(title).build();
        let upsert = |title| Page::upsert(page(title)).on((pages::slug, pages::site)).by(me());
        let _ = upsert("a").run(conn).unwrap();
        sheet.add("upsert of a new row", &recorder.sent());
        let row = upsert("b").update_if(pages::views.lt(5)).run(conn).unwrap().into_row();
        sheet.add("upsert of a row that is there, with a condition", &recorder.sent());
        row.delete().by(me()).run(conn).unwrap();
        recorder.sent();
        let _ = upsert("c").on_deleted(OnDeleted::Revive).run(conn).unwrap();
        sheet.add("upsert that revives", &recorder.sent());
        let member = |mail: &str| NewMember::builder().name("Bo").mail(mail).build();
        Member::create(member("a")).run(conn).unwrap();
        sheet.add("create with a slug", &recorder.sent());
        Member::create_many([member("b"), member("c")]).run(conn).unwrap();
        sheet.add("create_many with slugs", &recorder.sent());
        Member::get_or_create(member("a")).on(members::mail).run(conn).unwrap();
        sheet.add("get_or_create of a row that is there", &recorder.sent());
        let _ = Member::upsert(member("a")).on(members::mail).run(conn).unwrap();
        sheet.add("upsert of equal values", &recorder.sent());
        assert_sheet!("writes_of_upserts_and_slugs", sheet);
    }

    fn writes_of_upserts_by_the_key(db) {
        let conn = db.conn();
        let recorder = Recorder::on(conn);
        let mut sheet = Sheet::default();
        let term = |text: &str| NewTranslation::builder().locale("de").term("cat").text(text).build();
        let upsert = |text| Translation::upsert(term(text)).on((translations::locale, translations::term)).by(me());
        let _ = upsert("a").run(conn).unwrap();
        sheet.add("upsert of a new row", &recorder.sent());
        let _ = upsert("b").run(conn).unwrap();
        sheet.add("upsert of a row that is there", &recorder.sent());
        assert_sheet!("writes_of_upserts_by_the_key", sheet);
    }

    fn writes_that_overwrite(db) {
        let conn = db.conn();
        let recorder = Recorder::on(conn);
        let mut sheet = Sheet::default();
        let tag = |code: &str, name: &str| NewTag::builder().code(code.to_owned()).name(name).build();
        Tag::upsert_many([tag("x", "X"), tag("y", "Y")]).on(tags::code).overwrite().run(conn).unwrap();
        sheet.add("by the key", &recorder.sent());
        let gauge = |id, level| NewQuietGauge::builder().id(id).label("a").level(level).build();
        let gauges = QuietGauge::upsert_many([gauge(1, 1), gauge(2, 1)]).on(gauges::id).overwrite();
        gauges.run(conn).unwrap();
        sheet.add("with a version", &recorder.sent());
        let gauges = QuietGauge::upsert_many([gauge(1, 2), gauge(2, 0)]).on(gauges::id).overwrite();
        gauges.newest_by(gauges::level).run(conn).unwrap();
        sheet.add("only newer rows", &recorder.sent());
        let terms = ["cat", "cow"].map(|term| NewTranslation::builder().locale("de").term(term).text("a").build());
        let terms = Translation::upsert_many(terms).on((translations::locale, translations::term)).overwrite();
        terms.newest_by(translations::text).by(me()).run(conn).unwrap();
        sheet.add("audited", &recorder.sent());
        assert_sheet!("writes_that_overwrite", sheet);
    }

    fn deletions_that_return_their_rows(db) {
        let conn = db.conn();
        articles(conn, ["a", "b"]);
        let about = article(conn, "about").id;
        let new = |body: &str| NewComment::builder().article_id(about).body(body).build();
        Comment::create_many([new("b"), new("c")]).run(conn).unwrap();
        let recorder = Recorder::on(conn);
        let mut sheet = Sheet::default();
        Article::objects().filter(table::title.eq("a")).delete().returning().by(me()).run(conn).unwrap();
        sheet.add("delete", &recorder.sent());
        Article::objects().filter(table::title.eq("b")).hard_delete().returning().by(me()).run(conn).unwrap();
        sheet.add("hard_delete", &recorder.sent());
        Comment::objects().delete().returning().run(conn).unwrap();
        sheet.add("delete without an audit", &recorder.sent());
        Comment::objects().with_deleted().hard_delete().returning().run(conn).unwrap();
        sheet.add("hard_delete without an audit", &recorder.sent());
        assert_sheet!("deletions_that_return_their_rows", sheet);
    }

    fn writes_of_upserts_by_parts_of_an_index(db) {
        let conn = db.conn();
        let recorder = Recorder::on(conn);
        let mut sheet = Sheet::default();
        let new = |email: &str| NewProfile::builder().email(email).number(7).team(1).build();
        let _ = Profile::upsert(new("a")).on(profiles::email).by(me()).run(conn).unwrap();
        sheet.add("upsert of a new row, by a function", &recorder.sent());
        let _ = Profile::upsert(new("A")).on(profiles::email).by(me()).run(conn).unwrap();
        sheet.add("upsert of a row that is there, by a function", &recorder.sent());
        let _ = Profile::upsert(new("b")).on(profiles::number).by(me()).run(conn).unwrap();
        sheet.add("upsert of a row that is there, with a condition", &recorder.sent());
        assert_sheet!("writes_of_upserts_by_parts_of_an_index", sheet);
    }

    fn writes_of_columns_that_are_never_read(db) {
        let conn = db.conn();
        let recorder = Recorder::on(conn);
        let mut sheet = Sheet::default();
        let new = NewToken::builder().owner("a").secret(vec![1]).build();
        let token = Token::create(new).by(me()).run(conn).unwrap();
        sheet.add("create", &recorder.sent());
        token.patch().secret(vec![2]).by(me()).run(conn).unwrap();
        sheet.add("patch", &recorder.sent());
        Token::objects().patch().secret(vec![3]).uses(1).by(me()).run(conn).unwrap();
        sheet.add("patch of a set", &recorder.sent());
        assert_sheet!("writes_of_columns_that_are_never_read", sheet);
    }

    fn writes_of_rows_with_a_version(db) {
        let conn = db.conn();
        let recorder = Recorder::on(conn);
        let mut sheet = Sheet::default();
        let old = Plan::create(NewPlan::builder().title("a").build()).by(me()).run(conn).unwrap();
        sheet.add("create", &recorder.sent());
        let row = old.patch().title("b").by(me()).run(conn).unwrap();
        sheet.add("patch", &recorder.sent());
        let _ = old.patch().title("c").by(me()).outcome(conn).unwrap();
        sheet.add("patch of an old state", &recorder.sent());
        Plan::patch_by_key(row.id).title("c").by(me()).run(conn).unwrap();
        sheet.add("patch by the key", &recorder.sent());
        Plan::objects().patch().title("d").by(me()).run(conn).unwrap();
        sheet.add("patch of a set", &recorder.sent());
        let gone = Plan::delete_by_key(row.id).expecting(4).by(me()).run(conn).unwrap();
        sheet.add("delete", &recorder.sent());
        gone.hard_delete().by(me()).run(conn).unwrap();
        sheet.add("hard_delete", &recorder.sent());
        let old = QuietGauge::create(NewQuietGauge::builder().label("a").level(1).build()).run(conn).unwrap();
        recorder.sent();
        let row = old.patch().level(2).run(conn).unwrap();
        sheet.add("patch without an audit", &recorder.sent());
        let _ = old.patch().level(3).into_write().outcome(conn).unwrap();
        sheet.add("patch of an old state without an audit", &recorder.sent());
        row.delete().run(conn).unwrap();
        sheet.add("delete without an audit", &recorder.sent());
        assert_sheet!("writes_of_rows_with_a_version", sheet);
    }

    fn writes_by_expressions(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let recorder = Recorder::on(conn);
        let mut sheet = Sheet::default();
        let patch = row.patch().body(table::slug).views(table::views + 1).published_at(Now);
        patch.by(me()).run(conn).unwrap();
        sheet.add("patch, with a masked and a skipped column", &recorder.sent());
        Article::objects().filter(table::views.lt(9)).patch().body(table::title).by(me()).run(conn).unwrap();
        sheet.add("patch of a set", &recorder.sent());
        let old = QuietGauge::create(NewQuietGauge::builder().label("a").level(1).build()).run(conn).unwrap();
        recorder.sent();
        let row = old.patch().level(gauges::level * 2 + 1).label("b").run(conn).unwrap();
        sheet.add("patch without an audit", &recorder.sent());
        QuietGauge::objects().patch().level(gauges::level - 1).run(conn).unwrap();
        sheet.add("patch of a set without an audit", &recorder.sent());
        // One column after the other, where the database sets them so.
        let plan = Plan::create(NewPlan::builder().title("a").build()).by(me()).run(conn).unwrap();
        recorder.sent();
        plan.patch().title("b").notes(plans::title.nullable()).by(me()).run(conn).unwrap();
        sheet.add("patch that needs the old value of another column", &recorder.sent());
        QuietGauge::patch_by_key(row.id).level(gauges::level).run(conn).unwrap();
        sheet.add("patch that changes nothing", &recorder.sent());
        assert_sheet!("writes_by_expressions", sheet);
    }

    fn writes_with_other_keys(db) {
        let conn = db.conn();
        let recorder = Recorder::on(conn);
        let mut sheet = Sheet::default();
        let new = |term: &str| NewTranslation::builder().locale("de").term(term).text("x").build();
        let row = Translation::create(new("a")).by(me()).run(conn).unwrap();
        sheet.add("create with a composite key", &recorder.sent());
        row.patch().text("y").by(me()).run(conn).unwrap();
        sheet.add("patch by a composite key", &recorder.sent());
        Translation::objects().patch().text("z").by(me()).run(conn).unwrap();
        sheet.add("patch of a set with composite keys", &recorder.sent());
        Translation::objects().delete().by(me()).run(conn).unwrap();
        sheet.add("delete of a set with composite keys", &recorder.sent());
        let row = Counter::create(NewCounter::builder().label("a").build()).by(me()).run(conn).unwrap();
        sheet.add("create with renamed and kept columns", &recorder.sent());
        row.patch().label("b").by(me()).run(conn).unwrap();
        sheet.add("patch of renamed and kept columns", &recorder.sent());
        assert_sheet!("writes_with_other_keys", sheet);
    }
}

#[cfg(feature = "postgres")]
#[test]
fn a_patch_by_expressions_is_one_statement() {
    use model_core::verbs::Written;
    use model_tests::Database;
    use model_tests::connections::PgConnection;

    let mut db = Database::<PgConnection>::fresh();
    let conn = db.conn();
    let row = article(conn, "row");
    let patch = || row.patch().views(table::views + 3).published_at(Now).by(me()).statement().unwrap();
    let patched: Written<Article> = patch().get_result(conn).unwrap();
    let Outcome::Changed(patched) = patched.of_live() else { panic!("it is a change") };
    assert_eq!((patched.views, patched.published_at), (3, Some(patched.updated_at)));
    let patched: Written<Article> = patch().get_result(conn).unwrap();
    assert_eq!(patched.of_live().into_result().unwrap().views, 6);
}
