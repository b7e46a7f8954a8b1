//! One run of a task, from the choice of the backends to the summary.

use std::time::Instant;

use anyhow::Result;

use crate::attributes;
use crate::backend::Backend;
use crate::beside::beside;
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
        Step::format().iter().try_for_each(Step::run)?;
        layers::layers(false)?;
        twins::twins(true)?;
        attributes::attributes(true)?;
    }
    if selection.covers(Half::Sync) {
        Step::lint(&plan.chosen).run()?;
    }
    run_tests(&plan.chosen, selection, *long)?;
    if !selection.is_explicit() && selection.covers(Half::Sync) {
        browser::after_the_tests(&plan.chosen, selection)?;
        surface::surface()?;
        size::size()?;
    }
    summarize(&plan, started);
    Ok(())
}

/// `cargo xtask check`: everything that needs neither a server nor the behavior tests.
pub(crate) fn check() -> Result<()> {
    let started = Instant::now();
    Step::format().iter().try_for_each(Step::run)?;
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
    let servers = servers(&plan.chosen)?;
    if selection.covers(Half::Sync) {
        Step::tests(&plan.chosen, &servers, Snapshots::Overwrite, &selection.test_args).run()?;
    }
    // Both halves share the snapshots, which are stored from the synchronous half.
    if selection.covers(Half::Async) {
        Step::asynchronous_dependencies().run()?;
        Step::asynchronous_messages(Snapshots::Overwrite).run()?;
    }
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

/// The servers that the tests use, which live as long as the result.
fn servers(backends: &[Backend]) -> Result<Vec<Server>> {
    let mut servers = Vec::new();
    for backend in backends {
        // The data does not outlive the run, so it need not survive a crash.
        if let Some(server) = Server::start(*backend, Durability::Fleeting)? {
            println!("== {backend} server: {}", server.url());
            servers.push(server);
        }
    }
    Ok(servers)
}

fn run_tests(backends: &[Backend], selection: &Selection, long: bool) -> Result<()> {
    let extra = &selection.test_args;
    let compiler = for_the_compiler(backends, selection);
    let servers = servers(backends)?;
    if selection.covers(Half::Sync) {
        let tests = || Step::tests(backends, &servers, Snapshots::Compare, extra).at_length(long);
        tests().only_built().run()?;
        beside(&compiler, || tests().run())?;
    } else {
        compiler.iter().try_for_each(Step::run)?;
    }
    if selection.covers(Half::Async) {
        Step::asynchronous(backends, &servers, extra).run()?;
        // On three backends it takes as long as everything else together, so this runs only on request. Otherwise it
        // runs where most asynchronous applications are.
        if selection.half == Some(Half::Async) {
            Step::other_half(backends, &servers, extra).run()?;
        } else if !selection.is_explicit() && backends.contains(&Backend::Postgres) {
            Step::other_half(&[Backend::Postgres], &servers, extra).run()?;
        }
    }
    Ok(())
}

/// The steps that need only the compiler.
fn for_the_compiler(backends: &[Backend], selection: &Selection) -> Vec<Step> {
    let mut steps = Vec::new();
    if selection.covers(Half::Async) {
        steps.extend([Step::asynchronous_dependencies(), Step::asynchronous_messages(Snapshots::Compare)]);
        steps.push(Step::lint_asynchronous(backends));
        steps.extend(backends.iter().map(|backend| Step::asynchronous_alone(*backend)));
    }
    if !selection.is_explicit() && selection.covers(Half::Sync) {
        steps.extend(backends.iter().flat_map(|backend| Step::alone(*backend)));
        steps.extend([Step::without_backend(), Step::documentation(backends)]);
    }
    steps
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
