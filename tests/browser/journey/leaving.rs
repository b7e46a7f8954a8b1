//! The end of the week: the auditor, the chief, and the way out.

use crate::browser::Browser;
use crate::newsroom::Done;
use fantoccini::Locator;

/// Step 27: nothing that the auditor is shown writes.
pub(crate) async fn the_auditor_only_reads(browser: &Browser, story: &str) -> Done {
    browser.become_the("auditor").await?;
    let pages = [
        "/desk/",
        "/desk/articles/",
        "/desk/comments/",
        "/desk/authors/",
        "/desk/tags/",
        "/desk/tasks/",
        "/desk/products/",
        "/desk/-/trail",
        "/desk/-/find?q=otters",
        story,
        &format!("{story}history"),
    ];
    for page in pages {
        browser.go(page).await?;
        browser.element(".me").await?;
        for form in browser.client.find_all(Locator::Css("main form[method=post]")).await? {
            // A file of rows is taken away, and changes nothing.
            let action = form.attr("action").await?.unwrap_or_default();
            assert!(action.contains("/-/export."), "{page} has a form to {action}");
        }
    }
    browser.look("35-read-only").await?;
    browser.go("/desk/-/trail").await?;
    browser.look("36-trail").await?;
    browser.go("/desk/-/find?q=otters").await?;
    browser.look("37-find").await?;
    let post = "const done = arguments[1]; const token = document.querySelector('[name=-csrf]').value;
        fetch(arguments[0], { method: 'POST', body: new URLSearchParams({ '-csrf': token, '-version': '1', title: 'x' }) })
            .then(answer => done(answer.status), error => done(String(error)))";
    for path in [story.to_owned(), format!("{story}delete"), "/desk/articles/-/new".to_owned()] {
        let status = browser.client.execute_async(post, vec![path.clone().into()]).await?;
        assert_eq!(status, 403, "{path}");
    }
    browser.go(&format!("{story}history")).await?;
    browser.says(".entries", "Rosa Lind").await
}

/// Step 28: a rehearsal of the removal, and what the history says of the tables.
pub(crate) async fn the_chief_removes_and_verifies(browser: &Browser) -> Done {
    browser.become_the("chief").await?;
    browser.go("/desk/articles/-/trash").await?;
    browser.click("a[href$='-/purge']").await?;
    browser.look("38-purge").await?;
    browser.click("main form .primary").await?;
    browser.says("main", "Nothing is old enough to be removed.").await?;
    browser.look("39-purge-rehearsal").await?;
    browser.go("/desk/-/verify").await?;
    browser.look("40-verify").await?;
    let options = browser.count("select[name='-model'] option").await?;
    for index in 0..options {
        browser.go("/desk/-/verify").await?;
        browser.element("select[name='-model']").await?.select_by_index(index).await?;
        browser.click("main form .primary").await?;
        browser.says(".flash", "agree").await?;
    }
    browser.look("41-verified").await?;
    browser.go("/desk/-/jobs").await?;
    browser.says("main", "Verify: Articles").await?;
    browser.look("43-jobs").await
}

/// Steps 29 and 30: the log-out is the end of it. Nothing was refused by a policy, and nothing broke.
pub(crate) async fn everybody_goes_home(browser: &Browser) -> Done {
    let client = &browser.client;
    browser.go("/desk/articles/").await?;
    let cookies = client.get_all_cookies().await?;
    let cookies = cookies.iter().map(|cookie| format!("{}={}", cookie.name(), cookie.value()));
    let cookies = cookies.collect::<Vec<_>>().join("; ");
    let before = browser.newsroom.ask("GET", "/desk/articles/", &[("Cookie", &cookies)], "")?;
    assert_eq!(before.status, 200, "{}", before.head);
    browser.click(".me form button").await?;
    browser.element("#f-password").await?;
    client.back().await?;
    browser.element("#f-password").await?;
    assert_eq!(browser.count("table.list").await?, 0, "a way back shows nothing");
    let after = browser.newsroom.ask("GET", "/desk/articles/", &[("Cookie", &cookies)], "")?;
    assert_eq!(after.status, 303, "{}", after.head);
    assert!(after.head.contains("/-/login"), "{} {}", after.head, after.body);
    browser.go("/desk/nothing").await?;
    let complaints = browser.complaints().await?;
    assert!(complaints.is_empty(), "{complaints:?}");
    let log = browser.newsroom.log()?;
    assert!(!log.contains("panicked") && !log.contains("failed"), "{log}");
    Ok(())
}
