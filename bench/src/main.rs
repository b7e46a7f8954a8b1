//! Compares model-core with hand-written Diesel and other libraries. `cargo xtask bench` and `cargo xtask regress` run
//! this program.
//!
//! Imports go one way only. From the bottom: `case`, `step`, `draft`, `stage` and the other data; `world`, the trait of
//! a side; the backends, each with `hand` and `library` compiled for it; `databases`, `turns` and `growth`, which
//! measure; `compile`; `report`; `cli`.

mod callgrind;
mod case;
mod cli;
mod compile;
mod databases;
mod draft;
mod growth;
mod machine;
mod models;
#[cfg(feature = "mysql")]
mod mysql;
mod peer;
#[cfg(feature = "postgres")]
mod postgres;
mod regress;
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
mod step;
mod store;
mod turns;
mod units;
mod world;

use anyhow::Result;
use clap::Parser;

fn main() -> Result<()> {
    cli::Cli::parse().run()
}
