//! A desk of its own for each test: a temporary directory, an empty database, and the program.

use diesel::Connection;
use newsroom::db::Conn;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A desk.
#[derive(Debug)]
pub(crate) struct Desk {
    dir: TempDir,
    database: Database,
}

/// What a run of the program gave.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    /// A new one, without tables.
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory can be made");
        let database = Database::new(dir.path());
        Self { dir, database }
    }

    /// A new one with a folder of two articles imported; the folder is `docs`.
    pub(crate) fn with_two_articles() -> Self {
        let desk = Self::new();
        desk.write("docs/alpha.md", "# The first\n\nOne line.\nAnother line.\n");
        desk.write("docs/notes/beta.md", "No heading here.\n");
        desk.runs(&["import", "docs", "--as", "ada"]);
        desk
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Writes a file into the desk's directory.
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        fs::write(&path, text).expect("the file can be written");
        path
    }

    /// The program, on this desk's database and in its directory.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_newsroom"));
        command.current_dir(self.path()).env_remove("DATABASE_URL").args(["--database", &self.database.url]);
        command.args(arguments);
        command
    }

    /// Runs the program.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.command(arguments).output().expect("the program can be started").into()
    }

    /// Runs the program with these lines on its standard input.
    pub(crate) fn types(&self, arguments: &[&str], lines: &[&str]) -> Run {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program can be started");
        let mut stdin = child.stdin.take().expect("the program has a standard input");
        // A program that refuses its arguments reads nothing.
        let _ = stdin.write_all(lines.iter().map(|line| format!("{line}\n")).collect::<String>().as_bytes());
        drop(stdin);
        child.wait_with_output().expect("the program ends").into()
    }

    /// Runs the program, which has to succeed without a word on stderr, and returns what it printed.
    pub(crate) fn runs(&self, arguments: &[&str]) -> String {
        let run = self.run(arguments);
        assert_eq!((run.code, &*run.err), (Some(0), ""), "{arguments:?}: {}", run.out);
        run.out
    }

    /// Runs the program, which has to refuse with one line that contains `words`, and to write nothing.
    pub(crate) fn refuses(&self, arguments: &[&str], words: &str) {
        self.refuses_typed(arguments, &[], words);
    }

    /// The same with these lines on its standard input.
    pub(crate) fn refuses_typed(&self, arguments: &[&str], lines: &[&str], words: &str) {
        let before = self.rows();
        let run = self.types(arguments, lines);
        assert_eq!(run.code, Some(1), "{arguments:?}: {} {}", run.out, run.err);
        assert_eq!(run.out, "", "{arguments:?}");
        assert_eq!(run.err.lines().count(), 1, "{arguments:?}: {}", run.err);
        assert!(run.err.starts_with("newsroom: ") && run.err.contains(words), "{arguments:?}: {}", run.err);
        assert_eq!(self.rows(), before, "{arguments:?} wrote something");
    }

    /// The short id of the article with this title, live or deleted.
    pub(crate) fn id(&self, title: &str) -> String {
        let listed = self.runs(&["articles"]) + &self.runs(&["articles", "--deleted"]);
        let line = listed.lines().find(|line| line.contains(title));
        let line = line.unwrap_or_else(|| panic!("no article {title} in\n{listed}"));
        line.split_whitespace().next().expect("a line has an id").to_owned()
    }

    /// How many rows each table has, deleted ones included, counted without the library. None where there are no
    /// tables.
    pub(crate) fn rows(&self) -> Option<[i64; 7]> {
        use diesel::prelude::*;
        use model_core::schema::audit_logs;
        use newsroom::schema::{article_tags, articles, authors, comments, reactions, tags};

        let mut conn = self.database.connect()?;
        let conn = &mut conn;
        Some([
            articles::table.count().get_result(conn).ok()?,
            authors::table.count().get_result(conn).ok()?,
            comments::table.count().get_result(conn).ok()?,
            reactions::table.count().get_result(conn).ok()?,
            tags::table.count().get_result(conn).ok()?,
            article_tags::table.count().get_result(conn).ok()?,
            audit_logs::table.count().get_result(conn).ok()?,
        ])
    }

    /// The whole trail, in its order.
    pub(crate) fn trail(&self) -> Vec<model_core::AuditLog> {
        model_core::AuditLog::trail().load(&mut self.connect()).expect("the trail can be read")
    }

    /// Creates an account, and verifies its address.
    pub(crate) fn account(&self, email: &str, more: &[&str]) {
        let run = self.types(&[&["account", "sign-up", email], more].concat(), &["correct horse"]);
        assert_eq!((run.code, &*run.err), (Some(0), ""), "{email}");
        let token = run.out.trim_end().rsplit(' ').next().expect("the last word is the token").to_owned();
        self.runs(&["account", "verify", email, &token]);
    }

    /// Where the database is.
    pub(crate) fn url(&self) -> &str {
        &self.database.url
    }

    /// The database, for what the command line does not do.
    pub(crate) fn connect(&self) -> Conn {
        newsroom::db::open(&self.database.url).expect("the database can be opened")
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// The database of a desk: a file in its directory, or one on the server that the environment names.
#[derive(Debug)]
struct Database {
    url: String,
    #[cfg(not(feature = "sqlite"))]
    server: String,
}

#[cfg(feature = "sqlite")]
impl Database {
    fn new(dir: &Path) -> Self {
        Self { url: dir.join("desk.db").display().to_string() }
    }

    /// Connects, unless there is no file: looking must not make one.
    fn connect(&self) -> Option<Conn> {
        Path::new(&self.url).exists().then(|| Conn::establish(&self.url).expect("the database can be opened"))
    }
}

#[cfg(not(feature = "sqlite"))]
impl Database {
    const VARIABLE: &str = if cfg!(feature = "postgres") { "MODEL_TEST_POSTGRES_URL" } else { "MODEL_TEST_MYSQL_URL" };

    fn new(_: &Path) -> Self {
        let server = std::env::var(Self::VARIABLE)
            .unwrap_or_else(|_| panic!("{} is not set: it names a server for the tests", Self::VARIABLE));
        let name = format!("newsroom_{}", uuid::Uuid::now_v7().simple());
        execute(&server, &format!("CREATE DATABASE {name}"));
        let base = server.rsplit_once('/').map_or(&*server, |(base, _)| base);
        Self { url: format!("{base}/{name}"), server }
    }

    fn connect(&self) -> Option<Conn> {
        Some(Conn::establish(&self.url).expect("the database can be opened"))
    }
}

#[cfg(not(feature = "sqlite"))]
impl Drop for Database {
    fn drop(&mut self) {
        if let Some((_, name)) = self.url.rsplit_once('/') {
            execute(&self.server, &format!("DROP DATABASE {name}"));
        }
    }
}

#[cfg(not(feature = "sqlite"))]
fn execute(server: &str, statement: &str) {
    use diesel::connection::SimpleConnection;
    let mut conn = Conn::establish(server).unwrap_or_else(|error| panic!("cannot connect to {server}: {error}"));
    conn.batch_execute(statement).unwrap_or_else(|error| panic!("{statement}: {error}"));
}
