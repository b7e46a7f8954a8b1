//! A reader of the public site, a picture for an article, and comments that are edited with their article.

use crate::browser::Browser;
use crate::newsroom::Done;
use base64::Engine;
use std::fs;

const STORY: &str = "/articles/storm-warning-for-the-north-coast";
const ADA: &str = "ada@readers.example";
/// A picture of one dot.
const DOT: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// Step 19: somebody signs up by a mail, comments and likes; the author is told by a mail.
pub(crate) async fn joins(browser: &Browser) -> Done {
    browser.go(STORY).await?;
    browser.link("Sign in").await?;
    browser.look("44-sign-in").await?;
    browser.link("Sign up").await?;
    browser.fill("#name", "Ada").await?;
    browser.fill("#email", ADA).await?;
    browser.fill("#password", "correct horse").await?;
    browser.look("45-sign-up").await?;
    browser.click("main form button").await?;
    browser.says("h1", "Look into your mail").await?;
    let mail = browser.newsroom.mail(ADA)?;
    let link = mail.split("http://").nth(1).and_then(|rest| rest.split_whitespace().next());
    let link = link.ok_or("the mail has a link")?;
    browser.go(&link[link.find('/').ok_or("the link has a path")?..]).await?;
    browser.click("main form button").await?;
    browser.says(".note", "Your address is confirmed").await?;
    sign_in(browser, ADA, "correct horse").await?;

    browser.go(STORY).await?;
    browser.fill("#body", "I saw it from the pier.").await?;
    browser.click("#say button").await?;
    browser.says(".note", "when the desk has read it").await?;
    browser.click(".like button").await?;
    browser.says(".like button", "Liked").await?;
    browser.look("46-article-signed-in").await?;
    let mail = browser.newsroom.mail("rosa@newsroom.example")?;
    assert!(mail.contains("Ada has commented"), "{mail}");
    browser.click("form.door button").await?;
    browser.says("header", "Sign in").await
}

async fn sign_in(browser: &Browser, email: &str, password: &str) -> Done {
    browser.go("/sign-in").await?;
    browser.fill("#email", email).await?;
    browser.fill("#password", password).await?;
    browser.click("main form button").await?;
    browser.says("header", "Sign out").await
}

/// A reporter uploads a picture, which is shown.
pub(crate) async fn sees_a_picture(browser: &Browser) -> Done {
    let (email, password) = browser.newsroom.log_in_of("reporter")?;
    sign_in(browser, email, password).await?;
    let file = browser.newsroom.place().join("evil.html");
    fs::write(&file, base64::engine::general_purpose::STANDARD.decode(DOT)?)?;
    browser.link("Pictures").await?;
    browser.element("#file").await?.send_keys(&file.display().to_string()).await?;
    browser.click("main form.stack button").await?;
    browser.says(".note", "It is stored").await?;
    let width = browser.client.execute("return document.querySelector('.text img').naturalWidth", Vec::new()).await?;
    assert_eq!(width, 1, "the picture is shown");
    browser.look("47-picture").await?;
    browser.click("form.door button").await?;
    browser.says("header", "Sign in").await
}

/// The editor changes an article and a comment below it with one save.
pub(crate) async fn is_edited_with_the_article(browser: &Browser) -> Done {
    browser.go("/desk/published/?q=Storm").await?;
    browser.look("48-section").await?;
    browser.click("table.list tbody th a").await?;
    browser.element("fieldset.group").await?;
    browser.look("49-children").await?;
    browser.fill("#f-standfirst", "Gusts of 130 km/h are expected.").await?;
    browser.fill("fieldset.child:first-of-type textarea", "Thank you, twice.").await?;
    browser.click("form.edit > .foot .primary").await?;
    browser.says(".flash", "saved").await?;
    assert_eq!(browser.value("fieldset.child:first-of-type textarea").await?, "Thank you, twice.");
    browser.link("History").await?;
    browser.says(".entries > li:first-child", "130 km/h").await
}
