//! The steps of a run: each is one cargo command.

use std::env;
use std::fs::File;
use std::io::Write;
use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::backend::{Backend, features};
use crate::command;
use crate::place;
use crate::server::Server;

/// The behaviour tests that do not run on the asynchronous half, by a part of their names, and why.
const SYNCHRONOUS_ONLY: [(&str, &str); 10] = [
    (
        "identity::sqlite::a_panic_within_the_call_of_another_takes_nothing_from_it",
        "the thread of SQLite catches a panic",
    ),
    (
        "identity::sqlite::an_error_or_a_panic_between_two_statements_leaves_nothing_to_the_next",
        "the thread of SQLite catches a panic",
    ),
    ("hooks::mysql::writes_with_hooks", "a verb of a hook asks first whether its transaction is open"),
    ("relation_snapshots::mysql::relations", "a verb in a transaction asks first whether it is open"),
    ("a_transaction_that_is_run_again_is_an_event", "the tests have a retry of their own around that half"),
    ("repeated::", "the stack of a future that is waited for is another than that of a call"),
    (
        "lost::postgres::a_single_write_is_run_again_after_a_deadlock",
        "a statement is given away when it is sent, so it cannot be sent again",
    ),
    ("next_and_each_read_batches_until_the_caller_stops", "`next` and `each` are of the synchronous half"),
    ("what_is_short_for_run_does_the_same", "`load`, `counts`, `execute` and `next` are of the synchronous half"),
    ("a_table_that_the_library_creates_passes_its_check", "`check` is of the synchronous half"),
];

/// The crates of behaviour tests that run again on servers of another kind.
pub(crate) const BEHAVIOUR: [&str; 9] =
    ["bases", "concurrency", "deletion", "editing", "hooks", "relations", "scopes", "upserts", "writes"];

/// The crate whose tests change settings of their sessions. A pooler in transaction mode does not keep them.
pub(crate) const SETTINGS: &str = "faults";

/// How the tests handle a snapshot or a compiler message that differs from the stored one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Snapshots {
    Compare,
    Overwrite,
}

#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) name: &'static str,
    arguments: Vec<String>,
    variables: Vec<(&'static str, String)>,
    /// How to run it again, if the cargo command is not enough.
    repeat: Option<String>,
}

impl Step {
    pub(crate) fn new(name: &'static str, arguments: &str) -> Self {
        let arguments = arguments.split_whitespace().map(str::to_owned).collect();
        Self { name, arguments, variables: Vec::new(), repeat: None }
    }

    pub(crate) fn format() -> [Self; 2] {
        [
            Self::new("format", "fmt --all --check"),
            Self::new("asynchronous: format", "fmt --check --manifest-path model-async/Cargo.toml"),
        ]
    }

    pub(crate) fn lint(backends: &[Backend]) -> Self {
        let features = features(backends);
        Self::new(
            "lint",
            &format!("clippy --workspace --all-targets --no-default-features --features {features} -- -D warnings"),
        )
    }

    /// The tests next to the code of the libraries and of xtask, which need no database and no connection.
    ///
    /// The command names the whole workspace although only its libraries are tested: with the features of only a part
    /// of it, Diesel would be compiled again.
    pub(crate) fn unit_tests(backend: Backend) -> Self {
        let mut step =
            Self::new("unit tests", &format!("test --workspace --no-default-features --features {backend} --lib"));
        step.variables.push(("INSTA_UPDATE", "no".to_owned()));
        step
    }

    /// What the compiler says about each mistake of a user.
    pub(crate) fn messages(backend: Backend) -> Self {
        let mut step =
            Self::new("messages", &format!("test --workspace --no-default-features --features {backend} --test ui"));
        step.repeat =
            Some("cargo xtask check; to accept the new messages: cargo xtask bless --backend sqlite -- ui".to_owned());
        step
    }

    /// Unit, behaviour, ui, hygiene, snapshot and documentation tests.
    pub(crate) fn tests(backends: &[Backend], servers: &[Server], snapshots: Snapshots, extra: &[String]) -> Self {
        let features = features(backends);
        let mut step = Self::new("tests", &format!("test --workspace --no-default-features --features {features}"));
        let task = match snapshots {
            Snapshots::Compare => {
                step.variables.push(("INSTA_UPDATE", "no".to_owned()));
                "test"
            }
            Snapshots::Overwrite => {
                step.variables.push(("INSTA_UPDATE", "always".to_owned()));
                step.variables.push(("TRYBUILD", "overwrite".to_owned()));
                "bless"
            }
        };
        step.variables.push(("MODEL_TEST_BACKENDS", features));
        step.variables.extend(servers.iter().map(Server::variable));

        // Plain cargo would not find the servers, which are gone by the time anyone repeats this.
        let mut repeat = format!("cargo xtask {task}");
        for backend in backends {
            repeat.push_str(&format!(" --backend {backend}"));
        }
        if !extra.is_empty() {
            repeat.push_str(&format!(" -- {}", extra.join(" ")));
            step.arguments.push("--".to_owned());
            step.arguments.extend_from_slice(extra);
        }
        step.repeat = Some(repeat);
        step
    }

    /// Builds the tests that the same step without this runs.
    pub(crate) fn only_built(mut self) -> Self {
        self.name = "building the tests";
        let end = self.arguments.iter().position(|argument| argument == "--").unwrap_or(self.arguments.len());
        self.arguments.truncate(end);
        self.arguments.push("--no-run".to_owned());
        self
    }

    pub(crate) fn documentation(backends: &[Backend]) -> Self {
        let features = features(backends);
        let mut step = Self::new(
            "documentation",
            &format!("doc --workspace --no-deps --no-default-features --features {features}"),
        );
        step.variables.push(("RUSTDOCFLAGS", "-D warnings".to_owned()));
        step
    }

    /// The library and the application with only one backend. The other steps build with all backends together, which
    /// hides a use of one backend's items in another's code, and items that a single backend leaves unused.
    pub(crate) fn alone(backend: Backend) -> [Self; 2] {
        ["model-core", "example-app"].map(|package| {
            // Flags after the dashes apply only to the workspace, so its dependencies are not compiled again.
            Self::new(
                "one backend alone",
                &format!("clippy -p {package} --no-default-features --features {backend} -- -D warnings"),
            )
        })
    }

    /// The libraries without a backend, like a crate of models that leaves the choice to its user.
    pub(crate) fn without_backend() -> Self {
        Self::new("no backend", "clippy -p model-core -p model-derive --no-default-features -- -D warnings")
    }

    /// `model-async`, and its compiler messages. It is a separate workspace, because diesel-async turns on a feature of
    /// Diesel that must stay off for everything else.
    pub(crate) fn lint_asynchronous(backends: &[Backend]) -> Self {
        let features = features(backends);
        Self::elsewhere(
            "asynchronous: lint",
            "model-async/Cargo.toml",
            &format!("clippy --all-targets --no-default-features --features {features} -- -D warnings"),
        )
    }

    /// The same with only one backend, as for the library.
    pub(crate) fn asynchronous_alone(backend: Backend) -> Self {
        Self::elsewhere(
            "asynchronous: one backend alone",
            "model-async/Cargo.toml",
            &format!("clippy --no-default-features --features {backend} -- -D warnings"),
        )
    }

    /// Downloads what the cases of the next step are built with: trybuild builds them without a network, and nothing
    /// before it asks for their dependencies.
    pub(crate) fn asynchronous_dependencies() -> Self {
        Self::new("asynchronous: download", "fetch --locked --manifest-path model-async/ui/Cargo.toml")
    }

    /// What the compiler says about each mistake of a user over asynchronous connections.
    pub(crate) fn asynchronous_messages(snapshots: Snapshots) -> Self {
        let mut step = Self::new("asynchronous: messages", "test --locked --manifest-path model-async/ui/Cargo.toml");
        // This variable, and not an argument, says where the cases are built.
        step.variables.push(("CARGO_TARGET_DIR", place::target().display().to_string()));
        if snapshots == Snapshots::Overwrite {
            step.variables.push(("TRYBUILD", "overwrite".to_owned()));
        }
        step.repeat = Some("cargo xtask test --half async; to accept the new messages: cargo xtask bless".to_owned());
        step
    }

    /// The tests of `model-async` itself.
    pub(crate) fn asynchronous(backends: &[Backend], servers: &[Server], extra: &[String]) -> Self {
        Self::asynchronously("model-async", "model-async/Cargo.toml", backends, servers, extra)
    }

    /// The behaviour tests, on the asynchronous half.
    pub(crate) fn other_half(backends: &[Backend], servers: &[Server], extra: &[String]) -> Self {
        let mut step = Self::asynchronously("other half", "tests/halves/Cargo.toml", backends, servers, extra);
        if !step.arguments.iter().any(|argument| argument == "--") {
            step.arguments.push("--".to_owned());
        }
        for (test, _) in SYNCHRONOUS_ONLY {
            step.arguments.extend(["--skip".to_owned(), (*test).to_owned()]);
        }
        step
    }

    /// A command in another workspace of the repository.
    fn elsewhere(name: &'static str, manifest: &str, command: &str) -> Self {
        let mut step = Self::new(name, command);
        let target = place::target().display().to_string();
        let of_it = ["--locked", "--manifest-path", manifest, "--target-dir", &target].map(str::to_owned);
        step.arguments.splice(1..1, of_it);
        step
    }

    fn asynchronously(
        name: &'static str,
        manifest: &str,
        backends: &[Backend],
        servers: &[Server],
        extra: &[String],
    ) -> Self {
        let features = features(backends);
        let command = format!("test --no-default-features --features {features}");
        let mut step = Self::elsewhere(name, manifest, &command);
        step.variables.push(("INSTA_UPDATE", "no".to_owned()));
        step.variables.push(("MODEL_TEST_BACKENDS", features));
        step.variables.extend(servers.iter().map(Server::variable));
        if !extra.is_empty() {
            step.arguments.push("--".to_owned());
            step.arguments.extend_from_slice(extra);
        }
        let chosen: String = backends.iter().map(|backend| format!(" --backend {backend}")).collect();
        step.repeat = Some(format!("cargo xtask test --half async{chosen}"));
        step
    }

    /// The tests that need several servers; `variables` say where these are. No name chooses among them, so that none
    /// can be missed.
    pub(crate) fn cluster(variables: Vec<(&'static str, String)>, extra: &[String]) -> Self {
        Self::on_servers("cluster", "--test cluster", "", variables, extra)
    }

    /// The test that interrupts a run with a cluster.
    pub(crate) fn cluster_interrupted(variables: Vec<(&'static str, String)>, extra: &[String]) -> Self {
        Self::on_servers("cluster, interrupted", "--test servers", "a_cluster", variables, extra)
    }

    /// Tests of behaviour on a server that is not set up as the usual one. `only` is a part of the names of its tests.
    pub(crate) fn behaviour(
        name: &'static str,
        crates: &[&str],
        only: &str,
        variables: Vec<(&'static str, String)>,
        extra: &[String],
    ) -> Self {
        let crates: String = crates.iter().map(|name| format!(" --test {name}")).collect();
        Self::on_servers(name, &crates, only, variables, extra)
    }

    fn on_servers(
        name: &'static str,
        crates: &str,
        only: &str,
        variables: Vec<(&'static str, String)>,
        extra: &[String],
    ) -> Self {
        // The features of the usual run, so that nothing is built twice.
        let features = features(&Backend::ALL);
        let mut step = Self::new(
            name,
            &format!("test --workspace --no-default-features --features {features} {crates} -- {only}"),
        );
        step.arguments.extend_from_slice(extra);
        step.variables.push(("INSTA_UPDATE", "no".to_owned()));
        step.variables.extend(variables);
        step.repeat = Some("cargo xtask test --cluster".to_owned());
        step
    }

    /// The newsroom, for a browser. It reuses what the tests of the workspace have built.
    pub(crate) fn newsroom(backends: &[Backend], with_the_tests: bool) -> Self {
        let features = features(backends);
        let what = if with_the_tests { "test --workspace --test newsroom --no-run" } else { "build -p example-app" };
        Self::new("newsroom", &format!("{what} --no-default-features --features {features}"))
    }

    /// The journeys in a browser. `variables` say where the newsroom and the driver of the browser are. `only` is a
    /// part of the names of the tests.
    pub(crate) fn browser(
        only: &str,
        variables: Vec<(&'static str, String)>,
        backend: Backend,
        extra: &[String],
    ) -> Self {
        // Each journey has a browser, and the machine may have only one core.
        let command = format!("test -- --test-threads=1 {only}");
        let mut step = Self::elsewhere("browser", "tests/browser/Cargo.toml", &command);
        step.arguments.extend_from_slice(extra);
        step.variables = variables;
        step.repeat = Some(format!("cargo xtask test --browser --backend {backend}"));
        step
    }

    /// The same, repeating the tests that depend on chance as often as there is time for.
    pub(crate) fn at_length(mut self, long: bool) -> Self {
        if long {
            self.variables.push(("MODEL_TEST_LONG", "1".to_owned()));
        }
        self
    }

    /// Runs the step; its failure names it and says how to repeat it.
    pub(crate) fn run(&self) -> Result<()> {
        println!("== {}: {}", self.name, self.command_line());
        let started = Instant::now();
        let outcome = self.perform(&mut self.command());
        println!("== {}: {} s", self.name, started.elapsed().as_secs());
        outcome
    }

    /// The same, with the output in a file.
    pub(crate) fn run_into(&self, mut output: &File) -> Result<()> {
        writeln!(output, "== {}: {}", self.name, self.command_line())?;
        let mut command = self.command();
        self.perform(command.stdout(output.try_clone()?).stderr(output.try_clone()?))
    }

    fn perform(&self, command: &mut Command) -> Result<()> {
        if !command::run(command)?.success() {
            let again = self.repeat.clone().unwrap_or_else(|| self.command_line());
            bail!("step `{}` failed; to repeat it: {again}", self.name);
        }
        Ok(())
    }

    fn command_line(&self) -> String {
        let flags = self.variables.iter().filter(|(name, _)| *name == "RUSTDOCFLAGS");
        let mut line: String = flags.map(|(name, value)| format!("{name}=\"{value}\" ")).collect();
        line.push_str("cargo ");
        line.push_str(&self.arguments.join(" "));
        line
    }

    fn command(&self) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(&self.arguments);
        // What `cargo run` told this program about its own package would make build scripts run again, and a
        // developer's own settings must not decide what a test compares with or which server it uses.
        for (name, _) in env::vars_os() {
            let ours = name.to_str().is_some_and(|name| {
                ["CARGO_PKG_", "CARGO_MANIFEST_", "MODEL_TEST_", "INSTA_"].iter().any(|prefix| name.starts_with(prefix))
                    || name == "TRYBUILD"
            });
            if ours {
                cargo.env_remove(name);
            }
        }
        cargo.envs(self.variables.iter().map(|(name, value)| (name, value)));
        cargo
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: [Backend; 2] = [Backend::Sqlite, Backend::Mysql];

    #[test]
    fn a_comparing_test_step_updates_nothing() {
        let step = Step::tests(&TWO, &[], Snapshots::Compare, &[]);
        assert_eq!(step.command_line(), "cargo test --workspace --no-default-features --features sqlite,mysql");
        let command = step.command();
        let variables: Vec<_> = command.get_envs().filter(|(_, value)| value.is_some()).collect();
        let expected = [("INSTA_UPDATE", "no"), ("MODEL_TEST_BACKENDS", "sqlite,mysql")];
        assert_eq!(variables, expected.map(|(name, value)| (name.as_ref(), Some(value.as_ref()))));
    }

    #[test]
    fn a_blessing_step_says_how_to_repeat_itself() {
        let step = Step::tests(&TWO, &[], Snapshots::Overwrite, &["ui".to_owned()]);
        assert!(step.variables.contains(&("TRYBUILD", "overwrite".to_owned())));
        assert_eq!(step.repeat.as_deref(), Some("cargo xtask bless --backend sqlite --backend mysql -- ui"));
        assert!(step.command_line().ends_with("sqlite,mysql -- ui"));
    }

    #[test]
    fn a_warning_of_one_backend_alone_is_an_error() {
        let steps = Step::alone(Backend::Postgres).into_iter().chain([Step::without_backend()]);
        for step in steps {
            assert!(step.command_line().ends_with(" -- -D warnings"), "{step:?}");
        }
    }

    #[test]
    fn the_newsroom_of_a_browser_is_the_one_of_the_tests() {
        let step = Step::newsroom(&TWO, true);
        assert_eq!(
            step.command_line(),
            "cargo test --workspace --test newsroom --no-run --no-default-features --features sqlite,mysql"
        );
        let step = Step::browser("", Vec::new(), Backend::Sqlite, &[]);
        let target = place::target().display().to_string();
        let expected = format!("tests/browser/Cargo.toml --target-dir {target} -- --test-threads=1");
        assert!(step.command_line().ends_with(&expected), "{step:?}");
    }

    #[test]
    fn the_documentation_command_can_be_pasted() {
        assert_eq!(
            Step::documentation(&[Backend::Sqlite]).command_line(),
            "RUSTDOCFLAGS=\"-D warnings\" cargo doc --workspace --no-deps --no-default-features --features sqlite"
        );
    }
}
