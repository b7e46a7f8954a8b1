//! What one connection has sent.

use crate::face::testing::place::Stack;
use crate::face::testing::repeated::{OFTEN, RepeatedQueries};
use diesel::connection::{Connection, Instrumentation, InstrumentationEvent, get_default_instrumentation};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

/// The statements that connections have sent, for people: when, how long each took, and which of them came again and
/// again from the same place. It shows SQL without values.
///
/// ```
/// # use diesel::prelude::*;
/// # use model_core::testing::QueryLog;
/// # #[cfg(feature = "sqlite")]
/// # fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
/// # let conn = &mut SqliteConnection::establish(":memory:")?;
/// let log = QueryLog::on(conn);
/// diesel::sql_query("SELECT 1 + 1").execute(conn)?;
/// log.stop(conn);
/// assert_eq!(log.statements(), ["SELECT 1 + 1"]);
/// println!("{log}");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sqlite"))]
/// # fn main() {}
/// ```
///
/// A clone is the same log.
#[derive(Debug, Clone)]
pub struct QueryLog {
    heard: Arc<Mutex<Heard>>,
}

#[derive(Debug)]
pub(super) struct Heard {
    begun: Instant,
    pub(super) sent: Vec<Sent>,
}

/// One statement.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub(super) sql: String,
    at: Duration,
    took: Option<Duration>,
    failed: bool,
    pub(super) stack: Stack,
}

impl Default for QueryLog {
    fn default() -> Self {
        Self::new()
    }
}

impl QueryLog {
    /// An empty log, which hears no connection yet.
    pub fn new() -> Self {
        Self { heard: Arc::new(Mutex::new(Heard { begun: Instant::now(), sent: Vec::new() })) }
    }

    /// A log that hears a connection from now on. Other logs of the connection hear it as well; a listener of another
    /// kind hears nothing any more.
    pub fn on(conn: &mut impl Connection) -> Self {
        let log = Self::new();
        if let Some(listener) = log.join(conn.instrumentation()) {
            conn.set_instrumentation(listener);
        }
        log
    }

    /// Stops hearing a connection.
    pub fn stop(&self, conn: &mut impl Connection) {
        if self.leave(conn.instrumentation()) {
            conn.set_instrumentation(get_default_instrumentation());
        }
    }

    /// A listener of the log, for connections that are not open yet: `diesel::connection::set_default_instrumentation`
    /// takes a function that makes one.
    pub fn listener(&self) -> Listener {
        Listener(vec![Arc::downgrade(&self.heard)])
    }

    /// Joins the logs that hear a connection; if there is none, returns the listener to set.
    #[doc(hidden)]
    pub fn join(&self, present: &mut dyn Instrumentation) -> Option<Listener> {
        let Some(Listener(heard)) = present.downcast_mut() else { return Some(self.listener()) };
        heard.retain(|other| other.strong_count() > 0);
        heard.push(Arc::downgrade(&self.heard));
        None
    }

    /// Leaves the logs that hear a connection, and says whether none is left.
    #[doc(hidden)]
    pub fn leave(&self, present: &mut dyn Instrumentation) -> bool {
        let Some(Listener(heard)) = present.downcast_mut() else { return false };
        let this = Arc::as_ptr(&self.heard);
        heard.retain(|other| other.strong_count() > 0 && !std::ptr::eq(other.as_ptr(), this));
        heard.is_empty()
    }

    pub(super) fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The SQL of the statements, without what opens and ends transactions and savepoints.
    pub fn statements(&self) -> Vec<String> {
        self.heard().sent.iter().filter(|sent| !is_turn(&sent.sql)).map(|sent| sent.sql.clone()).collect()
    }

    /// How many statements there are, without what opens and ends transactions and savepoints.
    pub fn count(&self) -> usize {
        self.heard().sent.iter().filter(|sent| !is_turn(&sent.sql)).count()
    }

    /// The statements that came [`OFTEN`] from the same place.
    pub fn repeated(&self) -> RepeatedQueries {
        RepeatedQueries::of(self, OFTEN)
    }

    /// Panics unless there are this many statements.
    ///
    /// # Panics
    /// There are more, or fewer.
    #[track_caller]
    #[doc(hidden)]
    pub fn assert_count(&self, expected: usize) {
        let sent = self.count();
        assert!(sent == expected, "expected {}, but {sent} were sent: {self}", counted(expected));
    }
}

fn counted(statements: usize) -> String {
    if statements == 1 { "1 statement".to_owned() } else { format!("{statements} statements") }
}

/// What a connection tells the logs that hear it.
#[derive(Debug)]
pub struct Listener(Vec<Weak<Mutex<Heard>>>);

impl Instrumentation for Listener {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        let hear = |act: &mut dyn FnMut(&mut Heard)| {
            for heard in self.0.iter().filter_map(Weak::upgrade) {
                act(&mut heard.lock().unwrap_or_else(PoisonError::into_inner));
            }
        };
        match event {
            InstrumentationEvent::StartQuery { query, .. } => {
                let shown = query.to_string();
                // The values follow these words, and only they can contain them a second time.
                let sql = shown.split(" -- binds: ").next().unwrap_or_default().trim();
                let stack = Stack::here();
                hear(&mut |heard| {
                    let (sql, stack) = (sql.to_owned(), stack.clone());
                    let at = heard.begun.elapsed();
                    heard.sent.push(Sent { sql, at, took: None, failed: false, stack });
                });
            }
            InstrumentationEvent::FinishQuery { error, .. } => hear(&mut |heard| {
                let now = heard.begun.elapsed();
                if let Some(last) = heard.sent.last_mut().filter(|last| last.took.is_none()) {
                    last.took = Some(now.saturating_sub(last.at));
                    last.failed = error.is_some();
                }
            }),
            _ => {}
        }
    }
}

/// Whether a text only opens or ends transactions and savepoints.
pub(super) fn is_turn(sql: &str) -> bool {
    const TURNS: [&str; 7] =
        ["BEGIN", "START TRANSACTION", "SET TRANSACTION", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"];
    let turns = |piece: &str| TURNS.iter().any(|turn| piece.starts_with(turn));
    let mut pieces = sql.split(';').map(str::trim).filter(|piece| !piece.is_empty());
    sql.split(';').map(str::trim).any(turns) && pieces.all(|piece| turns(piece) || piece == "SELECT 1")
}

/// How many characters of a statement are shown on its line.
const WIDTH: usize = 120;

/// A statement on one line: long lists of columns and long ends are cut.
pub(super) fn shortened(sql: &str) -> String {
    let mut line = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(from) = line.find(" FROM ").filter(|from| line.starts_with("SELECT ") && *from > 40) {
        line.replace_range("SELECT ".len()..from, "..");
    }
    match line.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{} ..", &line[..end]),
        None => line,
    }
}

impl fmt::Display for QueryLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let heard = self.heard();
        let took = heard.sent.iter().filter_map(|sent| sent.took).sum();
        let count = heard.sent.iter().filter(|sent| !is_turn(&sent.sql)).count();
        writeln!(f, "{} in {} ms", counted(count), millis(took))?;
        if !heard.sent.is_empty() {
            writeln!(f, "{:>9} {:>9}", "at ms", "took ms")?;
        }
        for sent in &heard.sent {
            let took = sent.took.map_or_else(|| "?".to_owned(), millis);
            let failed = if sent.failed { "failed: " } else { "" };
            writeln!(f, "{:>9} {took:>9}  {failed}{}", millis(sent.at), shortened(&sent.sql))?;
        }
        drop(heard);
        let repeated = self.repeated();
        if repeated.is_empty() { Ok(()) } else { write!(f, "{repeated}") }
    }
}

fn millis(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::{is_turn, shortened};

    #[test]
    fn what_opens_and_ends_transactions_is_told_apart() {
        for turn in ["BEGIN", "BEGIN IMMEDIATE", "SELECT 1; COMMIT", "SAVEPOINT a; RELEASE SAVEPOINT a", "ROLLBACK"] {
            assert!(is_turn(turn), "{turn}");
        }
        for statement in ["SELECT 1", "UPDATE a SET b = ?", "INSERT INTO a VALUES (1); COMMIT", ""] {
            assert!(!is_turn(statement), "{statement}");
        }
    }

    #[test]
    fn a_statement_is_cut_to_one_line() {
        assert_eq!(shortened("SELECT 1\n  + 1"), "SELECT 1 + 1");
        let columns = ["`notes`.`title`"; 9].join(", ");
        assert_eq!(shortened(&format!("SELECT {columns} FROM `notes` LIMIT 1")), "SELECT .. FROM `notes` LIMIT 1");
        let long = shortened(&format!("UPDATE `notes` SET {columns}"));
        assert!(long.ends_with(" ..") && long.chars().count() == 123, "{long}");
    }
}
