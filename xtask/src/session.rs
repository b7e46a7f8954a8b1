//! One run of a task, from the choice of the backends to the summary.

use std::time::Instant;

use anyhow::Result;

use crate::attributes;
use crate::backend::Backend;
use crate::browser;
use crate::cli::{Half, Selection, TestOptions};
use crate::layers;
use crate::plan::Plan;
use crate::server::{Durability, Server};
use crate::size;
use crate::steps::{Snapshots, Step};
use crate::surface;
use crate::twins;

/// `cargo xtask test`
pub(crate) fn test(options: &TestOptions) -> Result<()> {
    let started = Instant::now();
    let TestOptions { selection, long, .. } = options;
    let plan = announce(selection)?;
    if !selection.is_explicit() {
        Step::format().run()?;
        layers::layers(false)?;
        twins::twins(true)?;
        attributes::attributes(true)?;
    }
    if selection.covers(Half::Sync) {
        Step::lint(&plan.chosen).run()?;
    }
    run_tests(&plan.chosen, Snapshots::Compare, selection, *long)?;
    if !selection.is_explicit() && selection.covers(Half::Sync) {
        browser::after_the_tests(&plan.chosen, selection)?;
    }
    if !selection.is_explicit() && selection.covers(Half::Sync) {
        for step in plan.chosen.iter().flat_map(|backend| Step::alone(*backend)) {
            step.run()?;
        }
        Step::without_backend().run()?;
        Step::documentation(&plan.chosen).run()?;
        surface::surface()?;
        size::size()?;
    }
    summarize(&plan, started);
    Ok(())
}

/// `cargo xtask check`: what needs neither a server nor the tests of behaviour.
pub(crate) fn check() -> Result<()> {
    let started = Instant::now();
    Step::format().run()?;
    layers::layers(false)?;
    twins::twins(true)?;
    attributes::attributes(true)?;
    Step::lint(&[Backend::Sqlite]).run()?;
    Step::unit_tests(Backend::Sqlite).run()?;
    Step::messages(Backend::Sqlite).run()?;
    println!("== passed in {} s", started.elapsed().as_secs());
    Ok(())
}

/// `cargo xtask bless`
pub(crate) fn bless(selection: &Selection) -> Result<()> {
    let started = Instant::now();
    let plan = announce(selection)?;
    run_tests(&plan.chosen, Snapshots::Overwrite, selection, false)?;
    summarize(&plan, started);
    Ok(())
}

pub(crate) fn announce(selection: &Selection) -> Result<Plan> {
    let plan = Plan::make(selection)?;
    for skipped in &plan.skipped {
        println!("== {} is skipped: {}", skipped.backend, skipped.reason);
    }
    Ok(plan)
}

/// The servers live as long as the step that needs them.
fn run_tests(backends: &[Backend], snapshots: Snapshots, selection: &Selection, long: bool) -> Result<()> {
    let mut servers = Vec::new();
    for backend in backends {
        // The data does not outlive the run, so it need not survive a crash.
        if let Some(server) = Server::start(*backend, Durability::Fleeting)? {
            println!("== {backend} server: {}", server.url());
            servers.push(server);
        }
    }
    if selection.covers(Half::Sync) {
        Step::tests(backends, &servers, snapshots, &selection.test_args).at_length(long).run()?;
        if snapshots == Snapshots::Compare && backends.contains(&Backend::Mysql) {
            Step::snapshot_isolation(backends, &servers, &selection.test_args).run()?;
        }
    }
    if selection.covers(Half::Async) {
        Step::asynchronous_messages(snapshots).run()?;
    }
    // Both halves have the same snapshots: those of the synchronous half are stored.
    if selection.covers(Half::Async) && snapshots == Snapshots::Compare {
        Step::lint_asynchronous(backends).run()?;
        for step in backends.iter().map(|backend| Step::asynchronous_alone(*backend)) {
            step.run()?;
        }
        Step::asynchronous(backends, &servers, &selection.test_args).run()?;
        // It takes as long as everything else together, so it runs when it is asked for.
        if selection.half == Some(Half::Async) {
            Step::other_half(backends, &servers, &selection.test_args).run()?;
        }
    }
    Ok(())
}

fn summarize(plan: &Plan, started: Instant) {
    for backend in &plan.chosen {
        println!("== {backend}: tested");
    }
    for skipped in &plan.skipped {
        println!("== {}: skipped, {}", skipped.backend, skipped.reason);
    }
    println!("== passed in {} s", started.elapsed().as_secs());
}
