//! `cargo xtask bench`: builds the bench, starts the servers, measures. `cargo xtask regress`: counts instructions.

mod measured;
mod programs;
mod regress;

pub(crate) use self::measured::Measured;
pub(crate) use self::regress::regress;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use anyhow::{Context, Result, bail, ensure};

use self::programs::{OUT, Programs};
use crate::backend::{Backend, features};
use crate::cli::BenchOptions;
use crate::one_core::OneCore;
use crate::server::{Durability, Server};
use crate::{interrupt, place, session};

/// `cargo xtask bench`
pub(crate) fn bench(options: &BenchOptions) -> Result<()> {
    let plan = session::announce(&options.selection)?;
    let root = place::root();
    let before = options.compare.as_ref().map(|path| keep(path, &root)).transpose()?;
    if options.parts.is_empty() {
        forget(&root)?;
    }
    let parts = Measured::wanted(options, &plan.chosen);
    ensure!(!parts.is_empty(), "the backends that were asked for have no such part");
    let mut bench =
        Bench { options, chosen: plan.chosen, programs: Programs::new(root), peers: Vec::new(), asynchronous: false };
    bench.build(&parts)?;
    for part in parts {
        bench.measure(part)?;
    }
    let Bench { mut programs, .. } = bench;
    let mut report = programs.main(&["report"]);
    programs.perform("the tables", &mut report)?;
    if let Some(before) = before {
        let mut compare = programs.main(&["compare"]);
        programs.perform("what moved", compare.arg(before))?;
    }
    println!(
        "== results: {OUT}/results.md, results-readme.md, compile.md, growth.md, async.md, a .json of most, and an .svg for \
         each place"
    );
    programs.summarize()
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
    for name in ["results.json", "compile.json", "link.json", "growth.json", "async.md"] {
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

/// The other libraries that are measured by programs of their own: the folder, the program, and the variable that names
/// it to the bench.
const PEERS: [(&str, &str, &str); 1] = [("bench/seaorm", "model-bench-seaorm", "MODEL_BENCH_SEAORM")];

struct Bench<'o> {
    options: &'o BenchOptions,
    chosen: Vec<Backend>,
    programs: Programs,
    /// The variables with the programs of the other libraries that could be built.
    peers: Vec<(&'static str, PathBuf)>,
    /// Whether the program with the asynchronous cases could be built.
    asynchronous: bool,
}

impl Bench<'_> {
    /// Builds the programs that these parts need.
    fn build(&mut self, parts: &[Measured]) -> Result<()> {
        let features = features(&self.chosen) + if self.options.cache { ",cache" } else { "" };
        if !self.programs.build("bench", &["--no-default-features", "--features", &features])? {
            bail!("the bench does not build");
        }
        if parts.contains(&Measured::Async) {
            self.asynchronous = self.programs.build("bench/async", &[])?;
        }
        let has_cases = parts.iter().any(|part| part.stage().is_some());
        for (folder, program, variable) in PEERS.into_iter().filter(|_| has_cases && !self.options.no_peers) {
            if self.programs.build(folder, &[])? {
                self.peers.push((variable, self.programs.built(program)));
            }
        }
        Ok(())
    }

    fn measure(&mut self, part: Measured) -> Result<()> {
        let options = self.options;
        let quick = options.quick.then_some("--quick");
        let mut program = match part {
            Measured::Memory | Measured::File | Measured::Postgres | Measured::Mysql => {
                let mut run = self.programs.main(&["run"]);
                run.args(part.stage().into_iter().flat_map(|stage| ["--stage", stage])).args(quick);
                run.args(&options.selection.test_args).envs(self.peers.iter().map(|(name, path)| (name, path)));
                run
            }
            Measured::Async => return self.asynchronous(),
            Measured::Growth => return self.growth(),
            Measured::Instructions => self.programs.main(&["count"]),
            Measured::Compiler | Measured::CompilerMany => {
                let models: &[_] = if part == Measured::Compiler { &["1", "20"] } else { &["100"] };
                let mut compile = self.programs.main(&["compile"]);
                compile.args(models.iter().flat_map(|models| ["--models", models])).args(quick);
                compile.args(options.no_peers.then_some("--no-seaorm"));
                compile
            }
            Measured::Linker => self.programs.main(&["link"]),
        };
        let _one_core = part.stage().and_then(|_| OneCore::take());
        let _servers = self.servers(&part.servers(&self.chosen), &mut program)?;
        self.programs.perform(part.title(), &mut program)?;
        Ok(())
    }

    /// Measures the asynchronous cases, on one core with the server.
    fn asynchronous(&mut self) -> Result<()> {
        if !self.asynchronous {
            return Ok(());
        }
        let mut program = Command::new(self.programs.built("model-bench-async"));
        program.current_dir(self.programs.root()).args(["--out", OUT]);
        program.args(self.options.quick.then_some("--quick"));
        let _one_core = OneCore::take();
        let _servers = self.servers(&[Backend::Postgres], &mut program)?;
        self.programs.perform(Measured::Async.title(), &mut program)?;
        Ok(())
    }

    /// Measures how the cost grows, on one backend after another. Several writers need more than one core.
    fn growth(&mut self) -> Result<()> {
        for backend in Measured::Growth.servers(&self.chosen) {
            let stage = match backend {
                Backend::Sqlite => "file",
                Backend::Postgres => "postgres",
                Backend::Mysql => "mysql",
            };
            let mut program = self.programs.main(&["growth", "--stage", stage]);
            program.args(self.options.quick.then_some("--quick"));
            let _server = self.servers(&[backend], &mut program)?;
            self.programs.perform(&format!("{}, {backend}", Measured::Growth.title()), &mut program)?;
        }
        Ok(())
    }

    /// The servers of these backends, of which the program is told.
    fn servers(&mut self, backends: &[Backend], program: &mut Command) -> Result<Vec<Server>> {
        let mut servers = Vec::new();
        for backend in backends {
            // The bench compares work, not the wait for a disk: a commit is not synchronized.
            match Server::start(*backend, Durability::Fleeting) {
                Ok(None) => {}
                Ok(Some(server)) => {
                    println!("== {backend} server: {}", server.url());
                    program.env(format!("MODEL_BENCH_{}_URL", backend.feature().to_uppercase()), server.url());
                    servers.push(server);
                }
                Err(error) => {
                    interrupt::check()?;
                    eprintln!("xtask: {error:#}");
                    self.programs.failed(format!("{backend} server"));
                }
            }
        }
        Ok(servers)
    }
}
