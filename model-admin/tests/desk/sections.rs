//! Sections of a model, and actions that fit a row.

use super::house::{Browser, House, at, me};
use super::models::{Article, Status};
use axum::http::StatusCode;
use model_admin::{FullAccess, Policy, Row, Scope, Staff};
use model_core::prelude::*;

fn stories(house: &House) -> (Article, Article) {
    let ada = house.author("Ada");
    let (draft, out) = (house.article(ada.id, "A draft"), house.article(ada.id, "Out already"));
    let out = house.on(|conn| out.patch().status(Status::Published).by(&me()).run(conn).unwrap());
    (draft, out)
}

#[tokio::test]
async fn a_section_has_the_rows_of_its_proxy() {
    let house = House::new(FullAccess);
    let (draft, out) = stories(&house);
    let mut browser = Browser::of(&house, "chief").await;
    let list = browser.get("/admin/published/").await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.text());
    assert!(list.has("Out already") && !list.has("A draft") && list.text().contains("Published1"), "{}", list.text());
    assert!(list.links().contains(&at(&out)), "a row is opened at its model: {:?}", list.links());
    assert!(browser.get("/admin/").await.links().contains(&"/admin/published/".to_owned()));
    for evil in ["status=draft", "status.not=published", "status=draft&status=published"] {
        assert_eq!(browser.get(&format!("/admin/published/?{evil}")).await.status, StatusCode::BAD_REQUEST, "{evil}");
    }
    assert!(browser.get("/admin/published/?q=draft").await.text().contains("No published match."));
    let found = browser.get("/admin/-/find?q=Out").await;
    assert_eq!(found.links().iter().filter(|link| **link == at(&out)).count(), 1, "each row is found once");

    let row = |id: &dyn std::fmt::Display, page: &str| format!("/admin/published/{id}/{page}");
    for (page, to) in [("", at(&out)), ("history", format!("{}history", at(&out)))] {
        let led = browser.get(&row(&out.id, page)).await;
        assert_eq!((led.status, led.location()), (StatusCode::SEE_OTHER, &*to));
    }
    assert_eq!(browser.get("/admin/published/-/new").await.location(), "/admin/articles/-/new");
    let token = browser.get("/admin/").await.token();
    let posted = browser.post(&row(&out.id, ""), &[("-csrf", &token), ("-version", "2"), ("title", "Evil")]).await;
    assert_eq!(posted.status, StatusCode::NOT_FOUND);
    let file = browser.post("/admin/published/-/export.csv", &[("-csrf", &token)]).await;
    assert!(file.has("Out already") && !file.has("A draft"), "{}", file.body);

    // A row that is not in the section cannot be reached by it.
    let form = |key: &str| vec![("-csrf".to_owned(), token.clone()), ("key".to_owned(), key.to_owned())];
    for (key, status) in [(draft.id.to_string(), StatusCode::CONFLICT), (out.id.to_string(), StatusCode::SEE_OTHER)] {
        let mut all = form(&key);
        all.extend([("-do", "do.retract"), ("-expected", "1")].map(|(name, text)| (name.to_owned(), text.to_owned())));
        let all: Vec<(&str, &str)> = all.iter().map(|(name, text)| (&**name, &**text)).collect();
        let done = browser.post("/admin/published/-/bulk", &all).await;
        assert_eq!(done.status, status, "{}", done.text());
    }
    assert_eq!(house.stored(out.id).status, Status::Draft);
    assert!(browser.get("/admin/published/").await.text().contains("There are no published yet."));
}

/// The rows of the policy and those of the section hold together.
struct Drafts;

impl Policy for Drafts {
    fn may(&self, _: &Staff, _: model_admin::Act<'_>, _: &model_core::meta::Meta, _: Option<&Row>) -> bool {
        true
    }

    fn rows(&self, _: &Staff, meta: &model_core::meta::Meta) -> Scope {
        use super::models::articles;
        use diesel::ExpressionMethods;
        match meta.name {
            "Article" => Scope::of::<Article>(condition!(articles::status.ne(Status::Published))),
            _ => Scope::All,
        }
    }
}

#[tokio::test]
async fn a_section_shows_nothing_that_the_policy_hides() {
    let house = House::new(Drafts);
    stories(&house);
    let mut browser = Browser::of(&house, "editor").await;
    let list = browser.get("/admin/published/").await;
    assert!(list.status == StatusCode::OK && !list.has("Out already"), "{}", list.text());
    assert!(list.text().contains("Published0"), "{}", list.text());
}

#[tokio::test]
async fn an_action_is_offered_where_it_fits() {
    let house = House::new(FullAccess);
    let (draft, out) = stories(&house);
    let mut browser = Browser::of(&house, "chief").await;
    let act = |article: &Article| format!("{}do/retract", at(article));
    assert!(browser.get(&at(&out)).await.links().contains(&act(&out)));
    assert!(!browser.get(&at(&draft)).await.links().contains(&act(&draft)));
    let refused = browser.get(&act(&draft)).await;
    assert!(
        refused.status == StatusCode::CONFLICT && refused.text().contains("not in the right state"),
        "{}",
        refused.text()
    );
    let token = browser.get("/admin/").await.token();
    let before = house.dump();
    assert_eq!(browser.post(&act(&draft), &[("-csrf", &token), ("-version", "1")]).await.status, StatusCode::CONFLICT);
    let (one, other) = (draft.id.to_string(), out.id.to_string());
    let form = [("-csrf", &*token), ("-do", "do.retract"), ("-expected", "2"), ("key", &other), ("key", &one)];
    let all = browser.post("/admin/articles/-/bulk", &form).await;
    assert!(all.text().contains("“A draft” was refused: it is not in the right state"), "{}", all.text());
    assert_eq!(house.dump(), before, "all or none");
}

#[test]
#[should_panic(expected = "is not at the desk")]
fn a_section_needs_its_model() {
    use super::models::{Admins, admins};
    let Admins { published, .. } = admins();
    let (_place, conn) = super::backend::open();
    let site = model_admin::Site::new("Half").model(published).policy(FullAccess);
    let login = super::house::Roles { asked: std::sync::Arc::default() };
    drop(site.login(login).pool(std::sync::Mutex::new(conn)).into_router());
}
