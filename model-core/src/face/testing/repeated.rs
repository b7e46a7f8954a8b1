//! The same statement from the same place, again and again.

use crate::face::testing::log::{QueryLog, is_turn, shortened};
use crate::face::testing::place::{Place, Symbols};
use std::collections::HashMap;
use std::fmt;

/// How often a statement comes from one place before it is reported.
pub const OFTEN: usize = 3;

/// The statements of a [`QueryLog`] that came again and again from the same place: loops of queries, of which one query
/// should be enough.
///
/// Two statements are the same if they differ in values alone. The place is not one line but all lines of the
/// application that led to the statement: a function that is called from three places is no loop, and a function that
/// is called in a loop is one.
#[derive(Debug, Clone)]
pub struct RepeatedQueries(Vec<Repeated>);

/// One of them.
#[derive(Debug, Clone)]
pub struct Repeated {
    sql: String,
    times: usize,
    places: Vec<Place>,
}

impl Repeated {
    /// The statement, without its values.
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// How often it was sent.
    pub fn times(&self) -> usize {
        self.times
    }

    /// The lines of the application that led to it, the one that sent it first.
    pub fn places(&self) -> &[Place] {
        &self.places
    }
}

impl RepeatedQueries {
    /// The statements that came at least so often from the same place, the most frequent first.
    pub fn of(log: &QueryLog, often: usize) -> Self {
        let heard = log.heard();
        let mut times: HashMap<&str, usize> = HashMap::new();
        for sent in heard.sent.iter().filter(|sent| !is_turn(&sent.sql)) {
            *times.entry(&sent.sql).or_default() += 1;
        }
        // Only the places of what came often are named: that is what takes time.
        let (mut symbols, mut found) = (Symbols::default(), Vec::<Repeated>::new());
        for sent in heard.sent.iter().filter(|sent| times.get(&*sent.sql).is_some_and(|times| *times >= often)) {
            let places = symbols.places(&sent.stack);
            match found.iter_mut().find(|known| known.sql == sent.sql && known.places == places) {
                Some(known) => known.times += 1,
                None => found.push(Repeated { sql: sent.sql.clone(), times: 1, places }),
            }
        }
        found.retain(|repeated| repeated.times >= often);
        found.sort_by_key(|repeated| std::cmp::Reverse(repeated.times));
        Self(found)
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The repeated queries.
    pub fn iter(&self) -> std::slice::Iter<'_, Repeated> {
        self.0.iter()
    }

    /// Panics if something was found, and names it.
    ///
    /// # Panics
    /// Something was found.
    #[track_caller]
    pub fn assert_none(&self) {
        assert!(self.is_empty(), "{self}");
    }
}

impl<'r> IntoIterator for &'r RepeatedQueries {
    type Item = &'r Repeated;
    type IntoIter = std::slice::Iter<'r, Repeated>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// How many lines of the application are shown of each.
const LINES: usize = 3;

impl fmt::Display for RepeatedQueries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "the same statement from the same place:")?;
        for Repeated { sql, times, places } in self {
            writeln!(f, "  {times} times: {}", shortened(sql))?;
            for (number, place) in places.iter().take(LINES).enumerate() {
                writeln!(f, "    {} {place}", if number == 0 { "at" } else { "called at" })?;
            }
        }
        Ok(())
    }
}
