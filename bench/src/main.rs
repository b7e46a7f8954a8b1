//! model-core side by side with hand-written Diesel: `cargo xtask bench` runs this program.

mod callgrind;
mod case;
mod cli;
mod compile;
mod databases;
mod draft;
mod machine;
mod models;
#[cfg(feature = "mysql")]
mod mysql;
mod peer;
#[cfg(feature = "postgres")]
mod postgres;
mod report;
mod results;
mod schema;
mod seen;
mod server;
#[cfg(feature = "sqlite")]
mod sqlite;
mod stage;
mod statements;
mod statistics;
mod store;
mod turns;
mod world;

use anyhow::Result;
use clap::Parser;

fn main() -> Result<()> {
    cli::Cli::parse().run()
}
