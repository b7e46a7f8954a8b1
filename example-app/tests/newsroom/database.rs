//! Databases that cannot be used.

use crate::desk::{Desk, Run};

/// Runs the program on another database than the desk's.
fn on(desk: &Desk, database: &str, arguments: &[&str]) -> Run {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_newsroom"));
    command.current_dir(desk.path()).env_remove("DATABASE_URL").args(["--database", database]).args(arguments);
    command.output().expect("the program can be started").into()
}

fn refuses(desk: &Desk, database: &str, arguments: &[&str], words: &str) {
    let run = on(desk, database, arguments);
    assert_eq!((run.code, &*run.out), (Some(1), ""), "{database}: {}", run.err);
    assert_eq!(run.err.lines().count(), 1, "{database}: {}", run.err);
    assert!(run.err.starts_with("newsroom: ") && run.err.contains(words), "{database}: {}", run.err);
}

#[test]
fn a_url_of_another_kind_is_refused() {
    let desk = Desk::new();
    desk.write("docs/a.md", "# A");
    for arguments in [&["articles"][..], &["migrate"], &["import", "docs"], &["--import", "docs"]] {
        refuses(&desk, "oracle://me:secret@host/desk", arguments, "cannot open the database oracle://host/desk");
        refuses(&desk, "", arguments, "cannot open the database");
    }
}

#[test]
#[cfg(feature = "sqlite")]
fn a_file_that_cannot_be_opened_is_refused() {
    let desk = Desk::new();
    desk.write("docs/a.md", "# A");
    desk.write("text.db", "This is a text of some length, and no database at all. ".repeat(40));
    std::fs::create_dir(desk.path().join("folder.db")).unwrap();
    for arguments in [&["articles"][..], &["migrate"], &["import", "docs"], &["--import", "docs"]] {
        refuses(&desk, "text.db", arguments, "cannot open the database text.db: file is not a database");
        refuses(&desk, "folder.db", arguments, "cannot open the database folder.db");
        refuses(&desk, "nowhere/new.db", arguments, "cannot open the database nowhere/new.db");
    }
}

#[test]
#[cfg(feature = "sqlite")]
fn reading_creates_no_database() {
    let desk = Desk::new();
    for arguments in [&["articles"][..], &["publish", "12345678"], &["purge", "--older-than", "1"]] {
        refuses(&desk, "new.db", arguments, "the file does not exist: `newsroom migrate` creates it");
    }
    assert!(!desk.path().join("new.db").exists());
}

#[test]
#[cfg(feature = "sqlite")]
fn the_default_is_a_file_in_the_current_directory() {
    let desk = Desk::new();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_newsroom"));
    let run: Run = command.current_dir(desk.path()).env_remove("DATABASE_URL").arg("migrate").output().unwrap().into();
    assert_eq!((run.code, &*run.err), (Some(0), ""));
    assert!(desk.path().join("newsroom.db").is_file());

    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_newsroom"));
    let run: Run =
        command.current_dir(desk.path()).env("DATABASE_URL", "other.db").arg("migrate").output().unwrap().into();
    assert_eq!(run.out, "other.db: ran 11 migrations\n");
}

#[test]
#[cfg(not(feature = "sqlite"))]
fn a_server_has_to_be_named() {
    let desk = Desk::new();
    desk.write("docs/a.md", "# A");
    for arguments in [&["articles"][..], &["migrate"], &["import", "docs"], &["--import", "docs"]] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_newsroom"));
        command.current_dir(desk.path()).env_remove("DATABASE_URL").args(arguments);
        let run: Run = command.output().unwrap().into();
        assert_eq!((run.code, run.err.lines().count()), (Some(1), 1), "{}", run.err);
        assert!(run.err.contains("needs a server: set --database or DATABASE_URL"), "{}", run.err);
    }
}

#[test]
fn missing_tables_are_reported() {
    let desk = Desk::new();
    desk.runs(&["migrate"]);
    let mut conn = desk.connect();
    use diesel::connection::SimpleConnection;
    conn.batch_execute("DELETE FROM __diesel_schema_migrations").unwrap();
    let run = desk.run(&["articles"]);
    assert_eq!((run.code, run.err.lines().count()), (Some(1), 1), "{}", run.err);
    assert!(run.err.contains("run `newsroom migrate` first"), "{}", run.err);
}

#[test]
fn the_database_is_as_the_models_say_until_it_is_changed() {
    use diesel::connection::SimpleConnection;

    let desk = Desk::new();
    desk.runs(&["migrate"]);
    assert_eq!(desk.runs(&["check"]), "the database matches the models\n");
    let mut conn = desk.connect();
    conn.batch_execute("CREATE UNIQUE INDEX one_of_each ON articles (words)").unwrap();
    let out = desk.runs(&["check"]);
    assert!(
        out.starts_with("warning  unique.undeclared  Article  no model declares the unique index `one_of_each`"),
        "{out}"
    );

    conn.batch_execute("ALTER TABLE articles DROP COLUMN standfirst").unwrap();
    let run = desk.run(&["check"]);
    assert_eq!((run.code, &*run.err), (Some(1), "newsroom: the database differs from the models in 1 point\n"));
    assert!(
        run.out.starts_with("error    column.missing     Article.standfirst  the table has no column `standfirst`\n"),
        "{}",
        run.out
    );

    let (_, statements) = run.out.split_once("\n\n").unwrap();
    conn.batch_execute(statements).unwrap();
    assert_eq!(desk.runs(&["check"]), "the database matches the models\n");
}
