//! A walk by keyboard alone: nothing is clicked.

use crate::browser::Browser;
use crate::newsroom::Done;
use fantoccini::key::Key;

const MOST: usize = 120;

fn key(key: Key) -> String {
    char::from(key).to_string()
}

/// Goes on by Tab until the focus is on an element that this selector means.
async fn tab_to(browser: &Browser, css: &str) -> Done {
    let there = "return document.activeElement.matches(arguments[0])";
    let seen = "const style = getComputedStyle(document.activeElement);
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2";
    browser.element(css).await?;
    for _ in 0..MOST {
        browser.press(&key(Key::Tab)).await?;
        if browser.client.execute(there, vec![css.into()]).await? == true {
            assert_eq!(browser.client.execute(seen, Vec::new()).await?, true, "the focus on {css} is seen");
            return Ok(());
        }
    }
    Err(format!("Tab never comes to {css}").into())
}

async fn enter(browser: &Browser) -> Done {
    browser.press(&key(Key::Enter)).await
}

pub(crate) async fn walk(browser: &Browser) -> Done {
    browser.go("/desk/articles/").await?;
    let (email, password) = browser.newsroom.log_in_of("chief")?;
    // The first field has the focus.
    browser.press(email).await?;
    browser.press(&key(Key::Tab)).await?;
    browser.press(&format!("{password}{}", key(Key::Enter))).await?;
    browser.element("table.list").await?;

    browser.press(&key(Key::Tab)).await?;
    assert_eq!(browser.client.active_element().await?.attr("class").await?.as_deref(), Some("skip"));
    enter(browser).await?;
    assert_eq!(browser.client.active_element().await?.attr("id").await?.as_deref(), Some("main"));

    browser.press("j").await?;
    browser.press("j").await?;
    let focused = "return document.activeElement.closest('tr')?.rowIndex ?? 0";
    assert_eq!(browser.client.execute(focused, Vec::new()).await?, 2, "j goes from row to row");
    browser.press("k").await?;
    enter(browser).await?;
    browser.element("#f-title").await?;

    tab_to(browser, "#f-title").await?;
    browser.press(&format!("{}a{}By keyboard", key(Key::Control), key(Key::Null))).await?;
    tab_to(browser, "form.edit .primary").await?;
    enter(browser).await?;
    browser.says(".flash", "By keyboard").await?;
    browser.look("50-by-keyboard").await?;

    tab_to(browser, "a[href$=history]").await?;
    enter(browser).await?;
    browser.element(".entries").await?;
    tab_to(browser, ".entries a.button").await?;
    enter(browser).await?;
    tab_to(browser, "main form .primary").await?;
    enter(browser).await?;
    browser.says(".flash", "taken back").await?;

    browser.press("/").await?;
    browser.element("body").await?;
    browser.go("/desk/articles/").await?;
    tab_to(browser, "th a[href*='sort=title']").await?;
    enter(browser).await?;
    browser.element("th[aria-sort=ascending]").await?;
    tab_to(browser, "table.list tbody tr:first-child input[name=key]").await?;
    browser.press(" ").await?;
    tab_to(browser, "#bulk-do").await?;
    browser.press("Delete").await?;
    tab_to(browser, ".bulk button").await?;
    enter(browser).await?;
    browser.says("h1", "1 article").await?;
    tab_to(browser, "main form .grave").await?;
    enter(browser).await?;
    browser.element(".flash").await?;
    tab_to(browser, "a[href$='-/trash']").await?;
    enter(browser).await?;
    tab_to(browser, ".row-acts a").await?;
    enter(browser).await?;
    tab_to(browser, "main form .primary").await?;
    enter(browser).await?;
    browser.says(".flash", "is back").await?;
    tab_to(browser, ".me form button").await?;
    enter(browser).await?;
    browser.element("#f-password").await.map(drop)
}
