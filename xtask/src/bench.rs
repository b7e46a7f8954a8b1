//! `cargo xtask bench`: builds the bench, starts the servers, measures.

use std::env;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::backend::features;
use crate::cli::BenchOptions;
use crate::server::{Durability, Server};
use crate::{command, session};

/// Where it keeps what it builds and writes, from the root of the repository.
const OUT: &str = "target/bench";

/// `cargo xtask bench`
pub(crate) fn bench(options: &BenchOptions) -> Result<()> {
    let plan = session::announce(&options.selection)?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().context("the repository has moved")?;
    build(&root, "bench", &["--no-default-features", "--features", &features(&plan.chosen)])?;
    if !options.no_seaorm {
        build(&root, "bench/seaorm", &[])?;
    }

    let mut measure = program(&root);
    measure.args(["run", "--out", OUT]).args(&options.selection.test_args);
    measure.arg(if options.quick { "--quick" } else { "--instructions" });
    if !options.no_seaorm {
        measure.env("MODEL_BENCH_SEAORM", root.join(OUT).join("build/release/model-bench-seaorm"));
    }
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
    drop(servers);

    if !options.no_compile {
        let mut compile = program(&root);
        compile.args(["compile", "--out", OUT]).args(options.quick.then_some("--quick"));
        ensure!(command::run(&mut compile)?.success(), "the bench of the compiler failed");
    }
    println!("== results: {OUT}/results.md and compile.md, the same as .json, and a plot for each place");
    Ok(())
}

fn program(root: &Path) -> Command {
    let mut program = Command::new(root.join(OUT).join("build/release/model-bench"));
    program.current_dir(root);
    program
}

/// Each part of the bench is a workspace of its own, so that nothing else compiles what it needs.
fn build(root: &Path, part: &str, arguments: &[&str]) -> Result<()> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).args(["build", "--quiet", "--release", "--locked"]);
    cargo.args(["--manifest-path", &format!("{part}/Cargo.toml"), "--target-dir", &format!("{OUT}/build")]);
    println!("== building {part}");
    ensure!(command::run(cargo.args(arguments))?.success(), "{part} does not build");
    Ok(())
}
