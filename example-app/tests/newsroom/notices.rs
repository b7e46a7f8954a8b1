//! Notices, and which account sees which.

use crate::desk::Desk;
use diesel::prelude::*;
use model_core::prelude::*;
use newsroom::models::{Account, AccountScopes as _, Audience, NewNotice, Notice, NoticeScopes as _, Recipients};

const GRACE: &str = "grace@readers.example";
const ADA: &str = "ada@newsroom.example";

/// A reader, an author with an account, and a notice of each of four kinds.
fn desk() -> (Desk, String) {
    let desk = Desk::with_two_articles();
    desk.account(GRACE, &["--name", "Grace"]);
    desk.account(ADA, &["--author", "ada"]);
    let id = desk.id("The first");
    desk.runs(&["notice", "send", "one"]);
    desk.runs(&["notice", "send", "two", "--account", GRACE]);
    desk.runs(&["notice", "send", "three", "--readers", &id]);
    desk.runs(&["notice", "send", "four", "--desk"]);
    (desk, id)
}

/// The notices that an account sees, the latest first.
fn seen(desk: &Desk, email: &str, more: &[&str]) -> Vec<String> {
    let out = desk.runs(&[&["notice", "list", email], more].concat());
    let lines = out.lines().filter(|line| {
        line.ends_with(" one") || line.ends_with(" two") || line.ends_with(" three") || line.ends_with(" four")
    });
    lines.map(|line| line.split_whitespace().last().unwrap().to_owned()).collect()
}

#[test]
fn each_account_sees_its_notices_once() {
    let (desk, id) = desk();
    assert_eq!(seen(&desk, GRACE, &[]), ["two", "one"]);
    assert_eq!(seen(&desk, ADA, &[]), ["four", "one"]);
    assert_eq!(desk.runs(&["notice", "follow", GRACE, &id]), format!("Grace now follows article {id}\n"));
    assert_eq!(desk.runs(&["notice", "follow", GRACE, &id]), format!("Grace already follows article {id}\n"));
    desk.runs(&["notice", "follow", ADA, &id]);
    desk.runs(&["notice", "follow", ADA, &desk.id("beta")]);
    assert_eq!(seen(&desk, GRACE, &[]), ["three", "two", "one"]);
    assert_eq!(seen(&desk, ADA, &[]), ["four", "three", "one"]);

    // The scope stays outside of every filter, and counts as it lists.
    let conn = &mut desk.connect();
    let grace: Account = Account::objects().with_address(GRACE).first(conn).unwrap();
    let either = Notice::objects().for_account(grace.id).filter(newsroom::schema::notices::text.eq("two"));
    let either = either.or_filter(newsroom::schema::notices::text.eq("four"));
    assert_eq!(either.count().get_result::<i64>(conn).unwrap(), 1);
    assert_eq!(Notice::objects().for_account(grace.id).count().get_result::<i64>(conn).unwrap(), 3);
    let recipients: Vec<_> = Notice::objects().load::<Notice>(conn).unwrap().iter().map(Notice::recipients).collect();
    assert!(matches!(
        recipients[..],
        [
            Some(Recipients::Desk),
            Some(Recipients::Readers(_)),
            Some(Recipients::Account(_)),
            Some(Recipients::Everybody)
        ]
    ));
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail is consistent"));
}

#[test]
fn a_read_notice_is_not_new() {
    let (desk, _) = desk();
    assert_eq!(desk.runs(&["notice", "read", GRACE, "1"]), "Grace has now read notice 1\n");
    assert_eq!(desk.runs(&["notice", "read", GRACE, "#1"]), "Grace had already read notice 1\n");
    assert_eq!(seen(&desk, GRACE, &["--unread"]), ["two"]);
    assert_eq!(seen(&desk, GRACE, &[]), ["two", "one"]);
    assert_eq!(seen(&desk, ADA, &["--unread"]), ["four", "one"], "what one has read is new to another");
    let listed = desk.runs(&["notice", "list", GRACE]);
    assert!(listed.contains("  read   one") && listed.contains("  new    two"), "{listed}");
    desk.refuses(&["notice", "read", GRACE, "4"], "there is no notice 4 for Grace");
    desk.refuses(&["notice", "read", GRACE, "99"], "there is no notice 99 for Grace");
}

#[test]
fn a_notice_is_deleted_with_its_article_and_an_author_leaves_the_desk() {
    let (desk, id) = desk();
    desk.runs(&["notice", "follow", GRACE, &id]);
    desk.runs(&["notice", "read", GRACE, "3"]);
    desk.runs(&["delete", &id]);
    assert_eq!(seen(&desk, GRACE, &[]), ["two", "one"]);
    desk.runs(&["restore", &id]);
    assert_eq!(seen(&desk, GRACE, &[]), ["three", "two", "one"]);
    desk.runs(&["delete", "author", "ada"]);
    assert_eq!(seen(&desk, ADA, &[]), ["one"], "who is no author any more is not of the desk");
    desk.runs(&["purge", "--older-than", "0"]);
    assert!(desk.runs(&["audit", "verify"]).starts_with("the audit trail is consistent"));
}

#[test]
fn an_invalid_notice_is_refused() {
    let (desk, id) = desk();
    desk.refuses(&["notice", "send", " "], "a notice must not be blank");
    desk.refuses(&["notice", "send", &"x".repeat(501)], "text: is 501 characters long, but at most 500 are allowed");
    desk.refuses(&["notice", "send", "x", "--account", "nobody@x.example"], "there is no account nobody@x.example");
    desk.refuses(&["notice", "send", "x", "--readers", "00000000"], "there is no article");
    desk.refuses(&["notice", "list", "nobody@x.example"], "there is no account nobody@x.example");
    desk.refuses(&["notice", "follow", GRACE, "00000000"], "there is no article");
    assert_eq!(desk.run(&["notice", "send", "x", "--desk", "--readers", &id]).code, Some(2));
    desk.runs(&["delete", &id]);
    desk.refuses(&["notice", "send", "x", "--readers", &id], "is deleted: restore it first");
    desk.refuses(&["notice", "follow", GRACE, &id], "is deleted: restore it first");
    // The columns of a notice make sense together, or the database refuses them.
    let new = NewNotice::builder().text("x").audience(Audience::Account).build();
    let refused = Notice::create(new).by(&Actor::system()).run(&mut desk.connect()).unwrap_err();
    assert!(matches!(refused, Error::Check { .. }), "{refused:?}");
}
