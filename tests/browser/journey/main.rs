//! Journeys through the newsroom in a real browser. `cargo xtask test --browser` installs and starts what they need.

mod browser;
mod editor;
mod keyboard;
mod leaving;
mod newsroom;
mod plain;
mod reader;
mod reporter;

use crate::browser::{Browser, Scripts};

/// What staff do in a week, from the first log-in to the last log-out.
#[tokio::test(flavor = "multi_thread")]
async fn the_staff_work_through_a_story() {
    let done = async {
        let browser = Browser::open(Scripts::On).await?;
        let outcome = async {
            reporter::arrives(&browser).await?;
            reporter::looks_around(&browser).await?;
            let story = reporter::writes(&browser).await?;
            reporter::meets_the_other_editor(&browser, &story).await?;
            reporter::reads_the_history(&browser, &story).await?;
            reporter::loses_the_session(&browser, &story).await?;
            reporter::may_not_publish(&browser, &story).await?;
            editor::publishes(&browser, &story).await?;
            editor::deletes_and_restores(&browser, &story).await?;
            editor::works_on_many(&browser).await?;
            reader::joins(&browser).await?;
            reader::sees_a_picture(&browser).await?;
            reader::is_edited_with_the_article(&browser).await?;
            leaving::the_auditor_only_reads(&browser, &story).await?;
            leaving::the_chief_removes_and_verifies(&browser).await?;
            leaving::everybody_goes_home(&browser).await
        };
        let outcome = outcome.await;
        browser.end(outcome).await
    };
    if let Err(error) = done.await {
        panic!("{error}");
    }
}

/// Finds, writes, saves and deletes without a pointer.
#[tokio::test(flavor = "multi_thread")]
async fn a_keyboard_is_enough() {
    let done = async {
        let browser = Browser::open(Scripts::On).await?;
        let outcome = keyboard::walk(&browser).await;
        browser.end(outcome).await
    };
    if let Err(error) = done.await {
        panic!("{error}");
    }
}

/// The same pages do the same where no script runs.
#[tokio::test(flavor = "multi_thread")]
async fn no_page_needs_a_script() {
    let done = async {
        let browser = Browser::open(Scripts::Off).await?;
        let outcome = plain::walk(&browser).await;
        browser.end(outcome).await
    };
    if let Err(error) = done.await {
        panic!("{error}");
    }
}
