//! The commands on one article, and purge.

use crate::desk::Desk;
use diesel::prelude::*;
use model_core::prelude::*;
use newsroom::services::comments;

/// Adds comments, which readers do not post from a command line.
fn comment(desk: &Desk, title: &str, count: usize) {
    use newsroom::models::Article;
    use newsroom::schema::articles;
    let conn = &mut desk.connect();
    let article: Article = Article::objects().filter(articles::title.eq(title)).first(conn).unwrap();
    for number in 0..count {
        let body = format!("comment {number}");
        comments::post(conn, article.id, "Grace", &body, &Actor::anonymous()).unwrap();
    }
}

#[test]
fn migrate_may_be_repeated() {
    let desk = Desk::new();
    // The library has two migrations on PostgreSQL, and one elsewhere; the desk has one.
    let count = if newsroom::db::NAME == "PostgreSQL" { 12 } else { 11 };
    assert!(desk.runs(&["migrate"]).ends_with(&format!("ran {count} migrations\n")));
    assert!(desk.runs(&["migrate"]).ends_with("the tables are up to date\n"));
    assert_eq!(desk.runs(&["articles"]), "  (none)\n0 articles\n");
}

#[test]
fn an_article_is_published_deleted_and_restored() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    assert_eq!(desk.runs(&["publish", &id, "--as", "bob"]), format!("published {id} “The first”\n"));
    assert_eq!(desk.runs(&["publish", &id]), format!("{id} “The first” was already published\n"));
    assert!(desk.runs(&["articles", "--proxy", "published"]).contains("The first"));
    assert!(!desk.runs(&["articles", "--proxy", "draft"]).contains("The first"));

    comment(&desk, "The first", 2);
    assert_eq!(desk.runs(&["delete", &id]), format!("deleted {id} “The first” with 2 comments\n"));
    assert!(!desk.runs(&["articles"]).contains("The first"));
    assert!(desk.runs(&["articles", "--deleted"]).contains("The first"));
    assert!(desk.runs(&["articles", "--deleted", "--proxy", "published"]).contains("The first"));
    assert!(!desk.runs(&["articles", "--deleted", "--proxy", "draft"]).contains("The first"));

    assert_eq!(desk.runs(&["restore", &id]), format!("restored {id} “The first” with 2 comments\n"));
    assert!(desk.runs(&["articles", "--proxy", "published"]).contains("The first"));
}

#[test]
fn an_article_goes_into_the_archive_and_comes_back_as_a_draft() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    desk.refuses(&["unpublish", &id], "status: draft cannot become draft");
    desk.runs(&["publish", &id]);
    assert_eq!(desk.runs(&["archive", &id]), format!("archived {id} “The first”\n"));
    for (arguments, shown) in [("published", false), ("draft", false), ("archived", true)] {
        assert_eq!(desk.runs(&["articles", "--proxy", arguments]).contains("The first"), shown, "{arguments}");
    }
    desk.refuses(&["archive", &id], "status: archived cannot become archived");
    desk.refuses(&["publish", &id], "status: archived cannot become published");
    assert_eq!(desk.runs(&["unpublish", &id]), format!("{id} “The first” is a draft again\n"));
    assert!(desk.runs(&["show", &id]).contains("    published_at: –\n"));
    desk.runs(&["publish", &id]);
    desk.runs(&["delete", &id]);
    for command in ["archive", "unpublish"] {
        desk.refuses(&[command, &id], "is deleted: restore it first");
    }
    assert!(desk.runs(&["articles", "--proxy", "published", "--deleted"]).contains("The first"));
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail is consistent"));
}

#[test]
fn seo_texts_are_set_within_their_limits() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    let updated = desk.runs(&["seo", &id, "--title", "First of all", "--keywords", "first, sea"]);
    assert_eq!(updated, format!("{id} “The first”: the SEO texts were updated\n"));
    assert_eq!(
        desk.runs(&["seo", &id, "--keywords", "first, sea"]),
        format!("{id} “The first”: the SEO texts are unchanged\n")
    );
    let shown = desk.runs(&["show", &id]);
    assert!(shown.contains("    seo_title: First of all\n    keywords: first, sea\n"), "{shown}");
    desk.runs(&["seo", &id, "--title", ""]);
    assert!(!desk.runs(&["show", &id]).contains("seo_title"));
    let (title, description) = ("x".repeat(61), "x".repeat(161));
    let words = "seo_title: is 61 characters long, but at most 60 are allowed; \
                 seo_description: is 161 characters long, but at most 160 are allowed";
    desk.refuses(&["seo", &id, "--title", &title, "--description", &description], words);
    assert_eq!(desk.run(&["seo", &id]).code, Some(2));
    desk.runs(&["delete", &id]);
    desk.refuses(&["seo", &id, "--title", "x"], "is deleted: restore it first");
}

#[test]
fn a_comment_deleted_on_its_own_does_not_come_back_with_its_article() {
    use newsroom::models::Comment;
    let desk = Desk::with_two_articles();
    comment(&desk, "The first", 2);
    let conn = &mut desk.connect();
    let first: Comment = Comment::objects().first(conn).unwrap();
    first.delete().by(&Actor::system()).run(conn).unwrap();
    let id = desk.id("The first");
    assert!(desk.runs(&["delete", &id]).ends_with("with 1 comment\n"));
    assert!(desk.runs(&["restore", &id]).ends_with("with 1 comment\n"));
}

#[test]
fn a_history_shows_actors_and_changes() {
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    desk.runs(&["publish", &id, "--as", "bob"]);
    desk.runs(&["delete", &id, "--as", "eve"]);
    desk.runs(&["restore", &id, "--as", "ada"]);
    let history = desk.runs(&["history", &id]);
    for words in [
        " create by ada (request cli-",
        "title: The first",
        " patch by bob",
        "status: draft → published",
        "published_at: – → 2",
        " delete by eve",
        "deleted_by: – → eve",
        " restore by ada",
        "deleted_by: eve → –",
    ] {
        assert!(history.contains(words), "no `{words}` in\n{history}");
    }
    let full = history.lines().next().and_then(|line| line.split_whitespace().nth(1)).unwrap();
    assert_eq!(full.len(), 36, "the full id is printed: {history}");
    assert_eq!(desk.runs(&["history", full]), history);
}

#[test]
fn a_purge_removes_old_rows_and_a_dry_run_none() {
    let desk = Desk::with_two_articles();
    let id = desk.id("beta");
    comment(&desk, "beta", 2);
    desk.runs(&["reply", "1", "It is.", "--reader", "Edsger"]);
    desk.runs(&["react", &id, "like", "--reader", "Edsger"]);
    desk.runs(&["react", "2", "love", "--comment", "--reader", "Grace"]);
    desk.runs(&["delete", &id]);
    let before = desk.rows();

    let out = desk.runs(&["purge", "--older-than", "1", "--dry-run"]);
    assert!(
        out.starts_with("would purge 0 articles, 0 comments, 0 reactions and 0 tag links, deleted before "),
        "{out}"
    );
    let out = desk.runs(&["purge", "--older-than", "0", "--dry-run"]);
    assert!(out.starts_with("would purge 1 article, 3 comments, 2 reactions and 1 tag link, deleted before "), "{out}");
    assert!(
        desk.runs(&["purge", "--older-than", "1"])
            .starts_with("purged 0 articles, 0 comments, 0 reactions and 0 tag links")
    );
    assert_eq!(desk.rows(), before, "nothing is old enough, and a dry run removes nothing");

    let out = desk.runs(&["purge", "--older-than", "0", "--as", "bob"]);
    assert!(out.starts_with("purged 1 article, 3 comments, 2 reactions and 1 tag link, deleted before "), "{out}");
    let [articles, authors, comments, reactions, tags, links, logs] = desk.rows().unwrap();
    assert_eq!([articles, comments, reactions, tags, links], [1, 0, 0, 1, 0]);
    let [.., logs_before] = before.unwrap();
    assert_eq!((authors, logs), (3, logs_before + 1 + 7), "bob and the seven rows are in the trail");

    let history = desk.runs(&["history", &id]);
    assert!(history.contains(" hard_delete by bob"), "the trail remembers what is gone: {history}");
    desk.refuses(&["restore", &id], "there is no article");
}

#[test]
fn replies_are_purged_before_what_they_reply_to() {
    let desk = Desk::with_two_articles();
    let [first, second] = [desk.id("The first"), desk.id("beta")];
    for (command, to, text) in [
        ("comment", &*second, "stays"),
        ("reply", "1", "goes"),
        ("reply", "2", "goes too"),
        ("reply", "1", "stays too"),
    ] {
        desk.runs(&[command, to, text, "--reader", "Grace"]);
    }
    for (command, to) in [("comment", &*first), ("reply", "5"), ("reply", "6")] {
        desk.runs(&[command, to, "goes with its article", "--reader", "Grace"]);
    }
    desk.runs(&["delete", "comment", "2"]);
    desk.runs(&["delete", &first, "--because", "off topic"]);
    let history = desk.runs(&["history", &first]);
    assert_eq!(history.matches("because: off topic\n").count(), 1, "{history}");
    let out = desk.runs(&["purge", "--older-than", "0", "--dry-run"]);
    assert!(out.starts_with("would purge 1 article, 5 comments, 0 reactions and 0 tag links, "), "{out}");
    let out = desk.runs(&["purge", "--older-than", "0"]);
    assert!(out.starts_with("purged 1 article, 5 comments, 0 reactions and 0 tag links, "), "{out}");
    let shown = desk.runs(&["show", &second]);
    assert!(shown.contains("): stays\n") && shown.contains("): stays too\n") && !shown.contains("goes"), "{shown}");
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail is consistent"));
}

#[test]
fn a_slug_in_use_stops_a_restore() {
    use newsroom::models::{Article, NewArticle};
    use newsroom::schema::articles;
    let desk = Desk::with_two_articles();
    let id = desk.id("The first");
    desk.runs(&["delete", &id]);
    let conn = &mut desk.connect();
    let other: Article = Article::objects().first(conn).unwrap();
    let actor = Actor::user(other.author_id);
    let new = NewArticle::builder().title("Another").slug("the-first").body("").author_id(other.author_id);
    Article::create(new.build()).by(&actor).run(conn).unwrap();
    desk.refuses(&["restore", &id], "cannot be restored: another row now has the same slug");
    let live: i64 = Article::objects().filter(articles::slug.eq("the-first")).count().get_result(conn).unwrap();
    assert_eq!(live, 1);
}

#[test]
fn bad_ids_are_refused() {
    let desk = Desk::with_two_articles();
    let id = desk.id("beta");
    let nobody = "01890000-0000-7000-8000-000000000000";
    for command in ["publish", "delete", "restore", "show", "history"] {
        desk.refuses(&[command, nobody], "there is no article");
        desk.refuses(&[command, "00000000", "--as", "new-here"], "there is no article");
        desk.refuses(&[command, "not-an-id"], "`not-an-id` is not an article id");
        desk.refuses(&[command, ""], "is not an article id");
    }
    for command in ["publish", "show", "history"] {
        desk.refuses(&[command, "-5"], "`-5` is not an article id");
    }
    for command in ["delete", "restore"] {
        assert_eq!(desk.run(&[command, "-5"]).code, Some(2));
    }
    desk.refuses(&["restore", &id, "--as", "new-here"], "is not deleted");
    desk.runs(&["delete", &id]);
    desk.refuses(&["publish", &id, "--as", "new-here"], "is deleted: restore it first");
    desk.refuses(&["delete", &id, "--as", "new-here"], "is deleted: restore it first");
}

#[test]
fn bad_days_are_refused() {
    let desk = Desk::with_two_articles();
    desk.refuses(&["purge", "--older-than", "-1"], "--older-than expects 0 or more days, not -1");
    desk.refuses(&["purge", "--older-than", "9223372036854775807"], "no article can be that old");
    assert_eq!(desk.run(&["purge", "--older-than", "soon"]).code, Some(2));
    assert_eq!(desk.run(&["purge"]).code, Some(2));
}

#[test]
fn a_wrong_command_line_is_a_usage_error() {
    let desk = Desk::new();
    for arguments in [&["publsh"][..], &["publish"], &["articles", "--proxy", "all"], &["--nonsense"]] {
        let run = desk.run(arguments);
        assert_eq!((run.code, &*run.out), (Some(2), ""), "{arguments:?}");
        assert!(!run.err.is_empty());
    }
    desk.refuses(&["--import", "docs", "articles"], "--import is an option of the tour");
}
