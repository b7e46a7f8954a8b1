//! The part of the editor: publishing, comments, the trash, and many rows at once.

use crate::browser::Browser;
use crate::newsroom::Done;
use crate::reporter::{COLUMNS, HEADLINE};
use serde_json::json;

/// The list of comments under the story.
fn comments(story: &str) -> String {
    let key = story.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    format!("/desk/comments/?article_id={key}")
}

/// Steps 18 and 19: the story goes out, and is discussed.
pub(crate) async fn publishes(browser: &Browser, story: &str) -> Done {
    browser.become_the("editor").await?;
    browser.look("18-home").await?;
    browser.go(story).await?;
    browser.click("a[href$='do/publish']").await?;
    browser.look("19-publish").await?;
    browser.click("main form .primary").await?;
    browser.element(".flash").await?;
    browser.go("/articles/otters-in-the-harbour").await?;
    browser.says("h1", HEADLINE).await?;
    browser.says(".text strong", "with the tide").await?;
    assert_eq!(browser.count("main script").await?, 0, "the text was sanitised");
    browser.look("20-public-article").await?;
    let key = story.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    for body in ["I saw one.", "They eat my mussels.", "Where exactly?"] {
        browser.newsroom.api("POST", "comments", &json!({ "article_id": key, "body": body }))?;
    }
    browser.go(&comments(story)).await?;
    assert_eq!(browser.count("table.list tbody tr").await?, 3);
    browser.look("21-comments").await?;
    browser.link("I saw one.").await?;
    browser.click("a[href$='do/approve']").await?;
    browser.click("main form .primary").await?;
    browser.element(".flash").await?;
    browser.look("22-comment").await?;
    browser.go("/articles/otters-in-the-harbour").await?;
    browser.says(".comment", "I saw one.").await?;
    browser.go("/").await?;
    browser.look("23-public-home").await
}

/// Steps 20 to 24: a comment and then the story are deleted, and exactly what went with the story comes back.
pub(crate) async fn deletes_and_restores(browser: &Browser, story: &str) -> Done {
    browser.go(&comments(story)).await?;
    browser.link("They eat my mussels.").await?;
    browser.click("a[href$=delete]").await?;
    browser.look("24-delete-one").await?;
    browser.click("main form .grave").await?;
    browser.says(".flash", "is in the trash").await?;

    browser.go(&format!("{story}delete")).await?;
    browser.says(".tree", "2 comments").await?;
    browser.fill("input[name='-because']", "It is about seals").await?;
    browser.look("25-delete-with-comments").await?;
    browser.click("main form .grave").await?;
    browser.says(".flash", "is in the trash").await?;
    assert_eq!(browser.newsroom.ask("GET", "/articles/otters-in-the-harbour", &[], "")?.status, 410);
    browser.go("/articles/otters-in-the-harbour").await?;
    browser.says("h1", "Gone").await?;
    browser.look("26-public-gone").await?;
    browser.go(story).await?;
    browser.says(".note", "in the trash").await?;
    browser.look("27-deleted-row").await?;

    browser.go("/desk/comments/-/trash").await?;
    assert_eq!(browser.count("table.list tbody tr").await?, 3);
    browser.look("28-trash-of-comments").await?;
    browser.click("table.list tbody tr:first-child .row-acts a").await?;
    browser.says("h1", "What it belongs to is deleted: article").await?;
    browser.look("29-parent-deleted").await?;
    browser.go("/desk/-/trash").await?;
    browser.says("main", HEADLINE).await?;
    browser.look("42-trash-of-all").await?;
    browser.go(&format!("{story}history")).await?;
    browser.says(".entries > li:first-child .reason", "It is about seals").await?;
    browser.go("/desk/articles/-/trash").await?;
    browser.says("table.list tbody tr", HEADLINE).await?;
    browser.says("table.list tbody tr", "Emil Okafor").await?;
    browser.look("30-trash").await?;
    browser.click("table.list tbody .row-acts a").await?;
    browser.says(".tree", "2 comments").await?;
    browser.look("31-restore").await?;
    browser.click("main form .primary").await?;
    browser.says(".flash", "is back").await?;
    browser.go(&comments(story)).await?;
    assert_eq!(browser.count("table.list tbody tr").await?, 2, "the one that was deleted before stays away");
    browser.go("/desk/articles/-/trash").await?;
    browser.element(".empty").await?;
    browser.look("32-trash-empty").await
}

/// Steps 25 and 26: one thing with all rows that match, and a file of them.
pub(crate) async fn works_on_many(browser: &Browser) -> Done {
    browser.go("/desk/articles/?q=Column").await?;
    browser.says("h1 .count", &COLUMNS.to_string()).await?;
    let file = "const form = document.querySelector('form[action*=\"export.csv\"]');
        const done = arguments[0];
        fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
            .then(answer => answer.text()).then(done, error => done(String(error)))";
    let csv = browser.client.execute_async(file, Vec::new()).await?;
    let csv = csv.as_str().unwrap_or_default();
    assert_eq!(csv.lines().count(), 1 + COLUMNS, "{csv}");

    browser.go("/desk/articles/?q=Column").await?;
    browser.element("#bulk-do").await?.select_by_value("do.archive").await?;
    browser.click("input[name='-all']").await?;
    browser.click(".bulk button").await?;
    browser.says("h1", &format!("{COLUMNS} articles")).await?;
    browser.look("33-all-that-match").await?;
    browser.click("main form .primary").await?;
    browser.says(".flash", &COLUMNS.to_string()).await?;
    browser.go("/desk/articles/?q=Column&status=archived").await?;
    browser.says("h1 .count", &COLUMNS.to_string()).await?;
    browser.element("#bulk-do").await?.select_by_value("delete").await?;
    browser.click("table.list tbody tr:first-child input[name=key]").await?;
    browser.click(".bulk button").await?;
    browser.says("h1", "1 article").await?;
    browser.look("34-delete-selected").await?;
    browser.click("main form .grave").await?;
    browser.element(".flash").await.map(drop)
}
