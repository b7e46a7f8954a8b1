//! `cargo xtask test --browser`: journeys through the newsroom in a browser, which is installed and started for them.

use std::fs::{self, File};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use tempfile::TempDir;

use crate::backend::Backend;
use crate::cli::{Selection, TestOptions};
use crate::command::Running;
use crate::part::{Part, find_program};
use crate::place;
use crate::server::{Durability, Server};
use crate::steps::Step;
use crate::{interrupt, need, session};

const PATIENCE: Duration = Duration::from_secs(30);

/// All journeys on SQLite; on a server the first, which meets every page.
pub(crate) fn browser(options: &TestOptions) -> Result<()> {
    let started = Instant::now();
    let TestOptions { selection, .. } = options;
    need::all(&[Part::Browser], selection.no_install)?;
    let plan = session::announce(selection)?;
    for backend in &plan.chosen {
        Step::newsroom(&[*backend], false).run()?;
        journeys(*backend, &selection.test_args)?;
    }
    println!("== passed in {} s", started.elapsed().as_secs());
    Ok(())
}

/// The journeys within a run of everything, on SQLite. Where there is no browser they are skipped, unless everything is
/// required.
pub(crate) fn after_the_tests(backends: &[Backend], selection: &Selection) -> Result<()> {
    // With several features the newsroom uses SQLite.
    if !backends.contains(&Backend::Sqlite) {
        return Ok(());
    }
    match need::all(&[Part::Browser], selection.no_install) {
        Err(error) if selection.require_all => return Err(error),
        Err(error) => {
            interrupt::check()?;
            println!("== the browser is skipped: {error}");
            return Ok(());
        }
        Ok(()) => {}
    }
    Step::newsroom(backends, true).run()?;
    journeys(Backend::Sqlite, &[])
}

fn journeys(backend: Backend, extra: &[String]) -> Result<()> {
    let target = place::target();
    // A journey writes to an empty database, and each server has one.
    let server = Server::start(backend, Durability::Fleeting)?;
    let driver = Driver::start()?;
    let mut variables = vec![
        ("NEWSROOM", target.join("debug/newsroom").display().to_string()),
        ("CHROMEDRIVER", driver.address.clone()),
    ];
    let only = match &server {
        None => {
            variables.push(("SCREENSHOTS", target.join("screenshots").display().to_string()));
            ""
        }
        Some(server) => {
            variables.push(("NEWSROOM_DATABASE", server.url().to_owned()));
            "the_staff"
        }
    };
    Step::browser(only, variables, backend, extra).run()
}

/// A running chromedriver. Its browsers end with it.
#[derive(Debug)]
struct Driver {
    address: String,
    // Declared in this order because fields are dropped in it: the process first, then its directory.
    _process: Running,
    _place: TempDir,
}

impl Driver {
    fn start() -> Result<Self> {
        let program = find_program("chromedriver").context("chromedriver is not installed")?;
        let place = tempfile::tempdir()?;
        let log = place.path().join("log");
        let mut command = Command::new(program);
        let out = File::create(&log)?;
        // It chooses a free port and prints it. The files that its browsers leave behind are deleted with its
        // directory.
        command.arg("--port=0").env("TMPDIR", place.path()).stderr(out.try_clone()?).stdout(out);
        let mut process = Running::start(&mut command, Signal::TERM)?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            interrupt::check()?;
            let said = fs::read_to_string(&log)?;
            if let Some(port) = port(&said) {
                let address = format!("http://127.0.0.1:{port}");
                return Ok(Self { address, _process: process, _place: place });
            }
            if process.ended()?.is_some() || Instant::now() > deadline {
                bail!("chromedriver does not start\n{said}");
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

/// The port in `ChromeDriver was started successfully on port 41234.`
fn port(said: &str) -> Option<u16> {
    let (_, rest) = said.split_once("successfully on port ")?;
    let (port, _) = rest.split_once('.')?;
    port.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::port;

    #[test]
    fn the_driver_says_its_port() {
        assert_eq!(port("Starting ..\nChromeDriver was started successfully on port 41234.\n"), Some(41234));
        assert_eq!(port("ChromeDriver was started successfully on port 412"), None, "not all of it is there yet");
        assert_eq!(port("bind() failed"), None);
    }
}
