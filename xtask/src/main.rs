//! The project's own commands: `cargo xtask test` and `cargo xtask bless`.
#![forbid(unsafe_code)]

mod apt;
mod backend;
mod cli;
mod command;
mod interrupt;
mod part;
mod plan;
mod server;
mod session;
mod steps;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Task};

// No `process::exit` anywhere: it would skip the guards that stop the servers.
fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = interrupt::listen().and_then(|()| match &cli.task {
        Task::Test(selection) => session::test(selection),
        Task::Bless(selection) => session::bless(selection),
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
