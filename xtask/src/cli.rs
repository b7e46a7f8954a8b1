//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::backend::Backend;
use crate::bench::Measured;

/// The project's own commands.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) task: Task,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Check a change in a few minutes, on SQLite only. Run it before every commit.
    ///
    /// It checks the formatting, the imports between folders and the generated files, runs clippy on the workspace and
    /// the unit tests, and compares the compiler messages for mistakes of users with the stored ones. It starts no
    /// servers and runs no behaviour tests; `test` does.
    Check,
    /// Run everything: formatting, imports, clippy, every test on every backend, documentation. CI runs this.
    ///
    /// With `--backend`, it runs clippy and the tests on those backends only. With `--cluster`, it runs only the tests
    /// that need several servers: a Galera cluster of three nodes, a PostgreSQL with a hot standby, and pgbouncer. With
    /// `--browser`, it runs only the tests of the newsroom in a browser.
    Test(TestOptions),
    /// Check the imports between folders, the length of files and lines, and the links in documents.
    ///
    /// The library has floors: a file may import from its own folder and from the floors below. In every crate, two
    /// files may import each other, but larger import cycles are not allowed. A source file has at most 450 lines, and
    /// a line at most 120 columns. The target of a link must exist. If the text of a link is a name in code, the target
    /// must contain this name.
    Layers {
        /// Print the violations, but do not fail.
        #[arg(long)]
        report: bool,
    },
    /// Generate the asynchronous half of the library from the synchronous half.
    ///
    /// Each function that takes a connection has an asynchronous twin in `model-core/twins`. Do not edit the twins.
    Twins {
        /// Write nothing, and fail if a twin is out of date. `test` and `check` do this too.
        #[arg(long)]
        check: bool,
    },
    /// Generate the guide's pages on attributes from the documentation of the derives.
    Attributes {
        /// Write nothing, and fail if a page is out of date. `test` and `check` do this too.
        #[arg(long)]
        check: bool,
    },
    /// Package the crates as for a release, and build a program with the packages outside of the workspace.
    ///
    /// It runs `cargo package`, unpacks the packages into a temporary folder, and builds the program of the guide's
    /// first chapter with them. It publishes nothing.
    Package,
    /// Run the tests, and accept their output as the new snapshots and compiler messages.
    ///
    /// Read the diff before you commit it: users will read the changed messages.
    Bless(Selection),
    /// Measure how much code one more model adds to a build on SQLite, and fail above a limit. `test` does this too.
    Size,
    /// Count the instructions of ten operations on SQLite, and fail if one needs 1.5% more than its stored limit.
    ///
    /// Instructions do not depend on what else the machine does, so a slower operation shows at once. It builds the
    /// benchmarks and runs them under valgrind, which root installs on Debian. The limits are in bench/limits.json. The
    /// tests do not include this: run it after a change to a hot path.
    Regress(RegressOptions),
    /// Measure the library, hand-written Diesel and other libraries in turns. The results do not make it fail.
    ///
    /// It builds the benchmarks and starts private servers. It measures the time, the statements and the allocations of
    /// every case on every backend; how the cost grows with rows, entries and writers; the instructions on SQLite, if
    /// valgrind is installed; the compile time of 1, 20 and 100 models; and the size that unused verbs add to a
    /// program. It prints tables, and writes them to target/bench with plots. If a part fails, the other parts still
    /// run, and the last lines name the failed ones and say how long each took.
    ///
    /// `--part memory` measures one part in less than ten minutes, and adds it to the results of the other parts.
    /// Without `--part`, it begins anew and measures everything.
    ///
    /// Arguments after `--` go to the cases: `-- --case find`.
    Bench(BenchOptions),
}

/// What `cargo xtask test` runs.
#[derive(Args, Debug, Default)]
pub(crate) struct TestOptions {
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// Run only the tests that need several servers. Starts these servers.
    #[arg(long, conflicts_with_all = ["backends", "half"])]
    pub(crate) cluster: bool,
    /// Run only the tests in a browser, on each backend. Screenshots go to target/screenshots.
    #[arg(long, conflicts_with_all = ["cluster", "half"])]
    pub(crate) browser: bool,
    /// Run race tests and random programs ten times as long as CI does.
    #[arg(long)]
    pub(crate) long: bool,
}

/// What `cargo xtask bench` measures.
#[derive(Args, Debug, Default)]
pub(crate) struct BenchOptions {
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// Measure this part only, and keep the results of the others. Repeat it for several.
    #[arg(long = "part", value_enum, value_name = "PART", conflicts_with_all = ["no_async", "no_compile"])]
    pub(crate) parts: Vec<Measured>,
    /// Measure fewer turns and smaller tables, and, without `--part`, no instructions and no crate of 100 models.
    #[arg(long)]
    pub(crate) quick: bool,
    /// Build the library with its feature `cache`, and measure finding rows that are kept in memory too. With this
    /// feature, every write costs a little more.
    #[arg(long)]
    pub(crate) cache: bool,
    /// Skip the other libraries: their cases and their compile time.
    #[arg(long)]
    pub(crate) no_peers: bool,
    /// Skip the asynchronous cases, which are measured on PostgreSQL.
    #[arg(long)]
    pub(crate) no_async: bool,
    /// Do not measure the compiler and the linker.
    #[arg(long)]
    pub(crate) no_compile: bool,
    /// Compare with the results.json of another run, and print the differences that exceed the variation of both runs:
    /// times relative to the other libraries, statements, allocations and instructions.
    #[arg(long, value_name = "RESULTS.json")]
    pub(crate) compare: Option<PathBuf>,
}

/// What `cargo xtask regress` does.
#[derive(Args, Debug, Default)]
pub(crate) struct RegressOptions {
    /// Store the counts as the new limits. A change that raises one says why.
    #[arg(long)]
    pub(crate) bless: bool,
    /// Never install valgrind; by default root installs it on Debian.
    #[arg(long)]
    pub(crate) no_install: bool,
}

/// A half of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Half {
    /// The hand-written half, for Diesel's own connections.
    Sync,
    /// The half that `cargo xtask twins` generates, for diesel-async connections.
    Async,
}

/// Which backends to use, and what to do about those that are not installed.
#[derive(Args, Debug, Default)]
pub(crate) struct Selection {
    /// Use this backend only. Repeat it for several; the default is every backend that is installed.
    #[arg(long = "backend", value_enum, value_name = "BACKEND")]
    pub(crate) backends: Vec<Backend>,
    /// Run only the tests of this half of the library. `async` includes the behaviour tests on the asynchronous half,
    /// which do not run otherwise. The default is both halves, or `sync` if a backend is named.
    #[arg(long, value_enum, value_name = "HALF")]
    pub(crate) half: Option<Half>,
    /// Fail if a backend is missing, instead of skipping it.
    #[arg(long)]
    pub(crate) require_all: bool,
    /// Never install missing packages; by default root installs them on Debian.
    #[arg(long)]
    pub(crate) no_install: bool,
    /// Arguments for the test programs, such as the name of a test.
    #[arg(last = true, value_name = "ARGS")]
    pub(crate) test_args: Vec<String>,
}

impl Selection {
    /// The backends asked for, each once, in the order in which every list of them is printed.
    pub(crate) fn wanted(&self) -> Vec<Backend> {
        Backend::ALL.into_iter().filter(|backend| self.backends.is_empty() || self.backends.contains(backend)).collect()
    }

    /// Whether the tests run on this half.
    pub(crate) fn covers(&self, half: Half) -> bool {
        match self.half {
            Some(only) => only == half,
            // The quick loop over named backends skips a step that takes as long to build as all other tests.
            None => half == Half::Sync || !self.is_explicit(),
        }
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
            Task::Test(options) => options.selection,
            Task::Bless(selection) => selection,
            Task::Bench(options) => options.selection,
            Task::Check
            | Task::Layers { .. }
            | Task::Twins { .. }
            | Task::Attributes { .. }
            | Task::Package
            | Task::Regress(_)
            | Task::Size => unreachable!("`test` was parsed"),
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
        assert!(selection.covers(Half::Sync) && selection.covers(Half::Async));
    }

    #[test]
    fn named_backends_are_ordered_and_unique() {
        let selection = selection(&["--backend", "mysql", "--backend", "sqlite", "--backend", "mysql"]);
        assert_eq!(selection.wanted(), [Backend::Sqlite, Backend::Mysql]);
        assert!(selection.is_explicit());
        assert!(selection.covers(Half::Sync) && !selection.covers(Half::Async));
    }

    #[test]
    fn a_half_that_is_named_is_the_only_one() {
        let asynchronous = selection(&["--half", "async"]);
        assert!(asynchronous.covers(Half::Async) && !asynchronous.covers(Half::Sync));
        let named = selection(&["--half", "async", "--backend", "sqlite"]);
        assert!(named.covers(Half::Async) && !named.covers(Half::Sync));
    }

    #[test]
    fn arguments_after_two_dashes_are_for_the_test_binaries() {
        let selection = selection(&["--no-install", "--", "--nocapture", "audit"]);
        assert_eq!(selection.test_args, ["--nocapture", "audit"]);
        assert!(selection.no_install && !selection.require_all);
    }

    #[test]
    fn a_cluster_is_not_of_one_backend() {
        assert!(Cli::try_parse_from(["cargo xtask", "test", "--cluster", "--long"]).is_ok());
        assert!(Cli::try_parse_from(["cargo xtask", "test", "--cluster", "--backend", "mysql"]).is_err());
    }

    #[test]
    fn a_browser_may_have_one_backend() {
        assert!(Cli::try_parse_from(["cargo xtask", "test", "--browser", "--backend", "sqlite"]).is_ok());
        assert!(Cli::try_parse_from(["cargo xtask", "test", "--browser", "--cluster"]).is_err());
    }

    #[test]
    fn an_unknown_backend_is_refused() {
        assert!(Cli::try_parse_from(["cargo xtask", "test", "--backend", "oracle"]).is_err());
        assert!(Cli::try_parse_from(["cargo xtask", "test", "stray"]).is_err());
    }
}
