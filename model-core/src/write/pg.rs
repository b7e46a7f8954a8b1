//! How the rows of the statements of PostgreSQL are read.

use super::dialect::Dialect;
use super::rows::{Coded, RowOn};
use super::verbs::Needs;
use crate::outcome::Outcome;
use diesel::deserialize::{self, QueryableByName};
use diesel::pg::Pg;
use diesel::row::{Field, NamedRow, Row};

/// What the statement of a write to one row gives back on PostgreSQL, where it is run by other means than
/// `.run(conn)`. No row at all means that there is no such row.
#[derive(Debug)]
pub struct Written<R>(Coded<R>);

impl<R> Written<R> {
    /// What a write that needs a live row (a patch, a deletion) found.
    pub fn of_live(self) -> Outcome<R> {
        self.0.outcome(Needs::Live)
    }

    /// What a write that needs a deleted row (a restoration) found.
    pub fn of_deleted(self) -> Outcome<R> {
        self.0.outcome(Needs::Deleted)
    }
}

impl<R: RowOn<Pg>> QueryableByName<Pg> for Written<R> {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        Coded::build(row).map(Self)
    }
}

/// A number alone.
pub(crate) struct Number(i64);

impl Number {
    /// The number, as a count of rows.
    pub(crate) fn count(&self) -> usize {
        self.0.try_into().unwrap_or_default()
    }
}

impl QueryableByName<Pg> for Number {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        let first = Row::get(row, 0).ok_or("the row has no count")?;
        Pg::read_count(first.value()).map(Self)
    }
}
