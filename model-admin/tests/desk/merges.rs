//! Two editors of one row.

use super::house::{Browser, House, at, me};
use super::models::Article;
use axum::http::StatusCode;
use diesel::prelude::*;
use model_admin::FullAccess;
use model_core::prelude::*;

const OLD: [&str; 3] = ["Old title", "Old standfirst", "Old body"];

fn texts(article: &Article) -> [String; 3] {
    [article.title.clone(), article.standfirst.clone().unwrap_or_default(), article.body.clone()]
}

/// All that two people can do to three fields: neither, one or both change each.
#[tokio::test]
async fn no_text_is_lost_whoever_changes_what() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let mut browser = Browser::of(&house, "editor").await;
    for mine in 0..8_usize {
        for theirs in 1..8_usize {
            let has = |set: usize, field: usize| set & (1 << field) != 0;
            let start = house.article(ada.id, OLD[0]);
            let start = house.on(|conn| start.patch().standfirst(OLD[1]).body(OLD[2]).by(&me()).run(conn).unwrap());
            let opened = browser.get(&at(&start)).await;
            let (token, version) = (opened.token(), opened.value("-version").unwrap());
            let wrote = |who: &str, set: usize, field: usize| {
                if has(set, field) { format!("{who} {field} {mine} {theirs}") } else { OLD[field].to_owned() }
            };
            let other = start
                .patch()
                .title(wrote("Theirs", theirs, 0))
                .standfirst(wrote("Theirs", theirs, 1))
                .body(wrote("Theirs", theirs, 2));
            house.on(|conn| other.by(&me()).run(conn).unwrap());
            let typed: Vec<String> = (0..3).map(|field| wrote("Mine", mine, field)).collect();
            let form = [
                ("-csrf", &*token),
                ("-version", &*version),
                ("title", &*typed[0]),
                ("standfirst", &*typed[1]),
                ("body", &*typed[2]),
            ];
            let merge = browser.post(&at(&start), &form).await;
            assert_eq!(merge.status, StatusCode::CONFLICT, "{mine} {theirs}: {}", merge.text());
            let both: Vec<usize> = (0..3).filter(|field| has(mine, *field) && has(theirs, *field)).collect();
            assert_eq!(merge.has("Changed by both"), !both.is_empty(), "{mine} {theirs}: {}", merge.text());
            assert_eq!(merge.has("Changed by you alone"), mine & !theirs != 0, "{mine} {theirs}");
            assert_eq!(merge.has("Changed by them alone"), theirs & !mine != 0, "{mine} {theirs}");
            for field in &both {
                assert!(merge.has(&typed[*field]) && merge.has("Before:"), "{mine} {theirs}: {}", merge.text());
            }
            // What the page says is sent: hidden fields as they are, and those of both as they were typed.
            let names = ["title", "standfirst", "body"];
            let field = |place: usize| {
                merge.value(names[place]).filter(|_| !both.contains(&place)).unwrap_or_else(|| typed[place].clone())
            };
            let (token, version) = (merge.token(), merge.value("-version").unwrap());
            let values = [field(0), field(1), field(2)];
            let form = [
                ("-csrf", &*token),
                ("-version", &*version),
                ("title", &*values[0]),
                ("standfirst", &*values[1]),
                ("body", &*values[2]),
            ];
            let saved = browser.post(&at(&start), &form).await;
            assert_eq!(saved.status, StatusCode::SEE_OTHER, "{mine} {theirs}: {}", saved.text());
            let now = house.stored(start.id);
            let expected: Vec<String> = (0..3)
                .map(|field| if has(mine, field) { typed[field].clone() } else { wrote("Theirs", theirs, field) })
                .collect();
            assert_eq!(texts(&now).to_vec(), expected, "{mine} {theirs}");
        }
    }
}

#[tokio::test]
async fn a_merge_can_be_stale_again_and_a_save_without_a_version_is_refused() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let start = house.article(ada.id, "Old title");
    let mut browser = Browser::of(&house, "editor").await;
    let opened = browser.get(&at(&start)).await;
    let token = opened.token();
    let blind = browser.post(&at(&start), &[("-csrf", &token), ("title", "Blind")]).await;
    assert_eq!(blind.status, StatusCode::BAD_REQUEST);
    let second = house.on(|conn| start.patch().title("Second").by(&me()).run(conn).unwrap());
    let merge = browser.post(&at(&start), &[("-csrf", &token), ("-version", "1"), ("title", "Mine")]).await;
    assert_eq!(merge.status, StatusCode::CONFLICT);
    house.on(|conn| second.patch().title("Third").by(&me()).run(conn).unwrap());
    let again = browser.post(&at(&start), &[("-csrf", &token), ("-version", "2"), ("title", "Mine")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.has("Mine") && again.text().contains("Before: Second"), "{}", again.text());
    assert_eq!(again.value("-version").as_deref(), Some("3"));
}

#[tokio::test]
async fn a_row_that_is_deleted_while_somebody_types_keeps_their_text() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let start = house.article(ada.id, "Old title");
    let mut browser = Browser::of(&house, "editor").await;
    let opened = browser.get(&at(&start)).await;
    house.on(|conn| start.clone().delete().by(&me()).run(conn).unwrap());
    let form = [("-csrf", &*opened.token()), ("-version", "1"), ("title", "My better title")];
    let answer = browser.post(&at(&start), &form).await;
    assert_eq!(answer.status, StatusCode::GONE);
    assert!(
        answer.text().contains("deleted meanwhile") && answer.has("value=\"My better title\""),
        "{}",
        answer.text()
    );
    let form = [("-csrf", &*answer.token()), ("-then", "save"), ("title", "My better title")];
    let back = browser.post(&format!("{}restore", at(&start)), &form).await;
    assert_eq!(back.status, StatusCode::OK, "{}", back.text());
    assert!(back.has("value=\"My better title\"") && back.text().contains("It is not saved yet."));
    let version = back.value("-version").unwrap();
    let saved = browser
        .post(&at(&start), &[("-csrf", &back.token()), ("-version", &version), ("title", "My better title")])
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
}

#[tokio::test]
async fn a_stale_deletion_is_asked_again() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let start = house.article(ada.id, "Old title");
    let mut browser = Browser::of(&house, "editor").await;
    let asked = browser.get(&format!("{}delete", at(&start))).await;
    house.on(|conn| start.patch().title("New title").by(&me()).run(conn).unwrap());
    let form = [("-csrf", &*asked.token()), ("-version", &*asked.value("-version").unwrap())];
    let answer = browser.post(&format!("{}delete", at(&start)), &form).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.text().contains("It was changed since you looked at it"), "{}", answer.text());
    assert_eq!(house.on(|conn| Article::objects().count().get_result::<i64>(conn).unwrap()), 1);
}
