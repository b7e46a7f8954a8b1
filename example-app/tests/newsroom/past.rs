//! The past of an article: its history, the article as it was, and reverting a change.

use crate::desk::Desk;
use diesel::prelude::*;
use model_core::AuditLog;
use model_core::prelude::*;
use newsroom::models::Article;
use newsroom::schema::articles;

/// A desk where ada imported two articles, bob revised the first one, and eve published it.
fn desk() -> (Desk, String) {
    let desk = Desk::with_two_articles();
    desk.write("docs/alpha.md", "# The first\n\nOne line.\nA better line, and a longer one.\n");
    desk.runs(&["import", "docs", "--as", "bob"]);
    let id = desk.id("The first");
    desk.runs(&["publish", &id, "--as", "eve"]);
    (desk, id)
}

/// The entry of the article's revision.
fn revision(desk: &Desk) -> AuditLog {
    let mut trail = desk.trail().into_iter();
    trail.find(|entry| entry.action == "patch" && entry.change("body").is_some()).expect("the article was revised")
}

fn article(desk: &Desk) -> Article {
    Article::objects().filter(articles::slug.eq("the-first")).first(&mut desk.connect()).unwrap()
}

#[test]
fn a_long_text_is_shown_as_a_diff() {
    let (desk, id) = desk();
    let history = desk.runs(&["history", &id]);
    let diff = "    body:\n        One line.\n      - Another line.\n      + A better line, and a longer one.\n#";
    assert!(history.contains(diff), "{history}");
    assert!(!history.contains('\u{1b}') && !history.contains("updated_"), "{history}");
    let coloured = desk.runs(&["history", &id, "--color", "always"]);
    assert!(coloured.contains("\u{1b}[31m- Another line.\u{1b}[0m"), "{coloured}");
    assert!(coloured.contains("status: \u{1b}[31mdraft\u{1b}[0m → \u{1b}[32mpublished\u{1b}[0m"), "{coloured}");
    assert_eq!(desk.run(&["history", &id, "--color", "red"]).code, Some(2));
}

#[test]
fn a_history_is_filtered() {
    let (desk, id) = desk();
    let by = |arguments: &[&str]| desk.runs(&[&["history", &*id], arguments].concat());
    // The actions of a history, in their order.
    let actions = |arguments: &[&str]| {
        let history = by(arguments);
        let heads = history.lines().filter(|line| line.starts_with('#'));
        heads.map(|line| line.split_whitespace().skip(3).take(3).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(actions(&[]), ["create by ada", "patch by bob", "patch by eve"]);
    assert_eq!(actions(&["--actor", "bob"]), ["patch by bob"]);
    assert_eq!(actions(&["--action", "patch"]), ["patch by bob", "patch by eve"]);
    assert_eq!(actions(&["--field", "body"]), ["create by ada", "patch by bob"]);
    let entry = revision(&desk);
    let instant = entry.created_at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string();
    assert_eq!(actions(&["--since", &instant]), ["patch by bob", "patch by eve"]);
    assert_eq!(actions(&["--until", &instant]), ["create by ada"]);
    assert_eq!(actions(&["--request", &entry.request_id.unwrap()]), ["patch by bob"]);
    assert!(by(&["--since", "9999-12-31"]).ends_with("”\n  (none)\n"));

    let of_body = by(&["--field", "body"]);
    assert!(of_body.contains("    body:\n      # The first\n\n      One line.\n      Another line.\n#"), "{of_body}");
    assert!(!of_body.contains("title:"), "no other field is printed:\n{of_body}");

    let counts = by(&["--counts"]);
    assert!(counts.contains("\n create  1\n patch   2\n") && counts.ends_with("\n3 entries\n"), "{counts}");
    assert!(by(&["--counts", "--actor", "eve"]).ends_with("\n patch   1\n1 entry\n"));
}

#[test]
fn a_wrong_filter_is_refused() {
    let (desk, id) = desk();
    desk.refuses(&["history", &id, "--actor", "nobody"], "the audit trail has no actor called `nobody`");
    desk.refuses(
        &["history", &id, "--field", "handle"],
        "there is no field `handle`: expected one of author_id, body, ",
    );
    desk.refuses(
        &["history", &id, "--field", "words", "--counts"],
        "the audit trail does not record the field `words`",
    );
    assert_eq!(desk.run(&["history", &id, "--since", "yesterday"]).code, Some(2));
}

#[test]
fn an_event_stands_in_the_history_with_its_details() {
    let (desk, id) = desk();
    let details = serde_json::json!({ "readers": 12, "subject": "The first of many" });
    let event = AuditLog::event("newsletter.sent").on(&article(&desk)).details(details);
    event.by(&Actor::service("mailer").request("req-7")).run(&mut desk.connect()).unwrap();
    let history = desk.runs(&["history", &id]);
    let expected =
        " newsletter.sent by service mailer (request req-7)\n    readers: 12\n    subject: The first of many\n";
    assert!(history.ends_with(expected) && history.lines().next().unwrap().ends_with("“The first”"), "{history}");
}

#[test]
fn an_article_is_shown_as_it_is_and_as_it_was() {
    let (desk, id) = desk();
    let full = article(&desk).id;
    let now = desk.runs(&["show", &id]);
    assert!(
        now.starts_with(&format!("article {full} “The first”\n    title: The first\n    slug: the-first\n")),
        "{now}"
    );
    let text = "    body:\n      # The first\n\n      One line.\n      A better line, and a longer one.\n";
    assert!(now.contains("    status: Published\n    author: ada\n") && now.ends_with(text), "{now}");
    assert!(!now.contains("unknown"), "{now}");

    // The instant before the revision is the last one at which the article was as it had been imported.
    let before = revision(&desk).created_at - chrono::TimeDelta::microseconds(1);
    let then = desk.runs(&["show", &id, "--at", &before.format("%Y-%m-%d %H:%M:%S%.6f").to_string()]);
    assert!(then.lines().next().unwrap().contains("“The first” as it was at "), "{then}");
    assert!(then.contains("    status: Draft\n") && then.contains("    published_at: –\n"), "{then}");
    assert!(then.contains("    words: 12 (unknown: this is the current value)\n"), "{then}");
    assert!(then.ends_with("    body:\n      # The first\n\n      One line.\n      Another line.\n"), "{then}");

    desk.runs(&["delete", &id]);
    let deleted = desk.runs(&["show", &id]);
    assert!(deleted.contains("    deleted_by: desk\n"), "{deleted}");
}

#[test]
fn a_second_means_its_end() {
    let (desk, id) = desk();
    let published = desk.trail().last().unwrap().created_at;
    let printed = published.format("%Y-%m-%d %H:%M:%S").to_string();
    assert!(desk.runs(&["history", &id]).contains(&printed));
    for at in [&*printed, &printed[..16], &printed[..10]] {
        assert!(desk.runs(&["show", &id, "--at", at]).contains("    status: Published\n"), "{at}");
    }
}

#[test]
fn a_missing_or_unknown_past_is_not_shown() {
    let (desk, id) = desk();
    desk.refuses(&["show", &id, "--at", "2020-01-01"], "did not exist at");
    assert_eq!(desk.run(&["show", &id, "--at", "2020-13-01"]).code, Some(2));
    let before = revision(&desk).created_at.format("%Y-%m-%d %H:%M:%S%.6f").to_string();
    desk.runs(&["delete", &id]);
    desk.runs(&["purge", "--older-than", "0"]);
    desk.refuses(&["show", &id], "there is no article");
    desk.refuses(&["show", &id, "--at", "9999-12-31"], "did not exist at");
    desk.refuses(&["show", &id, "--at", &before], "cannot be shown as it was: `words`: the row is gone");
    assert!(desk.runs(&["history", &id]).contains(" hard_delete by desk"));
}

#[test]
fn a_change_is_reverted_by_a_new_change() {
    let (desk, id) = desk();
    let entry = revision(&desk).id.to_string();
    let (revised, trail) = (article(&desk), desk.trail().len());
    assert_eq!(revised.words, 12);
    let out = desk.runs(&["revert", &id, &entry, "--as", "zoe"]);
    assert!(out.starts_with(&format!("reverted entry #{entry} of {id} “The first”:\n#")), "{out}");
    let diff = "    body:\n        One line.\n      - A better line, and a longer one.\n      + Another line.\n";
    assert!(out.contains(" patch by zoe (request cli-") && out.ends_with(diff), "{out}");

    let reverted = article(&desk);
    assert_eq!((&*reverted.body, reverted.words), ("# The first\n\nOne line.\nAnother line.\n", 7));
    assert_eq!(reverted.publication.status, revised.publication.status, "what came after the revision stays");
    assert_eq!(desk.trail().len(), trail + 2, "zoe was created as an author, and reverted the change");
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail is consistent"));

    let again = desk.runs(&["revert", &id, &format!("#{entry}"), "--as", "zoe"]);
    assert_eq!(
        again,
        format!("there is nothing to revert: {id} “The first” already has the values from before entry #{entry}\n")
    );
    assert_eq!(desk.trail().len(), trail + 2, "nothing was written");
    let revert = desk.trail().last().unwrap().id.to_string();
    desk.runs(&["revert", &id, &revert]);
    assert_eq!((article(&desk).body, article(&desk).words), (revised.body, 12), "a revert can be reverted");
}

#[test]
fn an_entry_that_cannot_be_reverted_is_refused() {
    let (desk, id) = desk();
    let conn = &mut desk.connect();
    AuditLog::event("newsletter.sent").on(&article(&desk)).by(&Actor::system()).run(conn).unwrap();
    AuditLog::event("robot.ran").by(&Actor::system()).run(conn).unwrap();
    let other = desk.id("beta");
    let refuses = |entry: i64, words: &str| {
        desk.refuses(&["revert", &id, &entry.to_string(), "--as", "new-here"], &format!("entry #{entry} {words}"));
    };
    let entry = |action: &str, model: &str, name: &str| {
        let fits = |log: &AuditLog| (&*log.action, &*log.content_type, &*log.object_repr) == (action, model, name);
        desk.trail().into_iter().find(fits).unwrap_or_else(|| panic!("no {action} {model} {name}")).id
    };
    refuses(entry("create", "article", "The first"), "cannot be reverted: use `delete` to undo a creation");
    refuses(entry("create", "article", "beta"), &format!("belongs to article “beta”, not to article {id}"));
    refuses(entry("create", "author", "bob"), &format!("belongs to author “bob”, not to article {id}"));
    refuses(entry("newsletter.sent", "article", "The first"), "cannot be reverted: `newsletter.sent` is an event");
    refuses(entry("robot.ran", "", ""), "belongs to the event `robot.ran`, not to article");
    desk.refuses(&["revert", &id, "999999", "--as", "new-here"], "the audit trail has no entry #999999");
    desk.refuses(
        &["revert", &other, &revision(&desk).id.to_string()],
        "belongs to article “The first”, not to article",
    );
    desk.refuses(&["revert", "00000000", "1"], "there is no article");
    for wrong in [&["revert", &*id][..], &["revert", &id, "x"], &["revert", &id, "-1"], &["revert", &id, "0"]] {
        assert_eq!(desk.run(wrong).code, Some(2), "{wrong:?}");
    }

    desk.runs(&["delete", &id]);
    refuses(entry("delete", "article", "The first"), "cannot be reverted: use `restore` to undo a deletion");
    let entry = revision(&desk).id.to_string();
    desk.refuses(&["revert", &id, &entry, "--as", "new-here"], "is deleted: restore it first");
    desk.runs(&["purge", "--older-than", "0"]);
    desk.refuses(&["revert", &id, &entry, "--as", "new-here"], "there is no article");
}

#[test]
fn a_slug_in_use_is_not_reverted() {
    use newsroom::models::NewArticle;
    let (desk, id) = desk();
    let conn = &mut desk.connect();
    let author = article(&desk).author_id;
    let actor = Actor::user(author);
    article(&desk).patch().slug("moved").by(&actor).run(conn).unwrap();
    let moved = desk.trail().last().unwrap().id;
    let new = NewArticle::builder().title("Another").slug("the-first").body("").author_id(author);
    Article::create(new.build()).by(&actor).run(conn).unwrap();
    desk.refuses(
        &["revert", &id, &moved.to_string()],
        &format!("entry #{moved} cannot be reverted: slug: a row with this value"),
    );
}
