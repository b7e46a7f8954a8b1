//! `cargo xtask bench`: builds the bench, starts the servers, measures.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fs, io};

use anyhow::{Context, Result, ensure};

use crate::backend::{Backend, features};
use crate::cli::BenchOptions;
use crate::one_core::OneCore;
use crate::place;
use crate::plan::Plan;
use crate::server::{Durability, Server};
use crate::{command, interrupt, session};

/// Where it keeps its build and its results, relative to the root of the repository.
const OUT: &str = "target/bench";

/// `cargo xtask bench`
pub(crate) fn bench(options: &BenchOptions) -> Result<()> {
    let plan = session::announce(&options.selection)?;
    let root = place::root();
    let before = options.compare.as_ref().map(|path| keep(path, &root)).transpose()?;
    forget(&root)?;
    let mut parts = Parts { root, done: Vec::new() };
    let backends = features(&plan.chosen);
    let has_bench = parts.build("bench", &["--no-default-features", "--features", &backends])?;
    ensure!(has_bench, "the bench does not build");
    let seaorm = !options.no_seaorm && parts.build("bench/seaorm", &[])?;

    let asynchronous =
        !options.no_async && plan.chosen.contains(&Backend::Postgres) && parts.build("bench/async", &[])?;

    parts.run(options, &plan, seaorm)?;
    if asynchronous {
        parts.run_asynchronous(options)?;
    }
    if !options.quick {
        let mut count = parts.program(&["count"]);
        parts.perform("instructions", &mut count)?;
    }
    if !options.no_compile {
        let mut compile = parts.program(&["compile"]);
        compile.args(options.quick.then_some("--quick")).args((!seaorm).then_some("--no-seaorm"));
        parts.perform("what the compiler takes", &mut compile)?;
        let mut link = parts.program(&["link"]);
        parts.perform("what is not used", &mut link)?;
    }
    let mut report = parts.program(&["report"]);
    parts.perform("the tables", &mut report)?;
    if let Some(before) = before {
        let mut compare = parts.program(&["compare"]);
        parts.perform("what moved", compare.arg(before))?;
    }
    parts.summarize()
}

/// Copies the results of another run, which may be those that this run replaces.
fn keep(results: &Path, root: &Path) -> Result<PathBuf> {
    let kept = root.join(OUT).join("before.json");
    fs::create_dir_all(root.join(OUT)).with_context(|| format!("cannot make {OUT}"))?;
    fs::copy(results, &kept).with_context(|| format!("cannot read {}", results.display()))?;
    Ok(kept)
}

/// The results of another run must not be mixed with those of this one.
fn forget(root: &Path) -> Result<()> {
    for name in ["results.json", "compile.json", "link.json", "async.md"] {
        let path = root.join(OUT).join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot remove {}", path.display()));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The parts of a run, each a command. One that fails does not take the others along.
struct Parts {
    root: PathBuf,
    done: Vec<Done>,
}

struct Done {
    name: String,
    seconds: u64,
    succeeded: bool,
}

impl Parts {
    /// Measures the cases, with a server for each database that has one. All of them stay on one core.
    fn run(&mut self, options: &BenchOptions, plan: &Plan, seaorm: bool) -> Result<()> {
        let _one_core = OneCore::take();
        let mut measure = self.program(&["run"]);
        measure.args(&options.selection.test_args).args(options.quick.then_some("--quick"));
        if seaorm {
            measure.env("MODEL_BENCH_SEAORM", self.built("model-bench-seaorm"));
        }
        let mut servers = Vec::new();
        for backend in &plan.chosen {
            // The bench compares work, not the wait for a disk: a commit is not synchronized.
            match Server::start(*backend, Durability::Fleeting) {
                Ok(None) => {}
                Ok(Some(server)) => {
                    println!("== {backend} server: {}", server.url());
                    measure.env(format!("MODEL_BENCH_{}_URL", backend.feature().to_uppercase()), server.url());
                    servers.push(server);
                }
                Err(error) => {
                    interrupt::check()?;
                    eprintln!("xtask: {error:#}");
                    self.done.push(Done { name: format!("{backend} server"), seconds: 0, succeeded: false });
                }
            }
        }
        self.perform("the cases", &mut measure)
    }

    /// Measures the asynchronous cases, on PostgreSQL, in the same way.
    fn run_asynchronous(&mut self, options: &BenchOptions) -> Result<()> {
        let _one_core = OneCore::take();
        let Some(server) = Server::start(Backend::Postgres, Durability::Fleeting)? else { return Ok(()) };
        let mut measure = Command::new(self.built("model-bench-async"));
        measure.current_dir(&self.root).args(["--out", OUT]).args(options.quick.then_some("--quick"));
        measure.env("MODEL_BENCH_POSTGRES_URL", server.url());
        self.perform("the asynchronous cases", &mut measure)
    }

    fn built(&self, program: &str) -> PathBuf {
        self.root.join(OUT).join("build/release").join(program)
    }

    fn program(&self, arguments: &[&str]) -> Command {
        let mut program = Command::new(self.built("model-bench"));
        program.current_dir(&self.root).args(arguments).args(["--out", OUT]);
        program
    }

    /// Each part of the bench is a separate workspace, so that no other part compiles its dependencies.
    fn build(&mut self, part: &str, arguments: &[&str]) -> Result<bool> {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.root).args(["build", "--quiet", "--release", "--locked"]);
        cargo.args(["--manifest-path", &format!("{part}/Cargo.toml"), "--target-dir", &format!("{OUT}/build")]);
        self.perform(&format!("building {part}"), cargo.args(arguments))?;
        Ok(self.done.last().is_some_and(|done| done.succeeded))
    }

    /// Runs a part to its end. An error is an interruption, or a program that cannot be started at all.
    fn perform(&mut self, name: &str, command: &mut Command) -> Result<()> {
        println!("== {name}");
        let started = Instant::now();
        let succeeded = command::run(command)?.success();
        self.done.push(Done { name: name.to_owned(), seconds: started.elapsed().as_secs(), succeeded });
        Ok(())
    }

    fn summarize(&self) -> Result<()> {
        for Done { name, seconds, succeeded } in &self.done {
            println!("== {name}: {seconds} s{}", if *succeeded { "" } else { ", and part of it failed" });
        }
        println!(
            "== results: {OUT}/results.md, results-readme.md, compile.md, async.md, a .json of most, and an .svg for each \
             place"
        );
        ensure!(self.done.iter().all(|done| done.succeeded), "some parts could not be measured");
        Ok(())
    }
}
