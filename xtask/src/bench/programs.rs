//! The programs of the bench: building them, running them, and what became of it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Result, ensure};

use crate::command;

/// Where the bench keeps its build and its results, relative to the root of the repository.
pub(crate) const OUT: &str = "target/bench";

/// The programs of a run. One that fails does not take the others along.
pub(crate) struct Programs {
    root: PathBuf,
    done: Vec<Done>,
}

struct Done {
    name: String,
    seconds: u64,
    succeeded: bool,
}

impl Programs {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root, done: Vec::new() }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Where a built program is.
    pub(crate) fn built(&self, program: &str) -> PathBuf {
        self.root.join(OUT).join("build/release").join(program)
    }

    /// The main program of the bench, which keeps its results in a directory that it gets by `--out`.
    pub(crate) fn main(&self, arguments: &[&str]) -> Command {
        let mut program = self.bare(arguments);
        program.args(["--out", OUT]);
        program
    }

    /// The main program of the bench with these arguments alone.
    pub(crate) fn bare(&self, arguments: &[&str]) -> Command {
        let mut program = Command::new(self.built("model-bench"));
        program.current_dir(&self.root).args(arguments);
        program
    }

    /// Each program of the bench is a separate workspace, so that no other one compiles its dependencies.
    pub(crate) fn build(&mut self, folder: &str, arguments: &[&str]) -> Result<bool> {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.root).args(["build", "--quiet", "--release", "--locked"]);
        cargo.args(["--manifest-path", &format!("{folder}/Cargo.toml"), "--target-dir", &format!("{OUT}/build")]);
        self.perform(&format!("building {folder}"), cargo.args(arguments))
    }

    /// Runs a command to its end, and says whether it succeeded. An error is an interruption, or a program that cannot
    /// be started at all.
    pub(crate) fn perform(&mut self, name: &str, command: &mut Command) -> Result<bool> {
        println!("== {name}");
        let started = Instant::now();
        let succeeded = command::run(command)?.success();
        self.done.push(Done { name: name.to_owned(), seconds: started.elapsed().as_secs(), succeeded });
        Ok(succeeded)
    }

    /// Remembers what could not even be started.
    pub(crate) fn failed(&mut self, name: String) {
        self.done.push(Done { name, seconds: 0, succeeded: false });
    }

    /// Prints how long everything took, and fails if something failed.
    pub(crate) fn summarize(&self) -> Result<()> {
        for Done { name, seconds, succeeded } in &self.done {
            println!("== {name}: {seconds} s{}", if *succeeded { "" } else { ", and part of it failed" });
        }
        ensure!(self.done.iter().all(|done| done.succeeded), "some parts could not be measured");
        Ok(())
    }
}
