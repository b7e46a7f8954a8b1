//! The project's own commands (`cargo xtask --help` lists them), and the database servers that they start, for
//! tests that need one of their own.
#![forbid(unsafe_code)]

mod apt;
mod attributes;
mod backend;
mod bench;
mod beside;
mod browser;
mod children;
mod cli;
mod cluster;
mod command;
mod interrupt;
mod layers;
mod need;
mod one_core;
mod package;
mod part;
mod place;
mod plan;
mod server;
mod session;
mod size;
mod steps;
mod surface;
mod twins;

pub use crate::backend::Backend;
pub use crate::server::{Durability, Server};

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Task};

/// Runs the command that this process was started with.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = interrupt::listen().and_then(|()| match &cli.task {
        Task::Check => session::check(),
        Task::Test(options) if options.cluster => cluster::cluster(options),
        Task::Test(options) if options.browser => browser::browser(options),
        Task::Test(options) => session::test(options),
        Task::Bless(selection) => session::bless(selection),
        Task::Layers { report } => layers::layers(*report),
        Task::Size => size::size(),
        Task::Twins { check } => twins::twins(*check),
        Task::Attributes { check } => attributes::attributes(*check),
        Task::Package => package::package(),
        Task::Regress(options) => bench::regress(options),
        Task::Bench(options) => bench::bench(options),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            let interrupted = error.is::<interrupt::Interrupted>();
            ExitCode::from(if interrupted { 130 } else { 1 })
        }
    }
}
