//! The part of the reporter: logging in, finding, writing, and meeting somebody else in the same text.

use crate::browser::Browser;
use crate::newsroom::Done;
use fantoccini::Locator;
use fantoccini::key::Key;
use serde_json::{Value, json};

/// How many columns the editor has published, more than a page of the list has.
pub(crate) const COLUMNS: usize = 40;

/// The headline of the story, which looks like what it must never be taken for.
pub(crate) const HEADLINE: &str = "Otters <script>alert(1)</script> in the harbour";

async fn cookies(browser: &Browser) -> Done<Vec<String>> {
    let all = browser.client.get_all_cookies().await?;
    Ok(all.iter().map(|cookie| format!("{}={}", cookie.name(), cookie.value())).collect())
}

/// Steps 1 to 3: the door, with a wrong password first.
pub(crate) async fn arrives(browser: &Browser) -> Done {
    for number in 1..=COLUMNS {
        let new = json!({ "title": format!("Column {number:02}"), "body": "One thought a day." });
        let row = browser.newsroom.api("POST", "articles", &new)?;
        let key = row["id"].as_str().ok_or("an article has a key")?;
        browser.newsroom.api("POST", &format!("articles/{key}/publish"), &Value::Null)?;
    }
    browser.go("/desk/articles/").await?;
    assert_eq!(browser.here().await?, "/desk/-/login?next=%2Farticles%2F");
    browser.look("01-door").await?;
    let (email, _) = browser.newsroom.log_in_of("reporter")?;
    let mut answers = Vec::new();
    for name in [email, "nobody@newsroom.example"] {
        browser.fill("#f-name", name).await?;
        browser.fill("#f-password", "guessed").await?;
        browser.click("main .primary").await?;
        answers.push(browser.text("#errors").await?);
        assert_eq!(browser.value("#f-name").await?, name, "the name is kept");
    }
    assert_eq!(answers[0], answers[1], "nobody learns who has an account");
    browser.look("02-wrong-password").await?;
    let before = cookies(browser).await?;
    browser.log_in("reporter").await?;
    browser.element("table.list").await?;
    assert_eq!(browser.here().await?, "/desk/articles/", "where they wanted to go");
    let after = cookies(browser).await?;
    assert!(before.iter().all(|cookie| !after.contains(cookie)), "{before:?} {after:?}");
    Ok(())
}

/// Steps 4 to 8: the list.
pub(crate) async fn looks_around(browser: &Browser) -> Done {
    browser.look("03-list").await?;
    let first = "table.list tbody tr:first-child th";
    browser.link("Title").await?;
    browser.element("th[aria-sort=ascending]").await?;
    let top = browser.text(first).await?;
    browser.click("a[rel=next]").await?;
    browser.element("a[rel=prev]").await?;
    assert_ne!(browser.text(first).await?, top);
    browser.click("a[rel=prev]").await?;
    browser.says(first, &top).await?;

    browser.press("/").await?;
    assert_eq!(browser.client.active_element().await?.attr("id").await?.as_deref(), Some("search"));
    browser.press(&format!("lighthouse{}", char::from(Key::Enter))).await?;
    browser.says("h1 .count", "1").await?;
    browser.says(first, "lighthouse").await?;
    browser.look("04-found").await?;
    browser.link("Clear").await?;

    browser.click("input[name=author_id]").await?;
    browser.press("emil").await?;
    let option = "#o-author_id option";
    let element = browser.element(option).await?;
    let key = element.attr("value").await?.ok_or("an option has the key of a row")?;
    assert!(element.html(false).await?.contains("Emil"), "and its name");
    browser.fill("input[name=author_id]", &format!("{key}{}", char::from(Key::Enter))).await?;
    browser.element(".filters .clear").await?;
    let of_emil = browser.count("table.list tbody tr").await?;
    assert_eq!(browser.count("table.list td[data-label=Author] span").await?, of_emil);
    browser.look("05-filtered").await?;

    browser.fill("#search", &format!("zeppelin{}", char::from(Key::Enter))).await?;
    browser.element(".empty").await?;
    browser.look("06-nothing-matches").await?;
    browser.click(".empty a").await?;
    browser.element("table.list").await.map(drop)
}

/// Steps 9 to 11: a new article with mistakes. The address of the row comes back.
pub(crate) async fn writes(browser: &Browser) -> Done<String> {
    browser.press("n").await?;
    browser.element("#f-title").await?;
    browser.look("07-new").await?;
    browser.fill("#f-standfirst", &"very long ".repeat(60)).await?;
    browser.fill("#f-author_id", "not a key").await?;
    browser.click("form.edit .primary").await?;
    browser.element("#errors li:nth-child(3)").await?;
    assert_eq!(browser.client.active_element().await?.attr("id").await?.as_deref(), Some("errors"));
    assert!(browser.client.title().await?.starts_with("Error: "));
    assert_eq!(browser.value("#f-author_id").await?, "not a key", "what was typed is kept");
    browser.look("08-mistakes").await?;
    browser.click("#errors li:first-child a").await?;
    assert!(browser.client.current_url().await?.fragment().is_some_and(|field| field.starts_with("f-")));

    browser.fill("#f-author_id", "rosa").await?;
    let option = browser.element("#f-author_id-list option").await?;
    let key = option.attr("value").await?.ok_or("an option has the key of a row")?;
    browser.fill("#f-author_id", &key).await?;
    browser.fill("#f-title", "Otters in the harbour").await?;
    browser.fill("#f-standfirst", "Two of them, and a third on Sundays.").await?;
    browser.fill("#f-body", "They came **with the tide**.\n\n<script>alert(1)</script>").await?;
    browser.click("form.edit .primary").await?;
    browser.element(".flash").await?;
    assert_eq!(browser.value("#f-slug").await?, "otters-in-the-harbour", "made from the title");
    browser.look("09-saved").await?;
    let story = browser.here().await?;

    browser.fill("#f-title", HEADLINE).await?;
    browser.press(&format!("{}s{}", char::from(Key::Control), char::from(Key::Null))).await?;
    browser.says("h1", HEADLINE).await?;
    browser.says(".flash", HEADLINE).await?;
    browser.click("form.edit .primary").await?;
    browser.says(".flash", "Nothing was different").await?;
    browser.go("/desk/articles/?q=otters").await?;
    browser.says("table.list tbody th", HEADLINE).await?;
    Ok(story)
}

/// Steps 12 and 13: the same article in two tabs.
pub(crate) async fn meets_the_other_editor(browser: &Browser, story: &str) -> Done {
    let client = &browser.client;
    browser.go(story).await?;
    let first = client.window().await?;
    let second = client.new_window(true).await?.handle;
    client.switch_to_window(second).await?;
    browser.go(story).await?;
    browser.fill("#f-standfirst", "Three of them now.").await?;
    browser.fill("#f-title", "Three otters in the harbour").await?;
    browser.click("form.edit .primary").await?;
    browser.element(".flash").await?;
    client.close_window().await?;
    client.switch_to_window(first).await?;

    browser.fill("#f-title", "The otters of the harbour").await?;
    browser.fill("#f-body", "They came **with the tide**, and stayed.\n\n<script>alert(1)</script>").await?;
    browser.click("form.edit .primary").await?;
    browser.says("h1", "Somebody else changed this meanwhile").await?;
    let groups: Vec<String> = {
        let mut texts = Vec::new();
        for heading in client.find_all(Locator::Css("form.edit h2")).await? {
            texts.push(heading.text().await?);
        }
        texts
    };
    assert_eq!(groups.len(), 3, "{groups:?}");
    browser.look("10-two-editors").await?;
    assert_eq!(browser.value("#f-title").await?, "The otters of the harbour", "what was typed is kept");
    browser.click("form.edit .primary").await?;
    browser.says("h1", "The otters of the harbour").await?;
    assert_eq!(browser.value("#f-standfirst").await?, "Three of them now.", "theirs is kept");
    assert!(browser.value("#f-body").await?.contains("and stayed"), "mine is saved");
    Ok(())
}

/// Steps 14 and 15: the history, and a change that is taken back.
pub(crate) async fn reads_the_history(browser: &Browser, story: &str) -> Done {
    browser.link("History").await?;
    browser.element(".entries").await?;
    // Created, a new title, the other tab, the merge.
    assert_eq!(browser.count(".entries > li").await?, 4);
    browser.says(".entries > li:first-child", "by Rosa Lind").await?;
    browser.element(".entries > li:first-child code").await?;
    browser.look("11-history").await?;
    browser.click(".entries > li:nth-child(2) .acts .act").await?;
    browser.element("main form button").await?;
    browser.look("12-row-then").await?;
    browser.go(&format!("{story}history")).await?;
    browser.click(".entries > li:nth-child(2) .acts .button").await?;
    browser.says(".note", "Changed again since: Title").await?;
    browser.look("13-take-back").await?;
    browser.click("main form .primary").await?;
    browser.says(".flash", "taken back").await?;
    assert_eq!(browser.count(".entries > li").await?, 5);
    browser.go(story).await?;
    assert_eq!(browser.value("#f-standfirst").await?, "Two of them, and a third on Sundays.");
    assert_eq!(browser.value("#f-title").await?, HEADLINE);
    Ok(())
}

/// Step 16: the session ends while somebody types.
pub(crate) async fn loses_the_session(browser: &Browser, story: &str) -> Done {
    let client = &browser.client;
    browser.go(story).await?;
    browser.fill("#f-standfirst", "Two of them, typed for an hour.").await?;
    let first = client.window().await?;
    let second = client.new_window(true).await?.handle;
    client.switch_to_window(second).await?;
    browser.go("/desk/-/you").await?;
    browser.look("14-you").await?;
    browser.click("main form button").await?;
    browser.element("#f-password").await?;
    client.close_window().await?;
    client.switch_to_window(first).await?;

    browser.click("form.edit .primary").await?;
    browser.element("#f-password").await?;
    browser.look("15-session-ended").await?;
    browser.log_in("reporter").await?;
    browser.element(".note").await?;
    assert_eq!(browser.value("#f-standfirst").await?, "Two of them, typed for an hour.", "the text is still there");
    browser.look("16-text-kept").await?;
    browser.click("form.edit .primary").await?;
    browser.element(".flash").await?;
    browser.go(story).await?;
    assert_eq!(browser.value("#f-standfirst").await?, "Two of them, typed for an hour.");
    Ok(())
}

/// Step 17: what a reporter may not do.
pub(crate) async fn may_not_publish(browser: &Browser, story: &str) -> Done {
    assert_eq!(browser.count("a[href$='do/publish']").await?, 0, "there is no button for it");
    browser.go(&format!("{story}do/publish")).await?;
    browser.says("h1", "You may not do that").await?;
    browser.look("17-forbidden").await?;
    for path in ["/desk/-/trail", "/desk/-/verify", "/desk/products/-/new"] {
        browser.go(path).await?;
        browser.says("title", "").await?;
        let heading = browser.text("h1").await?;
        assert!(["You may not do that", "There is no such page"].contains(&heading.as_str()), "{path}: {heading}");
    }
    browser.go(&format!("{story}history")).await?;
    assert_eq!(browser.count(".entries > li").await?, 6, "and no entry of it");
    Ok(())
}
