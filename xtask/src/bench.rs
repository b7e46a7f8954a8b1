//! `cargo xtask bench`: builds the bench, starts the servers, measures.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::backend::{Backend, features};
use crate::cli::BenchOptions;
use crate::server::{Durability, Server};
use crate::{command, session};

/// Where it keeps what it builds and writes, from the root of the repository.
const OUT: &str = "target/bench";

/// `cargo xtask bench`
pub(crate) fn bench(options: &BenchOptions) -> Result<()> {
    let plan = session::announce(&options.selection)?;
    let root =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().context("the repository has moved")?;
    build(&root, &plan.chosen)?;

    let mut measure = Command::new(root.join(OUT).join("build/release/model-bench"));
    measure.current_dir(&root).args(["run", "--out", OUT]);
    measure.args(options.quick.then_some("--quick")).args(&options.selection.test_args);
    let mut servers = Vec::new();
    for backend in &plan.chosen {
        // What is compared is work, not the wait for one disk: a commit is not synchronized.
        if let Some(server) = Server::start(*backend, Durability::Fleeting)? {
            println!("== {backend} server: {}", server.url());
            measure.env(format!("MODEL_BENCH_{}_URL", backend.feature().to_uppercase()), server.url());
            servers.push(server);
        }
    }
    ensure!(command::run(&mut measure)?.success(), "the bench failed");
    println!("== results: {OUT}/results.md, results.json and a plot for each place");
    Ok(())
}

/// The bench is a workspace of its own, so that nothing else compiles what it needs.
fn build(root: &PathBuf, backends: &[Backend]) -> Result<()> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).args(["build", "--release", "--locked", "--manifest-path", "bench/Cargo.toml"]);
    cargo.args(["--target-dir", &format!("{OUT}/build"), "--no-default-features", "--features", &features(backends)]);
    println!("== building the bench for {}", features(backends));
    ensure!(command::run(&mut cargo)?.success(), "the bench does not build");
    Ok(())
}
