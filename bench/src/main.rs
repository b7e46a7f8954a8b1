//! model-core side by side with hand-written Diesel: `cargo xtask bench` runs this program.

mod callgrind;
mod case;
mod cli;
mod compile;
mod draft;
mod models;
#[cfg(feature = "mysql")]
mod mysql;
mod peer;
#[cfg(feature = "postgres")]
mod postgres;
mod report;
mod schema;
mod seen;
#[cfg(feature = "sqlite")]
mod sqlite;
mod stage;
mod statements;
mod turns;
mod world;

use anyhow::Result;
use clap::Parser;

fn main() -> Result<()> {
    cli::Cli::parse().run()
}
