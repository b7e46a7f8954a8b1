//! Lists: what is on them, and what they cost.

use super::house::{Browser, House, SECRET, at, me};
use super::models::{Article, NewTag, Tag};
use axum::http::StatusCode;
use model_admin::FullAccess;
use model_core::prelude::*;

#[tokio::test]
async fn a_list_searches_filters_sorts_and_goes_on() {
    let house = House::new(FullAccess);
    let (ada, ben) = (house.author("Ada"), house.author("Ben"));
    for number in 0..30 {
        house.article(if number % 2 == 0 { ada.id } else { ben.id }, &format!("Story {number:02}"));
    }
    let mut browser = Browser::of(&house, "chief").await;
    let first = browser.get("/admin/articles/?sort=title").await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(first.has("Story 00") && first.has("Story 24") && !first.has("Story 25"), "{}", first.text());
    assert!(first.text().contains("Articles30"), "{}", first.text());
    assert!(first.has("aria-sort=\"ascending\"") && first.has(">Ada<"), "{}", first.body);
    let next = first.links().into_iter().find(|link| link.contains("after=")).expect("there is a next page");
    let second = browser.get(&next).await;
    assert!(second.has("Story 25") && second.has("Story 29") && !second.has("Story 24"));
    let back = second.links().into_iter().find(|link| link.contains("before=")).expect("there is a way back");
    assert!(browser.get(&back).await.has("Story 00"));
    let searched = browser.get("/admin/articles/?q=Story+07").await;
    assert!(searched.has("Story 07") && !searched.has("Story 08"));
    let filtered = browser.get(&format!("/admin/articles/?author_id={}&status=draft", ben.id)).await;
    assert!(filtered.has("Story 07") && !filtered.has("Story 08"));
    assert!(filtered.text().contains("Articles15"), "{}", filtered.text());
    let nothing = browser.get("/admin/articles/?q=nowhere").await;
    assert!(nothing.text().contains("No articles match."), "{}", nothing.text());
    let empty = browser.get("/admin/comments/").await.text();
    assert!(empty.contains("There are no comments yet.") && empty.contains("Create the first comment"), "{empty}");
}

/// The desk looks at the first thirty tags, says so, and goes on if it is asked to.
#[tokio::test]
async fn a_search_says_where_it_stopped_and_goes_on_from_there() {
    let house = House::new(FullAccess);
    let new = (0..70).map(|number| NewTag::builder().name(format!("Tag {number:02}")).build());
    house.on(|conn| Tag::create_many(new).run(conn).unwrap());
    let mut browser = Browser::of(&house, "chief").await;
    let onward = |links: Vec<String>| links.into_iter().find(|link| link.contains("after=")).expect("it goes on");

    let first = browser.get("/admin/tags/?q=Tag+65").await;
    assert!(first.text().contains("The search looked at 30 rows and stopped."), "{}", first.text());
    assert!(
        first.text().contains("No tags among these rows match.") && first.has("Search further"),
        "{}",
        first.text()
    );
    let second = browser.get(&onward(first.links())).await;
    assert!(second.text().contains("looked at 30 rows"), "{}", second.text());
    let third = browser.get(&onward(second.links())).await;
    assert!(third.has("Tag 65") && !third.has("Search further"), "{}", third.text());
    let back = third.links().into_iter().find(|link| link.contains("before=")).expect("there is a way back");
    assert!(browser.get(&back).await.has("Search further"));
    let few = browser.get("/admin/tags/?q=Tag+0").await;
    assert!(few.text().contains("Tags10+") && few.has("Tag 09") && few.has("Search further"), "{}", few.text());
    let descending = browser.get("/admin/tags/?q=Tag+65&sort=-name").await;
    assert!(descending.has("Tag 65") && descending.has("Search further"), "{}", descending.text());

    let all = browser.get("/admin/-/find?q=Tag+65").await;
    assert!(all.text().contains("looked at 30 rows"), "{}", all.text());
    assert!(all.links().contains(&"/admin/tags/?q=Tag+65".to_owned()), "{:?}", all.links());
    let options = browser.get("/admin/tags/-/options?q=Tag+65").await;
    assert!(options.has("looked at 30 rows"), "{}", options.text());
    let place = onward(options.links());
    let options = browser.get(&format!("/admin/tags/-/options{place}")).await;
    let options = browser.get(&format!("/admin/tags/-/options{}", onward(options.links()))).await;
    assert!(options.has("Tag 65") && !options.has("Search further"), "{}", options.text());
}

#[tokio::test]
async fn parameters_that_a_list_does_not_know_are_refused() {
    let house = House::new(FullAccess);
    let mut browser = Browser::of(&house, "chief").await;
    for bad in ["after=nonsense", "sort=body", "email=x", "status=evil", "words.from=many", "limit=0", "sort=email"] {
        let answer = browser.get(&format!("/admin/articles/?{bad}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{bad}: {}", answer.text());
        assert!(answer.links().contains(&"/admin/articles/".to_owned()), "{bad}");
    }
    assert_eq!(browser.get("/admin/authors/?q=x&sort=name").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn statements_do_not_grow_with_the_rows() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let first = house.article(ada.id, "First");
    house.comment(&first, "One");
    let gone = house.article(ada.id, "Gone");
    house.comment(&gone, "Gone too");
    let gone = house.on(|conn| gone.delete().by(&me()).run(conn).unwrap().into_row());
    let entry = house.on(|conn| Article::history_of(&first).load(conn).unwrap()[0].id);
    let mut browser = Browser::of(&house, "chief").await;
    let pages = [
        "/admin/published/".to_owned(),
        "/admin/-/trash".to_owned(),
        "/admin/-/jobs".to_owned(),
        "/admin/articles/-/options?q=s".to_owned(),
        format!("{}history/{entry}", at(&first)),
        format!("{}restore", at(&gone)),
        "/admin/".to_owned(),
        "/admin/articles/".to_owned(),
        "/admin/articles/?q=story&sort=-title".to_owned(),
        "/admin/articles/-/trash".to_owned(),
        "/admin/comments/".to_owned(),
        at(&first),
        format!("{}history", at(&first)),
        format!("{}delete", at(&first)),
        "/admin/-/trail".to_owned(),
        "/admin/-/find?q=story".to_owned(),
    ];
    let mut few = Vec::new();
    for page in &pages {
        house.sent();
        assert_eq!(browser.get(page).await.status, StatusCode::OK, "{page}");
        few.push(house.sent());
    }
    for number in 0..60 {
        let author = house.author(&format!("Author {number}"));
        house.article(author.id, &format!("Story {number}"));
        house.comment(&first, "Another");
    }
    for (page, before) in pages.iter().zip(few) {
        house.sent();
        assert_eq!(browser.get(page).await.status, StatusCode::OK, "{page}");
        let after = house.sent();
        // An empty page needs no names, and the first page knows its number without a count if it has all rows.
        assert!(after.len() <= before.len() + 2, "{page}: {before:#?} and then {after:#?}");
        assert!(after.len() <= 8, "{page}: {after:#?}");
        for statement in &after {
            assert!(!statement.contains("OFFSET"), "{statement}");
            assert!(!statement.contains("COUNT(") || statement.contains("LIMIT"), "{statement}");
        }
    }
}

#[tokio::test]
async fn reading_writes_nothing() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let story = house.article(ada.id, "A story");
    house.comment(&story, "One");
    let gone = house.article(ada.id, "Gone");
    house.comment(&gone, "Gone too");
    let mut browser = Browser::of(&house, "chief").await;
    browser.submit(&format!("{}delete", at(&gone)), &format!("{}delete", at(&gone)), &[]).await;
    let before = house.dump();
    assert!(before.iter().any(|line| line.contains("A story")) && before.len() > 8, "{before:#?}");
    let mut seen = vec!["/admin".to_owned()];
    let mut next = 0;
    while next < seen.len() {
        let page = seen[next].clone();
        next += 1;
        let answer = browser.get(&page).await;
        assert!(
            answer.status.as_u16() < 500 && answer.status != StatusCode::NOT_FOUND,
            "{page}: {} {}",
            answer.status,
            answer.text()
        );
        assert!(!answer.has(SECRET), "{page}");
        assert_eq!(answer.body.matches("<h1").count(), usize::from(answer.has("<html")), "{page}");
        for link in answer.links() {
            let link = link.split('#').next().unwrap_or_default().to_owned();
            if link.starts_with("/admin") && !seen.contains(&link) {
                seen.push(link);
            }
        }
    }
    assert!(seen.len() > 25, "{seen:#?}");
    assert_eq!(house.dump(), before);
}

#[tokio::test]
async fn foreign_keys_are_found_by_name() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada Karlsson");
    house.author("Ben");
    let mut browser = Browser::of(&house, "chief").await;
    let request = axum::http::Request::get("/admin/authors/-/options?q=Karl").header("accept", "application/json");
    let answer = browser.send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!(answer.body, format!(r#"[{{"key":"{}","label":"Ada Karlsson"}}]"#, ada.id));
    let page = browser.get("/admin/authors/-/options?q=Karl").await;
    assert!(page.text().contains("Ada Karlsson") && page.has(&ada.id.to_string()) && !page.has("Ben"));
}
