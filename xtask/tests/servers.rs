//! However a run ends, it leaves no server and no directory behind.
//!
//! Each case runs the program with a script in the place of cargo, so that nothing is built. The backends are those of
//! the run that these tests are part of, and must then be there; by default, those that are installed.

use std::fs::{self, Permissions};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// A run whose tests step ends as the script says.
struct Run {
    place: TempDir,
    child: Child,
    addresses: Vec<String>,
}

impl Run {
    fn start(last_line: &str) -> Self {
        let required = std::env::var("MODEL_TEST_BACKENDS").unwrap_or_default();
        let required: Vec<&str> = required.split(',').filter(|backend| !backend.is_empty()).collect();
        let arguments: Vec<&str> = required.iter().flat_map(|backend| ["--backend", backend]).collect();
        let servers = required.iter().filter(|backend| ["postgres", "mysql"].contains(backend)).count();
        Self::of(&arguments, servers, last_line)
    }

    /// A run with these arguments, which must start so many servers.
    fn of(arguments: &[&str], servers: usize, last_line: &str) -> Self {
        // Where paths are short: the system allows a socket's path a hundred bytes.
        let place = tempfile::tempdir_in("/tmp").unwrap();
        // The servers may run as another user, who must get through.
        fs::set_permissions(place.path(), Permissions::from_mode(0o711)).unwrap();
        let temporary = place.path().join("tmp");
        fs::create_dir(&temporary).unwrap();
        fs::set_permissions(&temporary, Permissions::from_mode(0o711)).unwrap();

        let cargo = place.path().join("cargo");
        let urls = place.path().join("urls");
        let script = format!(
            "#!/bin/sh\n[ \"$1\" = test ] || exit 0\n\
             env | sed -n 's/^MODEL_TEST_.*URLS*=//p' >'{0}.part'\nmv '{0}.part' '{0}'\n{last_line}\n",
            urls.display(),
        );
        fs::write(&cargo, script).unwrap();
        fs::set_permissions(&cargo, Permissions::from_mode(0o755)).unwrap();

        let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
        xtask.args(["test", "--no-install"]).args(arguments);
        xtask.env("CARGO", &cargo).env("MODEL_TEST_SERVERS_DIR", &temporary).stdin(Stdio::null());
        let mut run = Self { child: xtask.spawn().unwrap(), place, addresses: Vec::new() };

        run.until("the tests step is reached", |run| {
            let ended = run.child.try_wait().unwrap();
            assert!(urls.exists() || ended.is_none(), "ended early: {ended:?}");
            urls.exists()
        });
        let urls = fs::read_to_string(urls).unwrap();
        run.addresses = urls.split_whitespace().map(address).collect();
        assert!(run.addresses.len() >= servers, "{servers} are required, found {urls}");
        run
    }

    fn answering(&self) -> usize {
        self.addresses.iter().filter(|address| TcpStream::connect(address).is_ok()).count()
    }

    fn signal(&self, signal: Signal) {
        assert_eq!(self.answering(), self.addresses.len(), "every server answers while the tests run");
        assert_eq!(self.left().len(), self.addresses.len(), "every server has its directory while the tests run");
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    fn end(&mut self) -> ExitStatus {
        let mut status = None;
        self.until("the run has ended", |run| {
            status = run.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap()
    }

    fn left(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.place.path().join("tmp")).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    }

    fn assert_nothing_left(&self) {
        assert_eq!(self.left(), Vec::<PathBuf>::new());
        assert_eq!(self.answering(), 0, "a server still answers");
    }

    fn until(&mut self, what: &str, mut reached: impl FnMut(&mut Self) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(120);
        while !reached(self) {
            assert!(Instant::now() < deadline, "waited too long until {what}");
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Run {
    // A failed assertion must not leave the run behind either.
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
            let _ = self.child.wait();
        }
    }
}

/// `host:port` of `scheme://user@host:port/database`.
fn address(url: &str) -> String {
    let rest = url.split_once('@').unwrap().1;
    rest.split_once('/').unwrap().0.to_owned()
}

#[test]
fn after_a_success() {
    let mut run = Run::start("exit 0");
    assert!(run.end().success());
    run.assert_nothing_left();
}

#[test]
fn after_a_failed_step() {
    let mut run = Run::start("exit 1");
    assert_eq!(run.end().code(), Some(1));
    run.assert_nothing_left();
}

#[test]
fn after_being_terminated() {
    let mut run = Run::start("sleep 600");
    run.signal(Signal::TERM);
    assert_eq!(run.end().code(), Some(130));
    run.assert_nothing_left();
}

#[test]
fn after_being_interrupted() {
    let mut run = Run::start("sleep 600");
    run.signal(Signal::INT);
    assert_eq!(run.end().code(), Some(130));
    run.assert_nothing_left();
}

#[test]
fn a_cluster_after_being_interrupted() {
    if std::env::var_os("MODEL_TEST_GALERA_URLS").is_none() {
        eprintln!("skipped: a cluster is started by `cargo xtask test --cluster`");
        return;
    }
    // Three nodes, a primary and its standby.
    let mut run = Run::of(&["--cluster"], 5, "sleep 600");
    run.signal(Signal::INT);
    assert_eq!(run.end().code(), Some(130));
    run.assert_nothing_left();
}

#[test]
fn after_being_killed() {
    // It cannot stop this script, which therefore ends by itself.
    let mut run = Run::start("sleep 5");
    run.signal(Signal::KILL);
    assert!(!run.end().success());
    run.until("the directories are removed", |run| run.left().is_empty());
    run.assert_nothing_left();
}
