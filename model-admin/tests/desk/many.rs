//! Many rows at once: bulk actions, files, and removal for good.

use super::house::{Browser, House, SECRET, me};
use super::models::{Article, Status};
use axum::http::StatusCode;
use diesel::prelude::*;
use model_admin::FullAccess;
use model_core::AuditLog;
use model_core::prelude::*;

fn stories(house: &House, count: usize) -> Vec<Article> {
    let ada = house.author("Ada");
    (0..count).map(|number| house.article(ada.id, &format!("Story {number:02}"))).collect()
}

fn published(house: &House) -> usize {
    let all: Vec<Article> = house.on(|conn| Article::objects().load(conn).unwrap());
    all.iter().filter(|article| article.status == Status::Published).count()
}

#[tokio::test]
async fn what_is_selected_is_done() {
    let house = House::new(FullAccess);
    let rows = stories(&house, 4);
    let mut browser = Browser::of(&house, "chief").await;
    let list = browser.get("/admin/articles/").await;
    let (one, two) = (rows[0].id.to_string(), rows[2].id.to_string());
    let form = [("-csrf", &*list.token()), ("-do", "do.publish"), ("-query", ""), ("key", &*one), ("key", &*two)];
    let asked = browser.post("/admin/articles/-/bulk", &form).await;
    assert!(asked.text().contains("Publish: 2 articles?") && asked.has("Story 02"), "{}", asked.text());
    assert_eq!(published(&house), 0);
    let form = [&form[..], &[("-expected", "2")]].concat();
    let done = browser.post("/admin/articles/-/bulk", &form).await;
    assert_eq!(done.location(), "/admin/articles/", "{}", done.text());
    assert_eq!(published(&house), 2);
    let none = browser.post("/admin/articles/-/bulk", &[("-csrf", &list.token()), ("-do", "delete")]).await;
    assert_eq!(none.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn all_that_match_are_done_and_no_others() {
    let house = House::new(FullAccess);
    let rows = stories(&house, 40);
    house.article(rows[0].author_id, "Another");
    let mut browser = Browser::of(&house, "chief").await;
    let token = browser.get("/admin/articles/").await.token();
    let form = [("-csrf", &*token), ("-do", "delete"), ("-query", "q=Story"), ("-all", "true")];
    let asked = browser.post("/admin/articles/-/bulk", &form).await;
    assert!(asked.text().contains("Delete: 40 articles?") && asked.text().contains("and 35 more"), "{}", asked.text());
    house.article(rows[0].author_id, "Story that came later");
    let form = [&form[..], &[("-expected", "40")]].concat();
    let grew = browser.post("/admin/articles/-/bulk", &form).await;
    assert_eq!(grew.status, StatusCode::CONFLICT, "{}", grew.text());
    assert!(grew.text().contains("Delete: 41 articles?"));
    let form = [&form[..4], &[("-expected", "41")]].concat();
    assert_eq!(browser.post("/admin/articles/-/bulk", &form).await.status, StatusCode::SEE_OTHER);
    let entries = house.on(|conn| AuditLog::trail().action("delete").load(conn).unwrap());
    let batches: std::collections::BTreeSet<_> = entries.iter().map(|entry| entry.batch_id).collect();
    assert_eq!((entries.len(), batches.len()), (41, 1), "one operation in the trail");
    let left: Vec<Article> = house.on(|conn| Article::objects().load(conn).unwrap());
    assert_eq!(left.iter().map(|article| article.title.as_str()).collect::<Vec<_>>(), ["Another"]);
}

#[tokio::test]
async fn a_refusal_leaves_all_as_it_was() {
    let house = House::new(FullAccess);
    let rows = stories(&house, 3);
    let mut browser = Browser::of(&house, "chief").await;
    let token = browser.get("/admin/articles/").await.token();
    let keys: Vec<String> = rows.iter().map(|row| row.id.to_string()).collect();
    house.on(|conn| rows[1].clone().delete().by(&me()).run(conn).unwrap());
    let form = [("-csrf", &*token), ("-do", "do.publish"), ("key", &*keys[0]), ("key", &*keys[1]), ("-expected", "2")];
    let refused = browser.post("/admin/articles/-/bulk", &form).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("Nothing was done."), "{}", refused.text());
    assert_eq!(published(&house), 0);
}

#[tokio::test]
async fn a_list_is_taken_as_a_file() {
    let house = House::new(FullAccess);
    let rows = stories(&house, 30);
    house.article(rows[0].author_id, "=1+1, evil");
    let mut browser = Browser::of(&house, "chief").await;
    let token = browser.get("/admin/articles/").await.token();
    let csv = browser.post("/admin/articles/-/export.csv", &[("-csrf", &token), ("-query", "")]).await;
    assert_eq!(csv.status, StatusCode::OK, "{}", csv.text());
    assert_eq!(csv.headers["content-disposition"], "attachment; filename=\"articles.csv\"");
    assert_eq!(csv.body.lines().count(), 32);
    assert!(csv.has("\"'=1+1, evil\"") && csv.body.starts_with("id,author_id,title,slug"), "{}", csv.body);
    let some = browser.post("/admin/articles/-/export.jsonl", &[("-csrf", &token), ("-query", "q=Story+07")]).await;
    let row: serde_json::Value = serde_json::from_str(some.body.trim()).unwrap();
    assert_eq!(row["title"], "Story 07");
    let authors = browser.post("/admin/authors/-/export.csv", &[("-csrf", &token)]).await;
    assert!(authors.has("Ada") && !authors.has(SECRET) && !authors.has("email"), "{}", authors.body);
    let wrong = browser.post("/admin/articles/-/export.csv", &[("-csrf", &token), ("-query", "evil=1")]).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let taken = house.dump().iter().filter(|line| line.contains("admin.export")).count();
    assert_eq!(taken, 3);
}

#[tokio::test]
async fn old_rows_are_removed_after_a_rehearsal() {
    let house = House::new(FullAccess);
    let rows = stories(&house, 3);
    house.comment(&rows[0], "One");
    for row in &rows[..2] {
        house.on(|conn| row.clone().delete().by(&me()).run(conn).unwrap());
    }
    let old =
        format!("UPDATE articles SET deleted_at = '2025-01-01 00:00:00.000000' WHERE title = '{}'", rows[0].title);
    house.on(|conn| diesel::sql_query(old).execute(conn).unwrap());
    let mut browser = Browser::of(&house, "chief").await;
    let page = browser.get("/admin/articles/-/purge").await;
    assert!(page.text().contains("Show what would be removed"), "{}", page.text());
    let form = |step| [("-step", step)];
    let look = browser.submit("/admin/articles/-/purge", "/admin/articles/-/purge", &form("look")).await;
    let look = browser.finished(&look).await;
    assert!(look.has("value=\"remove\""), "{}", look.body);
    assert!(look.text().contains("1 article") && look.text().contains("1 comment"), "{}", look.text());
    let all =
        |house: &House| house.on(|conn| Article::objects().with_deleted().count().get_result::<i64>(conn).unwrap());
    assert_eq!(all(&house), 3);
    let hour = chrono::Utc::now() - chrono::Duration::hours(1);
    let late = format!("UPDATE admin_sessions SET created_at = '{}'", hour.format("%Y-%m-%d %H:%M:%S%.6f"));
    house.on(|conn| diesel::sql_query(late).execute(conn).unwrap());
    let late = browser.submit("/admin/articles/-/purge", "/admin/articles/-/purge", &form("remove")).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN);
    browser.log_in("chief", super::house::PASSWORD, "/").await;
    let done = browser.submit("/admin/articles/-/purge", "/admin/articles/-/purge", &form("remove")).await;
    let done = browser.finished(&done).await;
    assert!(done.text().contains("Removed for good: 1 row."), "{}", done.text());
    assert_eq!(all(&house), 2);
    let entries = house.on(|conn| AuditLog::trail().action("hard_delete").load(conn).unwrap());
    let batches: std::collections::BTreeSet<_> = entries.iter().map(|entry| entry.batch_id).collect();
    assert_eq!((entries.len(), batches.len()), (2, 1), "{entries:?}");
    assert!(entries.iter().all(|entry| entry.actor_id.as_deref() == Some("chief") && entry.request_id.is_some()));
}
