//! What the tests of the guide's pages share; `build.rs` says how a page becomes one.
#![forbid(unsafe_code)]
#![cfg(feature = "sqlite")]

use diesel::connection::{InstrumentationEvent, SimpleConnection};
use diesel::{Connection, SqliteConnection};
use diesel_migrations::MigrationHarness;
use std::fmt::Display;
use std::panic::Location;
use std::sync::{Arc, Mutex, PoisonError};

/// An error on a page, with the place of the `?` that returned it.
#[derive(Debug)]
pub struct Failure {
    #[expect(dead_code, reason = "its `Debug` is what the test prints")]
    message: String,
}

impl<E: Display> From<E> for Failure {
    #[track_caller]
    fn from(error: E) -> Self {
        Self { message: format!("{error}, at {}", Location::caller()) }
    }
}

/// A database in memory with the tables of the guide.
pub struct Database {
    /// The connection.
    pub conn: SqliteConnection,
    /// What was sent over it.
    pub sent: Sent,
}

impl Database {
    /// Creates the table of the trail and the tables of a page.
    ///
    /// # Errors
    /// Database errors.
    pub fn new(schema: &[&str]) -> Result<Self, Failure> {
        let mut conn = SqliteConnection::establish(":memory:")?;
        conn.run_pending_migrations(model_core::migrations::SQLITE)?;
        conn.batch_execute("PRAGMA foreign_keys = ON")?;
        for part in schema {
            conn.batch_execute(part)?;
        }
        let sent = Sent::default();
        let heard = Arc::clone(&sent.0);
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { query, .. } = event {
                heard.lock().unwrap_or_else(PoisonError::into_inner).push(plain(&query.to_string()));
            }
        });
        Ok(Self { conn, sent })
    }
}

/// The statements that a page has sent.
#[derive(Clone, Default)]
pub struct Sent(Arc<Mutex<Vec<String>>>);

impl Sent {
    /// Checks that each of these statements was sent since the last call, in their order.
    ///
    /// # Panics
    /// One was not.
    pub fn has(&self, place: &str, statements: &str) {
        let sent = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut rest = sent.iter();
        for shown in statements.split_terminator(";\n").map(plain).filter(|shown| !shown.is_empty()) {
            assert!(
                rest.any(|sent| matches(&shown, sent)),
                "{place}: `{shown}` was not sent, but:\n{}",
                sent.join("\n")
            );
        }
    }
}

/// A statement without its values, quotes and names of tables before columns, in one line.
fn plain(statement: &str) -> String {
    let statement = statement.split(" -- binds: ").next().unwrap_or_default();
    let code: Vec<&str> = statement.lines().map(|line| line.split(" -- ").next().unwrap_or_default()).collect();
    let words = code.join(" ").replace(['`', '"'], "").replace(';', "");
    let words: Vec<String> = words.split_whitespace().map(without_table).collect();
    words.join(" ")
}

/// `(posts.title` as `(title`; `..` stays.
fn without_table(word: &str) -> String {
    let mut shown = String::new();
    let mut name = String::new();
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let before_a_column = letters.peek().is_some_and(|next| next.is_alphabetic());
        match letter {
            '.' if before_a_column && !name.is_empty() => name.clear(),
            letter if letter.is_alphanumeric() || letter == '_' => name.push(letter),
            letter => {
                shown.push_str(&std::mem::take(&mut name));
                shown.push(letter);
            }
        }
    }
    shown + &name
}

/// Whether a statement is the one that a page shows, with `..` for what it leaves out.
fn matches(shown: &str, sent: &str) -> bool {
    let Some((start, rest)) = shown.split_once("..") else { return shown == sent };
    let Some(sent) = sent.strip_prefix(start.trim_end()) else { return false };
    let rest = rest.trim_start();
    (0..=sent.len()).filter(|at| sent.is_char_boundary(*at)).any(|at| matches(rest, &sent[at..]))
}

#[cfg(test)]
mod tests {
    use super::{matches, plain};

    #[test]
    fn a_statement_is_shown_without_quotes_tables_and_values() {
        let sent = "SELECT `posts`.`id`, `posts`.`title` FROM `posts` WHERE (`posts`.`id` = ?) -- binds: [7]";
        assert_eq!(plain(sent), "SELECT id, title FROM posts WHERE (id = ?)");
        assert_eq!(plain("SELECT ..\nFROM posts -- all of them\n"), "SELECT .. FROM posts");
    }

    #[test]
    fn two_dots_stand_for_anything() {
        let sent = "SELECT id, title FROM posts WHERE (id = ?) LIMIT ?";
        assert!(matches("SELECT .. FROM posts WHERE (id = ?) ..", sent));
        assert!(matches("SELECT .. LIMIT ?", sent));
        assert!(!matches("SELECT .. FROM posts", sent));
        assert!(!matches("SELECT .. FROM tags ..", sent));
        assert!(!matches("UPDATE ..", sent));
    }
}
