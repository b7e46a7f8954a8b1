//! Deleting, restoring, and what the history can do.

use super::house::{Browser, House, at, me};
use super::models::{Article, Comment, NewArticle};
use axum::http::StatusCode;
use diesel::prelude::*;
use model_admin::FullAccess;
use model_core::prelude::*;

fn live(house: &House) -> (i64, i64) {
    house.on(|conn| {
        let articles = Article::objects().count().get_result(conn).unwrap();
        (articles, Comment::objects().count().get_result(conn).unwrap())
    })
}

#[tokio::test]
async fn what_went_together_comes_back_together() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let story = house.article(ada.id, "A story");
    let (first, second, before) =
        (house.comment(&story, "First"), house.comment(&story, "Second"), house.comment(&story, "Before"));
    let mut browser = Browser::of(&house, "chief").await;
    let alone = format!("/admin/comments/{}/delete", before.id);
    let page = browser.get(&alone).await;
    assert!(page.text().contains("It goes to the trash, and can be restored from there."), "{}", page.text());
    browser.submit(&alone, &alone, &[]).await;
    assert_eq!(live(&house), (1, 2));

    let delete = format!("{}delete", at(&story));
    let asked = browser.get(&delete).await;
    assert!(
        asked.text().contains("3 rows go to the trash.") && asked.text().contains("2 comments"),
        "{}",
        asked.text()
    );
    assert!(asked.has("Delete 3 rows"));
    let done = browser.submit(&delete, &delete, &[]).await;
    assert_eq!(done.location(), "/admin/articles/");
    assert_eq!(live(&house), (0, 0));
    assert!(browser.get("/admin/articles/").await.text().contains("“A story” is in the trash."));
    assert_eq!(browser.get(&at(&story)).await.status, StatusCode::GONE);
    assert!(browser.get("/admin/articles/-/trash").await.text().contains("A story"));

    let comment = format!("/admin/comments/{}/restore", first.id);
    let alone = browser.get(&comment).await;
    assert_eq!(alone.status, StatusCode::CONFLICT);
    assert!(alone.text().contains("What it belongs to is deleted: article"), "{}", alone.text());
    let refused = browser.post(&comment, &[("-csrf", &alone.token())]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(live(&house), (0, 0));
    let back = browser.post(&comment, &[("-csrf", &alone.token()), ("-parents", "true")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text());
    assert_eq!(live(&house), (1, 2), "the comment that was deleted before stays in the trash");
    let trash = browser.get("/admin/comments/-/trash").await;
    let has = |comment: &Comment| trash.has(&comment.id.to_string());
    assert!(has(&before) && !has(&first) && !has(&second), "{}", trash.text());
}

#[tokio::test]
async fn a_restoration_is_previewed() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let story = house.article(ada.id, "A story");
    house.comment(&story, "First");
    house.on(|conn| story.clone().delete().by(&me()).run(conn).unwrap());
    let mut browser = Browser::of(&house, "chief").await;
    let restore = format!("{}restore", at(&story));
    let page = browser.get(&restore).await;
    assert!(page.text().contains("2 rows come back") && page.text().contains("1 comment"), "{}", page.text());
    let done = browser.submit(&restore, &restore, &[]).await;
    assert_eq!(done.location(), at(&story));
    assert_eq!(live(&house), (1, 1));
    assert_eq!(browser.get(&restore).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_history_shows_words_and_takes_changes_back() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let story = house.article(ada.id, "The keeper came back in spring");
    let story =
        house.on(|conn| story.patch().title("The keeper came home in spring").words(7).by(&me()).run(conn).unwrap());
    let story = house.on(|conn| story.patch().words(9).by(&me()).run(conn).unwrap());
    let mut browser = Browser::of(&house, "editor").await;
    let history = browser.get(&format!("{}history", at(&story))).await;
    assert!(history.has("The keeper came <del>back</del><ins>home</ins> in spring"), "{}", history.body);
    assert_eq!(history.body.matches("revert/").count(), 2);
    let ids: Vec<String> = history.links().into_iter().filter(|link| link.contains("/revert/")).collect();
    let page = browser.get(&ids[1]).await;
    assert!(page.text().contains("Changed again since: Words."), "{}", page.text());
    assert!(page.has("came <del>home</del><ins>back</ins>") && page.has("<del>9</del> <ins>0</ins>"), "{}", page.body);
    let stale = browser.post(&ids[1], &[("-csrf", &page.token()), ("-version", "1")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let done = browser.submit(&ids[1], &ids[1], &[]).await;
    assert_eq!(done.location(), format!("{}history", at(&story)), "{}", done.text());
    let now = house.stored(story.id);
    assert_eq!((now.title.as_str(), now.words, now.version), ("The keeper came back in spring", 0, 4));

    let entry = ids[1].replace("revert", "history");
    let then = browser.get(&entry).await;
    assert!(then.text().contains("The keeper came home in spring"), "{}", then.text());
    let loaded = browser
        .post(
            &format!("{}form", at(&story)),
            &[("-csrf", &then.token()), ("title", "From the past"), ("-version", "4")],
        )
        .await;
    assert!(loaded.has("value=\"From the past\""));
    let unchanged = house.stored(story.id);
    assert_eq!(unchanged.title, "The keeper came back in spring");

    let other = house.article(ada.id, "Another");
    let foreign = format!("{}revert/{}", at(&other), ids[1].rsplit('/').next().unwrap());
    assert_eq!(browser.get(&foreign).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.submit(&at(&other), &foreign, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_history_has_pages() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let mut story = house.article(ada.id, "A story");
    for words in 1..=60 {
        story = house.on(|conn| story.patch().words(words).by(&me()).run(conn).unwrap());
    }
    let mut browser = Browser::of(&house, "editor").await;
    let first = browser.get(&format!("{}history", at(&story))).await;
    assert_eq!(first.body.matches("class=\"when\"").count(), 50);
    let older = first.links().into_iter().find(|link| link.contains("before=")).expect("there are older entries");
    let second = browser.get(&older).await;
    assert_eq!(second.body.matches("class=\"when\"").count(), 11);
    assert!(second.has("Created"));
    assert_eq!(browser.get(&format!("{}history?before=x", at(&story))).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_trail_is_filtered_and_an_operation_is_whole() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let story = house.article(ada.id, "A story");
    house.comment(&story, "First");
    house.on(|conn| story.clone().delete().by(&me()).run(conn).unwrap());
    let mut browser = Browser::of(&house, "editor").await;
    let all = browser.get("/admin/-/trail").await;
    assert_eq!(all.body.matches("class=\"when\"").count(), 5, "{}", all.text());
    let deletions = browser.get("/admin/-/trail?action=delete&model=articles&actor=chief").await;
    assert_eq!(deletions.body.matches("class=\"when\"").count(), 1);
    let batch =
        deletions.links().into_iter().find(|link| link.contains("/batch/")).expect("an entry leads to its operation");
    let operation = browser.get(&batch).await;
    assert_eq!(operation.body.matches("class=\"when\"").count(), 2, "{}", operation.text());
    assert!(operation.has("/restore"));
    assert_eq!(browser.get("/admin/-/trail?evil=1").await.status, StatusCode::BAD_REQUEST);
    let begun = browser.submit("/admin/-/verify", "/admin/-/verify", &[("-model", "articles")]).await;
    let job = begun.location().to_owned();
    let checked = browser.finished(&begun).await;
    assert!(checked.text().contains("Articles: the history and the table agree."), "{}", checked.text());
    house.on(|conn| diesel::sql_query("UPDATE articles SET words = 3").execute(conn).unwrap());
    let begun = browser.submit("/admin/-/verify", "/admin/-/verify", &[("-model", "articles")]).await;
    let broken = browser.finished(&begun).await;
    assert!(broken.text().contains("`words` in the table differs from the trail"), "{}", broken.text());
    let jobs = browser.get("/admin/-/jobs").await;
    assert!(jobs.links().contains(&job) && jobs.text().contains("Verify: ArticlesDone"), "{}", jobs.text());
    let mut other = Browser::of(&house, "auditor").await;
    assert_eq!(other.get(&job).await.status, StatusCode::NOT_FOUND, "a job is for whoever began it");
    assert!(!other.get("/admin/-/jobs").await.links().contains(&job));
}

#[tokio::test]
async fn an_action_of_the_application_runs_once_it_is_confirmed() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let story = house.article(ada.id, "A story");
    let mut browser = Browser::of(&house, "editor").await;
    let act = format!("{}do/publish", at(&story));
    assert!(browser.get(&at(&story)).await.links().contains(&act));
    let asked = browser.get(&act).await;
    assert!(asked.text().contains("Publish: “A story”?"), "{}", asked.text());
    let done = browser.submit(&act, &act, &[]).await;
    assert_eq!(done.location(), at(&story), "{}", done.text());
    let now = house.stored(story.id);
    assert_eq!(now.status, super::models::Status::Published);
    assert_eq!(browser.get(&format!("{}do/evil", at(&story))).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_reason_stands_in_the_history() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let story = house.article(ada.id, "A story");
    let mut browser = Browser::of(&house, "chief").await;
    let form = [("title", "Another story"), ("-because", " a\u{0} typo ")];
    let saved = browser.submit(&at(&story), &at(&story), &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let delete = format!("{}delete", at(&story));
    let deleted = browser.submit(&delete, &delete, &[("-because", "spam")]).await;
    assert_eq!(deleted.status, StatusCode::SEE_OTHER, "{}", deleted.text());
    let history = browser.get(&format!("{}history", at(&story))).await;
    for reason in [">a typo<", ">spam<"] {
        assert!(history.has(reason), "{reason}: {}", history.text());
    }
}

#[tokio::test]
async fn the_trash_says_who_deleted_a_row_before_many_others() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let first = house.article(ada.id, "The first");
    house.on(|conn| first.delete().by(&Actor::user("editor")).run(conn).unwrap());
    // As many as fill whole pages, and more than the entries that one page reads.
    let later = (0..525).map(|number| {
        let title = format!("Number {number}");
        NewArticle::builder().author_id(ada.id).title(title).body("Text.").build()
    });
    house.on(|conn| {
        Article::create_many(later.collect::<Vec<_>>()).by(&me()).run(conn).unwrap();
        Article::objects().delete().by(&me()).run(conn).unwrap();
    });
    let mut browser = Browser::of(&house, "chief").await;
    let mut page = browser.get("/admin/articles/-/trash").await;
    while let Some(next) = page.links().into_iter().find(|link| link.contains("after=")) {
        page = browser.get(&next).await;
    }
    assert!(page.has("The first") && !page.has("Number"), "{}", page.text());
    assert!(page.text().contains("editor") && !page.text().contains("unknown"), "{}", page.text());
}

#[tokio::test]
async fn the_trash_of_all_models_is_one_page() {
    let house = House::new(FullAccess);
    let ada = house.author("Ada");
    let story = house.article(ada.id, "A story");
    house.comment(&story, "A comment");
    let mut browser = Browser::of(&house, "chief").await;
    let empty = browser.get("/admin/-/trash").await;
    assert!(empty.has("The trash is empty."), "{}", empty.text());
    let delete = format!("{}delete", at(&story));
    browser.submit(&delete, &delete, &[]).await;
    let trash = browser.get("/admin/-/trash").await;
    for word in ["A story", "A comment", "/admin/articles/-/trash", "/admin/comments/-/trash"] {
        assert!(trash.has(word), "{word}: {}", trash.text());
    }
    assert!(browser.get("/admin/").await.has("/admin/-/trash"));
}
