//! Private database servers: temporary, on a port of their own, gone when dropped.

mod account;
pub(crate) mod bouncer;
pub(crate) mod galera;
pub(crate) mod mariadb;
pub(crate) mod postgres;
mod scratch;
pub(crate) mod standby;

use std::fmt::Debug;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::Signal;

use crate::backend::Backend;
use crate::command::{self, Running};
use crate::interrupt;
use account::Account;
use scratch::Scratch;

/// The database that exists from the start, and the user who may create more.
const DATABASE: &str = "model_tests";
const USER: &str = "model";

const PATIENCE: Duration = Duration::from_secs(60);

/// A port found free may be taken by someone else before the server binds it.
const ATTEMPTS: u32 = 3;

/// The server of a backend, with a data directory of its own.
#[derive(Debug)]
pub struct Server {
    backend: Backend,
    engine: Box<dyn Engine>,
    account: Option<Account>,
    durability: Durability,
    url: String,
    // Declared in this order because fields are dropped in it: the process first, then its directory.
    process: Option<Running>,
    scratch: Scratch,
}

/// How much data a server keeps when it is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Perhaps nothing, which is faster.
    Fleeting,
    /// Every transaction that it reported as committed.
    Durable,
}

/// The differences between the servers.
pub(crate) trait Engine: Debug + Send {
    /// The users to run as when we are root, in order of preference.
    fn accounts(&self) -> &'static [&'static str];

    /// The commands that fill the empty data directory.
    fn prepare(&self, place: &Place<'_>) -> Result<Vec<Command>>;

    /// The command that serves in the foreground.
    fn serve(&self, place: &Place<'_>, port: u16, durability: Durability) -> Command;

    /// Whether the server with this process id answers. It must not ask the port, where another server may answer, nor
    /// trust files that a killed server left behind.
    fn is_ready(&self, place: &Place<'_>, pid: u32) -> bool;

    fn url(&self, port: u16) -> String;
}

/// The directory of one server. Everything in it belongs to the server's account.
pub(crate) struct Place<'a> {
    dir: &'a Path,
}

impl Place<'_> {
    fn data(&self) -> PathBuf {
        self.dir.join("data")
    }

    fn log(&self) -> PathBuf {
        self.dir.join("log")
    }

    /// Where the server may put files that are not its data: its socket, for one.
    fn run(&self) -> PathBuf {
        self.dir.join("run")
    }

    /// A command that can be run in this place, with English words in its log.
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.dir).env("LC_ALL", "C");
        // Our own temporary directory may be closed to the server's user.
        command.env("TMPDIR", self.run());
        command
    }
}

impl Server {
    /// Starts a server of a backend on a data directory of its own; SQLite has none.
    ///
    /// # Errors
    /// It is not installed, or does not start; then the error ends with its log.
    pub fn start(backend: Backend, durability: Durability) -> Result<Option<Self>> {
        let engine: Box<dyn Engine> = match backend {
            Backend::Sqlite => return Ok(None),
            Backend::Postgres => Box::new(postgres::Programs::find().context("PostgreSQL is not installed")?),
            Backend::Mysql => Box::new(mariadb::Programs::find().context("MariaDB is not installed")?),
        };
        Self::launch(backend, engine, durability).with_context(|| format!("cannot start a {backend} server")).map(Some)
    }

    /// Where it is, with a database in which its user may do everything. A server that was started again may be
    /// somewhere else.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Kills it with all its processes, as it may be at any moment: it finishes nothing.
    ///
    /// # Errors
    /// It is not running.
    pub fn kill(&mut self) -> Result<()> {
        self.process.take().context("the server is not running")?.kill()
    }

    /// Starts it again on the data that it left when it was killed.
    ///
    /// # Errors
    /// It does not start; then the error ends with its log.
    pub fn restart(&mut self) -> Result<()> {
        self.serve().with_context(|| format!("cannot start the {} server again", self.backend))
    }

    /// The variable that tells the tests where it is.
    pub(crate) fn variable(&self) -> (&'static str, String) {
        let name = self.backend.url_variable().expect("a backend with a server has a variable for its address");
        (name, self.url.clone())
    }

    /// Starts a server other than the usual one of its kind; its data may be lost when it stops.
    pub(crate) fn start_as(what: &str, backend: Backend, engine: Box<dyn Engine>) -> Result<Self> {
        Self::launch(backend, engine, Durability::Fleeting).with_context(|| format!("cannot start {what}"))
    }

    fn launch(backend: Backend, engine: Box<dyn Engine>, durability: Durability) -> Result<Self> {
        let account = Account::unprivileged(engine.accounts())?;
        let scratch = Scratch::new(backend, account.as_ref())?;
        let mut server = Self { backend, engine, account, durability, url: String::new(), process: None, scratch };
        server.prepare()?;
        server.serve()?;
        Ok(server)
    }

    fn prepare(&self) -> Result<()> {
        let place = Place { dir: self.scratch.path() };
        for mut command in self.engine.prepare(&place)? {
            redirect(&mut command, &place, self.account.as_ref())?;
            if !command::run(&mut command)?.success() {
                bail!("{} failed\n{}", command.get_program().display(), tail(&place));
            }
        }
        Ok(())
    }

    fn serve(&mut self) -> Result<()> {
        let place = Place { dir: self.scratch.path() };
        for _ in 0..ATTEMPTS {
            let port = free_port()?;
            let mut command = self.engine.serve(&place, port, self.durability);
            redirect(&mut command, &place, self.account.as_ref())?;
            // Both servers take SIGQUIT as the quick way to stop.
            let mut process = Running::start(&mut command, Signal::QUIT)?;
            self.scratch.guard(process.id())?;
            if wait(&*self.engine, &place, &mut process)? {
                self.url = self.engine.url(port);
                self.process = Some(process);
                return Ok(());
            }
        }
        bail!("the server stopped right after it was started, {ATTEMPTS} times\n{}", tail(&place))
    }
}

/// Waits until the server answers; `false` when it ended instead.
fn wait(engine: &dyn Engine, place: &Place<'_>, process: &mut Running) -> Result<bool> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        interrupt::check()?;
        if process.ended()?.is_some() {
            return Ok(false);
        }
        if engine.is_ready(place, process.id()) {
            return Ok(true);
        }
        if Instant::now() > deadline {
            bail!("the server did not answer within {} s\n{}", PATIENCE.as_secs(), tail(place));
        }
        thread::sleep(Duration::from_millis(50));
    }
}

fn redirect(command: &mut Command, place: &Place<'_>, account: Option<&Account>) -> Result<()> {
    let log = fs::OpenOptions::new().create(true).append(true).open(place.log())?;
    command.stdout(log.try_clone()?).stderr(log);
    if let Some(account) = account {
        account.apply(command);
    }
    Ok(())
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no port is free on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}

/// The end of the log: the directory is gone before anyone could look into it.
fn tail(place: &Place<'_>) -> String {
    let bytes = fs::read(place.log()).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<_> = text.lines().collect();
    let last = &lines[lines.len().saturating_sub(50)..];
    format!("--- the last lines of its log\n{}\n---", last.join("\n"))
}
