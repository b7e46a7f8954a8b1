//! The databases on which the sides are measured.

use crate::server;
use clap::ValueEnum;
use nix::time::ClockId;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A database, and where it keeps its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    /// SQLite in memory.
    Memory,
    /// SQLite in a file.
    File,
    /// PostgreSQL.
    Postgres,
    /// MySQL or MariaDB.
    Mysql,
}

impl Stage {
    /// Those that this program was built for and whose server is there.
    pub(crate) fn present() -> Vec<Self> {
        let sqlite = cfg!(feature = "sqlite");
        let built = [
            (Self::Memory, sqlite),
            (Self::File, sqlite),
            (Self::Postgres, cfg!(feature = "postgres")),
            (Self::Mysql, cfg!(feature = "mysql")),
        ];
        built.into_iter().filter_map(|(stage, built)| (built && stage.is_present()).then_some(stage)).collect()
    }

    fn is_present(self) -> bool {
        let address = match self {
            Self::Memory | Self::File => return true,
            Self::Postgres => server::POSTGRES,
            Self::Mysql => server::MYSQL,
        };
        let present = std::env::var_os(address).is_some();
        if !present {
            eprintln!("== {} is left out: {address} is not set", self.title());
        }
        present
    }

    /// Whether the database works in the thread that asks it.
    pub(crate) fn is_embedded(self) -> bool {
        matches!(self, Self::Memory | Self::File)
    }

    /// The clock of its measurements. An embedded database works in this thread, so its processor time is the time of
    /// the operation, however busy the machine is; what it waits for the disk is not in it.
    pub(crate) fn now(self) -> Duration {
        let clock = if self.is_embedded() { ClockId::CLOCK_THREAD_CPUTIME_ID } else { ClockId::CLOCK_MONOTONIC };
        // Both clocks are there on every system that this runs on.
        clock.now().map(Duration::from).unwrap_or_default()
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Memory => "SQLite, memory",
            Self::File => "SQLite, file",
            Self::Postgres => "PostgreSQL",
            Self::Mysql => "MariaDB",
        }
    }

    /// Its name in files.
    pub(crate) fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}
