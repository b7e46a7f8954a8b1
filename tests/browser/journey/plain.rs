//! A walk without scripts.

use crate::browser::Browser;
use crate::newsroom::Done;

pub(crate) async fn walk(browser: &Browser) -> Done {
    browser.go("/desk/articles/").await?;
    browser.log_in("chief").await?;
    browser.element("table.list").await?;
    browser.fill("#search", "salmon").await?;
    browser.click(".filters button").await?;
    browser.says("h1 .count", "1").await?;
    browser.click("table.list tbody th a").await?;
    browser.fill("#f-title", "Salmon, without a script").await?;
    browser.click("form.edit .primary").await?;
    browser.says(".flash", "Salmon, without a script").await?;

    // A foreign key is looked for on a page.
    browser.go("/desk/articles/-/new").await?;
    browser.fill("#f-title", "Plain").await?;
    browser.click("form.edit .primary").await?;
    browser.element("#errors a").await?;
    assert_eq!(browser.value("#f-title").await?, "Plain");
    browser.go("/desk/authors/-/options").await?;
    browser.fill("main input[name=q]", "chiara").await?;
    browser.click("main form button").await?;
    let key = browser.text("main code").await?;
    browser.look("60-find-a-key").await?;
    browser.go(&format!("/desk/articles/-/new?author_id={key}")).await?;
    browser.fill("#f-title", "Plain").await?;
    browser.fill("#f-body", "Links and forms.").await?;
    browser.click("form.edit .primary").await?;
    browser.element(".flash").await?;

    browser.click("a[href$=delete]").await?;
    browser.click("main form .grave").await?;
    browser.says(".flash", "is in the trash").await?;
    browser.link("Trash").await?;
    browser.click(".row-acts a").await?;
    browser.click("main form .primary").await?;
    browser.says(".flash", "is back").await?;
    browser.link("History").await?;
    browser.element(".entries").await?;
    browser.go("/desk/articles/?q=Plain").await?;
    browser.click("table.list tbody input[name=key]").await?;
    browser.element("#bulk-do").await?.select_by_value("do.publish").await?;
    browser.click(".bulk button").await?;
    browser.click("main form .primary").await?;
    browser.element(".flash").await?;
    browser.go("/articles/plain").await?;
    browser.says("h1", "Plain").await?;
    browser.go("/desk/").await?;
    browser.click(".me form button").await?;
    browser.element("#f-password").await.map(drop)
}
