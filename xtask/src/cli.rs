//! The command line.

use clap::{Args, Parser, Subcommand};

use crate::backend::Backend;

/// The project's own commands.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) task: Task,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Check a change in about a minute, on SQLite only. Run it before every commit.
    ///
    /// It checks the formatting and what imports what, runs clippy on the workspace, runs the unit tests, and compares what
    /// the compiler says to each mistake of a user. It starts no server and runs no behaviour test; `test` does.
    Check,
    /// Run everything: formatting, imports, clippy, every test on every backend, documentation. CI runs this.
    ///
    /// With `--backend`, it runs clippy and the tests on those backends only.
    Test(Selection),
    /// Check what imports what, and how long files and lines are.
    ///
    /// The library has floors: a file imports from its own floor's folder and from the floors below. In every crate, files
    /// may import each other in pairs, but not in larger circles. A source file has at most 450 lines, and a line at most
    /// 120 columns.
    Layers {
        /// Print what breaks a rule, and succeed all the same.
        #[arg(long)]
        report: bool,
    },
    /// Run the tests and accept what they produce as the new snapshots and compiler messages.
    Bless(Selection),
    /// Measure the library against hand-written Diesel and SeaORM, in turns. Nothing here passes or fails.
    ///
    /// It builds the bench and starts private servers, then takes time, statements and allocations of every case on every
    /// backend, instructions on SQLite (where valgrind is installed), what the compiler takes for 1, 20 and 100 models,
    /// and what unused verbs add to a program. It prints tables and writes them to target/bench with a plot for each
    /// backend. A part that fails is reported at the end and does not take the others along.
    ///
    /// Arguments after two dashes are for the cases: `-- --stage memory --case find`.
    Bench(BenchOptions),
}

/// What `cargo xtask bench` measures.
#[derive(Args, Debug, Default)]
pub(crate) struct BenchOptions {
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// Fewer turns, no instructions, and no crate of a hundred models.
    #[arg(long)]
    pub(crate) quick: bool,
    /// Leave SeaORM out: its cases, its crates of models, and the time to compile it.
    #[arg(long)]
    pub(crate) no_seaorm: bool,
    /// Leave out what the compiler and the linker take.
    #[arg(long)]
    pub(crate) no_compile: bool,
}

/// Which backends to use, and what to do about those that are not installed.
#[derive(Args, Debug, Default)]
pub(crate) struct Selection {
    /// Use this backend only; may be repeated. The default is every backend that is installed.
    #[arg(long = "backend", value_enum, value_name = "BACKEND")]
    pub(crate) backends: Vec<Backend>,
    /// Fail before anything is run when a backend would be skipped.
    #[arg(long)]
    pub(crate) require_all: bool,
    /// Never install missing packages (as root on Debian they are installed by default).
    #[arg(long)]
    pub(crate) no_install: bool,
    /// Arguments for the test binaries.
    #[arg(last = true, value_name = "ARGS")]
    pub(crate) test_args: Vec<String>,
}

impl Selection {
    /// The backends asked for, each once, in the order in which every list of them is printed.
    pub(crate) fn wanted(&self) -> Vec<Backend> {
        Backend::ALL.into_iter().filter(|backend| self.backends.is_empty() || self.backends.contains(backend)).collect()
    }

    /// Whether the user named the backends.
    pub(crate) fn is_explicit(&self) -> bool {
        !self.backends.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn selection(args: &[&str]) -> Selection {
        let args = ["cargo xtask", "test"].iter().chain(args);
        match Cli::try_parse_from(args).expect("valid arguments").task {
            Task::Test(selection) | Task::Bless(selection) => selection,
            Task::Bench(options) => options.selection,
            Task::Check | Task::Layers { .. } => unreachable!("`test` was parsed"),
        }
    }

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_backend_is_wanted_by_default() {
        let selection = selection(&[]);
        assert_eq!(selection.wanted(), Backend::ALL);
        assert!(!selection.is_explicit());
    }

    #[test]
    fn named_backends_are_ordered_and_unique() {
        let selection = selection(&["--backend", "mysql", "--backend", "sqlite", "--backend", "mysql"]);
        assert_eq!(selection.wanted(), [Backend::Sqlite, Backend::Mysql]);
        assert!(selection.is_explicit());
    }

    #[test]
    fn arguments_after_two_dashes_are_for_the_test_binaries() {
        let selection = selection(&["--no-install", "--", "--nocapture", "audit"]);
        assert_eq!(selection.test_args, ["--nocapture", "audit"]);
        assert!(selection.no_install && !selection.require_all);
    }

    #[test]
    fn an_unknown_backend_is_refused() {
        assert!(Cli::try_parse_from(["cargo xtask", "test", "--backend", "oracle"]).is_err());
        assert!(Cli::try_parse_from(["cargo xtask", "test", "stray"]).is_err());
    }
}
