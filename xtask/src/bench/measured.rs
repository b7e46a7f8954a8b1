//! The parts of a bench.

use clap::ValueEnum;

use crate::backend::Backend;
use crate::cli::BenchOptions;

/// A part of the bench. Each takes less than ten minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Measured {
    /// The cases on SQLite in memory, for all libraries in turns.
    Memory,
    /// The same on SQLite in a file.
    File,
    /// The same on PostgreSQL.
    Postgres,
    /// The same on MariaDB or MySQL.
    Mysql,
    /// The asynchronous cases, on PostgreSQL.
    Async,
    /// How the cost grows with rows, entries of the trail, and writers. On each backend.
    Growth,
    /// The instructions of each case in memory, if it was measured and valgrind is installed.
    Instructions,
    /// Compiling 1 and 20 models.
    Compiler,
    /// Compiling 100 models.
    CompilerMany,
    /// The size of programs that do not use what they could.
    Linker,
}

impl Measured {
    /// The parts that are wanted, in the order in which they run.
    pub(crate) fn wanted(options: &BenchOptions, chosen: &[Backend]) -> Vec<Self> {
        let all = Self::value_variants().iter().copied();
        all.filter(|part| part.is_wanted(options) && part.is_possible(chosen)).collect()
    }

    fn is_wanted(self, options: &BenchOptions) -> bool {
        if !options.parts.is_empty() {
            return options.parts.contains(&self);
        }
        match self {
            Self::Memory | Self::File | Self::Postgres | Self::Mysql | Self::Growth => true,
            Self::Async => !options.no_async,
            Self::Instructions => !options.quick,
            Self::Compiler | Self::Linker => !options.no_compile,
            Self::CompilerMany => !options.no_compile && !options.quick,
        }
    }

    /// Whether its backend is there. Instructions are counted on SQLite, which always is.
    fn is_possible(self, chosen: &[Backend]) -> bool {
        let needed = match self {
            Self::Memory | Self::File | Self::Instructions => Backend::Sqlite,
            Self::Postgres | Self::Async => Backend::Postgres,
            Self::Mysql => Backend::Mysql,
            Self::Growth | Self::Compiler | Self::CompilerMany | Self::Linker => return true,
        };
        chosen.contains(&needed)
    }

    /// The name of the place whose cases it measures.
    pub(crate) fn stage(self) -> Option<&'static str> {
        match self {
            Self::Memory => Some("memory"),
            Self::File => Some("file"),
            Self::Postgres => Some("postgres"),
            Self::Mysql => Some("mysql"),
            _ => None,
        }
    }

    /// The backends whose servers it needs.
    pub(crate) fn servers(self, chosen: &[Backend]) -> Vec<Backend> {
        match self {
            Self::Postgres | Self::Async => vec![Backend::Postgres],
            Self::Mysql => vec![Backend::Mysql],
            Self::Growth => chosen.to_vec(),
            _ => Vec::new(),
        }
    }

    /// Its name on the terminal.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Memory => "the cases on SQLite in memory",
            Self::File => "the cases on SQLite in a file",
            Self::Postgres => "the cases on PostgreSQL",
            Self::Mysql => "the cases on MariaDB",
            Self::Async => "the asynchronous cases",
            Self::Growth => "how the cost grows",
            Self::Instructions => "instructions",
            Self::Compiler => "compiling 1 and 20 models",
            Self::CompilerMany => "compiling 100 models",
            Self::Linker => "what is not used",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_part_is_the_only_one() {
        let options = BenchOptions { parts: vec![Measured::Linker, Measured::Memory], ..BenchOptions::default() };
        assert_eq!(Measured::wanted(&options, &Backend::ALL), [Measured::Memory, Measured::Linker]);
    }

    #[test]
    fn a_part_is_left_out_without_its_backend() {
        let options = BenchOptions { quick: true, no_compile: true, ..BenchOptions::default() };
        let parts = [Measured::Memory, Measured::File, Measured::Growth];
        assert_eq!(Measured::wanted(&options, &[Backend::Sqlite]), parts);
    }

    #[test]
    fn everything_is_measured_by_default() {
        let all = Measured::wanted(&BenchOptions::default(), &Backend::ALL);
        assert_eq!(all, Measured::value_variants());
    }
}
