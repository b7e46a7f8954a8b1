//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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
    /// Check a change in a few minutes, on SQLite only. Run it before every commit.
    ///
    /// It checks the formatting, what imports what, and the twins, runs clippy on the workspace, runs the unit tests,
    /// and compares what the compiler says about each mistake of a user. It starts no server and runs no behaviour
    /// test; `test` does.
    Check,
    /// Run everything: formatting, imports, clippy, every test on every backend, documentation. CI runs this.
    ///
    /// With `--backend`, it runs clippy and the tests on those backends only. With `--cluster`, it runs what needs
    /// several servers and nothing else: three nodes of Galera, a PostgreSQL with a hot standby, and pgbouncer. With
    /// `--browser`, it runs the journeys through the newsroom in a browser and nothing else.
    Test(TestOptions),
    /// Check what imports what, how long files and lines are, and what documents link to.
    ///
    /// The library has floors: a file imports from its own floor's folder and from the floors below. In every crate,
    /// files may import each other in pairs, but not in larger circles. A source file has at most 450 lines, and a line
    /// at most 120 columns. What a document links to exists, and so does a name in code that is the text of a link.
    Layers {
        /// Print what breaks a rule, and succeed all the same.
        #[arg(long)]
        report: bool,
    },
    /// Write the asynchronous half of the library from the synchronous one.
    ///
    /// Each function that takes a connection has a twin that is a future, in `model-core/twins`. Nobody edits those.
    Twins {
        /// Write nothing, and fail if a twin is not what would be written. `test` and `check` do this as well.
        #[arg(long)]
        check: bool,
    },
    /// Write the guide's pages on the attributes from the documentation of the derives.
    Attributes {
        /// Write nothing, and fail if a page is not what would be written. `test` and `check` do this as well.
        #[arg(long)]
        check: bool,
    },
    /// Package the crates as for a release, and build a program of the guide with them outside of the workspace.
    ///
    /// It takes what `cargo package` puts into each package, unpacks it into a temporary folder, and builds the program
    /// of the guide's first chapter with the packages alone. It publishes nothing.
    Package,
    /// Run the tests, and accept what they produce as the new snapshots and compiler messages.
    ///
    /// Read the difference before you commit it: a message that changed is a message that users will read.
    Bless(Selection),
    /// Measure what one more model adds to a build on SQLite, and fail above the limit of it. `test` does this as well.
    Size,
    /// Measure the library, hand-written Diesel and SeaORM in turns. It passes or fails nothing.
    ///
    /// It builds the bench and starts private servers. It measures the time, the statements and the allocations of
    /// every case on every backend; the instructions on SQLite, where valgrind is installed; the time that the compiler
    /// needs for 1, 20 and 100 models; and the size that unused verbs add to a program. It prints tables, and writes
    /// them to target/bench with a plot for each backend. If a part fails, the others still run, and the end says which
    /// one failed.
    ///
    /// Arguments after two dashes go to the cases: `-- --stage memory --case find`.
    Bench(BenchOptions),
}

/// What `cargo xtask test` runs.
#[derive(Args, Debug, Default)]
pub(crate) struct TestOptions {
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// Run the tests that need several servers, on servers of their own, and no others.
    #[arg(long, conflicts_with_all = ["backends", "half"])]
    pub(crate) cluster: bool,
    /// Run the journeys in a browser on each backend, and no other tests. Screenshots go to target/screenshots.
    #[arg(long, conflicts_with_all = ["cluster", "half"])]
    pub(crate) browser: bool,
    /// Repeat races and random programs ten times as often as CI does.
    #[arg(long)]
    pub(crate) long: bool,
}

/// What `cargo xtask bench` measures.
#[derive(Args, Debug, Default)]
pub(crate) struct BenchOptions {
    #[command(flatten)]
    pub(crate) selection: Selection,
    /// Fewer turns, no instructions, and no crate of a hundred models.
    #[arg(long)]
    pub(crate) quick: bool,
    /// Leave SeaORM out: its cases, its models, and the time to compile it.
    #[arg(long)]
    pub(crate) no_seaorm: bool,
    /// Leave the asynchronous cases out, which are measured on PostgreSQL.
    #[arg(long)]
    pub(crate) no_async: bool,
    /// Do not measure the compiler and the linker.
    #[arg(long)]
    pub(crate) no_compile: bool,
    /// The results.json of another run, to say what moved since by more than both varied: times as ratios to the other
    /// sides, statements, allocations and instructions.
    #[arg(long, value_name = "RESULTS.json")]
    pub(crate) compare: Option<PathBuf>,
}

/// A half of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Half {
    /// The one that people write, on Diesel's own connections.
    Sync,
    /// The one that `cargo xtask twins` writes, on those of diesel-async.
    Async,
}

/// Which backends to use, and what to do about those that are not installed.
#[derive(Args, Debug, Default)]
pub(crate) struct Selection {
    /// Use this backend only. Repeat it for several; the default is every backend that is installed.
    #[arg(long = "backend", value_enum, value_name = "BACKEND")]
    pub(crate) backends: Vec<Backend>,
    /// Run the tests of this half of the library only: `async` includes the behaviour tests on the asynchronous half,
    /// which run for it alone. The default is both; where backends are named, `sync`.
    #[arg(long, value_enum, value_name = "HALF")]
    pub(crate) half: Option<Half>,
    /// Fail at once if a backend would have to be skipped.
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
            // The quick loop over named backends leaves out what takes as long to build as all other tests.
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
