//! Children that are edited on the page of their row.

use super::house::{Browser, House, at, me};
use super::models::{Article, Comment, CommentId, comments};
use axum::http::StatusCode;
use diesel::prelude::*;
use model_admin::{Access, Act, FullAccess, Policy, Row, Scope, Staff};
use model_core::AuditLog;
use model_core::meta::Meta;
use model_core::prelude::*;
use std::collections::BTreeSet;

/// The name of a field of a child in the form of its row.
fn field(of: &Comment, name: &str) -> String {
    format!("comments.{}.{name}", of.id)
}

fn stored(house: &House, id: CommentId) -> Option<Comment> {
    house.on(|conn| Comment::objects().find(id).first(conn).optional().unwrap())
}

#[tokio::test]
async fn children_are_saved_with_their_row_in_one_batch() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let story = house.article(ada.id, "A story");
    let (first, second) = (house.comment(&story, "First"), house.comment(&story, "Second"));
    house.comment(&house.article(ada.id, "Another"), "Elsewhere");
    let mut browser = Browser::of(&house, "chief").await;
    let page = browser.get(&at(&story)).await;
    assert!(page.has("<legend>Comments</legend>") && page.has("<legend>For the desk</legend>"), "{}", page.body);
    assert!(page.has(&field(&first, "text")) && page.has(&field(&second, "text")) && !page.has("Elsewhere"));
    assert!(!page.has(&field(&first, "article_id")), "to which row a child belongs is not typed");

    let (text, version) = (field(&first, "text"), field(&first, "-version"));
    let (gone, gone_version) = (field(&second, "-delete"), field(&second, "-version"));
    let form = [
        ("title", "A longer story"),
        (&*text, "First, changed"),
        (&version, "1"),
        (&gone, "true"),
        (&gone_version, "1"),
        ("comments+.name", "Cy"),
        ("comments+.text", "Third"),
    ];
    let saved = browser.submit(&at(&story), &at(&story), &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert_eq!(house.stored(story.id).title, "A longer story");
    assert_eq!(stored(&house, first.id).unwrap().text, "First, changed");
    assert!(stored(&house, second.id).is_none());
    let of_story: Vec<Comment> =
        house.on(|conn| Comment::objects().filter(comments::article_id.eq(story.id)).load(conn).unwrap());
    assert!(of_story.len() == 2 && of_story.iter().any(|one| one.text == "Third" && one.name == "Cy"), "{of_story:?}");

    let trail = house.on(|conn| AuditLog::trail().newest_first().limit(4).load(conn).unwrap());
    let batches: BTreeSet<_> = trail.iter().map(|entry| entry.batch_id).collect();
    let requests: BTreeSet<_> = trail.iter().map(|entry| entry.request_id.clone()).collect();
    let actions: BTreeSet<&str> = trail.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!((batches.len(), requests.len()), (1, 1), "{trail:?}");
    assert_eq!(actions, BTreeSet::from(["create", "delete", "patch"]));
    let whole = browser.get(&format!("/admin/-/trail/batch/{}", trail[0].batch_id)).await;
    assert!(whole.text().contains("A longer story") && whole.text().contains("Third"), "{}", whole.text());

    // Sent again as it was, nothing is written.
    let before = house.dump();
    let same = [(&*text, "First, changed"), (&*version, "2")];
    let same = browser.submit(&at(&story), &at(&story), &same).await;
    assert_eq!((same.status, house.dump()), (StatusCode::SEE_OTHER, before));
}

#[tokio::test]
async fn one_child_that_is_wrong_stops_all() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let story = house.article(ada.id, "A story");
    let first = house.comment(&story, "First");
    let mut browser = Browser::of(&house, "chief").await;
    let before = house.dump();
    let (text, name, version) = (field(&first, "text"), field(&first, "name"), field(&first, "-version"));
    let long = "x".repeat(61);
    let form = [
        ("title", "Not saved"),
        (&*text, "Not saved either"),
        (&name, &long),
        (&version, "1"),
        ("comments+.name", &long),
        ("comments+.text", "Third"),
    ];
    let refused = browser.submit(&at(&story), &at(&story), &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    assert!(refused.links().contains(&format!("#f-{name}")), "{:?}", refused.links());
    assert!(refused.links().contains(&"#f-comments+.name".to_owned()), "{:?}", refused.links());
    for kept in ["Not saved", "Not saved either", &long, "Third</textarea>"] {
        assert!(refused.has(kept), "{kept}");
    }
    assert_eq!(house.dump(), before);

    // Without its version no child is changed, and none under a row that it does not belong to.
    let blind = browser.submit(&at(&story), &at(&story), &[(&text, "Blind")]).await;
    assert_eq!(blind.status, StatusCode::BAD_REQUEST, "{}", blind.text());
    let other = at(&house.article(ada.id, "Another"));
    let before = house.dump();
    let moved = browser.submit(&other, &other, &[(&text, "Moved"), (&version, "1")]).await;
    assert_eq!((moved.status, house.dump()), (StatusCode::NOT_FOUND, before));
    let parent = field(&first, "article_id");
    let moved = [(&*parent, "00000000-0000-0000-0000-000000000000"), (&version, "1")];
    let moved = browser.submit(&at(&story), &at(&story), &moved).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER);
    assert_eq!(stored(&house, first.id).unwrap().article_id, story.id);
}

#[tokio::test]
async fn two_editors_of_one_child_lose_nothing() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let story = house.article(ada.id, "A story");
    let first = house.comment(&story, "First");
    let mut browser = Browser::of(&house, "chief").await;
    let (text, name, version) = (field(&first, "text"), field(&first, "name"), field(&first, "-version"));
    house.on(|conn| first.patch().name("Theirs").by(&me()).run(conn).unwrap());

    // Each changed another field: what they wrote is taken over, what I typed stays, and I decide.
    let mine = [(&*text, "Mine"), (&name, "Bo"), (&version, "1")];
    let told = browser.submit(&at(&story), &at(&story), &mine).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", told.text());
    assert!(told.text().contains("It was changed since you looked at it"), "{}", told.text());
    assert_eq!(told.value(&version).as_deref(), Some("2"));
    assert!(told.has("value=\"Theirs\"") && !told.has("value=\"Bo\""), "{}", told.body);
    assert!(told.has("Mine</textarea>"), "{}", told.body);
    let again = [(&*text, "Mine"), (&name, "Theirs"), (&version, "2")];
    assert_eq!(browser.submit(&at(&story), &at(&story), &again).await.status, StatusCode::SEE_OTHER);
    let both = stored(&house, first.id).unwrap();
    assert_eq!((&*both.text, &*both.name), ("Mine", "Theirs"));

    // Both changed the same: it says what they wrote.
    house.on(|conn| both.patch().text("Theirs too").by(&me()).run(conn).unwrap());
    let mine = [(&*text, "Mine again"), (&version, "3")];
    let told = browser.submit(&at(&story), &at(&story), &mine).await;
    assert!(told.text().contains("It is now: “Theirs too”"), "{}", told.text());
    assert!(told.has("Mine again</textarea>") && stored(&house, first.id).unwrap().text == "Theirs too");

    // One that was deleted meanwhile gives the text back.
    let now = stored(&house, first.id).unwrap();
    house.on(|conn| now.delete().by(&me()).run(conn).unwrap());
    let told = browser.submit(&at(&story), &at(&story), &[(&text, "A long text"), (&version, "4")]).await;
    assert!(told.status == StatusCode::UNPROCESSABLE_ENTITY && told.text().contains("A long text"), "{}", told.text());
    // A merge of the row itself carries what was typed into its children.
    house.on(|conn| House::stored_in(conn, story.id).patch().title("Theirs").by(&me()).run(conn).unwrap());
    let token = browser.get(&at(&story)).await.token();
    let form = [("-csrf", &*token), ("-version", "1"), ("title", "Mine"), ("comments+.text", "Carried")];
    let merge = browser.post(&at(&story), &form).await;
    assert_eq!(merge.status, StatusCode::CONFLICT, "{}", merge.text());
    assert_eq!(merge.value("comments+.text").as_deref(), Some("Carried"));
}

/// Everybody may change articles; comments are for the chief, and for others they are to be read.
struct Closed;

impl Policy for Closed {
    fn may(&self, who: &Staff, what: Act<'_>, meta: &Meta, _: Option<&Row>) -> bool {
        who.is("chief") || what == Act::See || meta.name == "Article"
    }

    fn field(&self, who: &Staff, meta: &Meta, field: usize, _: Option<&Row>) -> Access {
        match (meta.name, meta.fields[field].name) {
            ("Comment", "name") if !who.is("chief") => Access::Hidden,
            _ => Access::Write,
        }
    }

    fn rows(&self, who: &Staff, meta: &Meta) -> Scope {
        if who.is("blind") && meta.name == "Comment" { Scope::None } else { Scope::All }
    }
}

#[tokio::test]
async fn the_policy_is_asked_for_each_child() {
    let house = House::new(Closed);
    let ada = house.author("Ada");
    let story = house.article(ada.id, "A story");
    let first = house.comment(&story, "First");
    let (text, version, gone) = (field(&first, "text"), field(&first, "-version"), field(&first, "-delete"));
    let mut editor = Browser::of(&house, "editor").await;
    let page = editor.get(&at(&story)).await;
    assert!(page.text().contains("First") && !page.has(&text) && !page.has(&gone), "{}", page.text());
    assert!(!page.has("value=\"Bo\"") && !page.has("comments+."), "{}", page.body);
    let before = house.dump();
    let tried = [(&*text, "Evil"), (&*version, "1"), ("comments+.text", "Evil"), ("comments+.name", "Evil")];
    assert_eq!(editor.submit(&at(&story), &at(&story), &tried).await.status, StatusCode::SEE_OTHER);
    let tried = [(&*gone, "true"), (&*version, "1")];
    assert_eq!(editor.submit(&at(&story), &at(&story), &tried).await.status, StatusCode::FORBIDDEN);
    assert_eq!(house.dump(), before);
    let blind = Browser::of(&house, "blind").await.get(&at(&story)).await;
    assert!(
        blind.status == StatusCode::OK && !blind.has("First") && !blind.has("<legend>Comments"),
        "{}",
        blind.text()
    );
    let mut chief = Browser::of(&house, "chief").await;
    assert_eq!(
        chief.submit(&at(&story), &at(&story), &[(&gone, "true"), (&version, "1")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(stored(&house, first.id).is_none());
    assert_eq!(house.on(|conn| Article::objects().count().get_result::<i64>(conn).unwrap()), 1);
}
