//! How many rows or keys one statement can have: each database limits the values that a statement binds.

use crate::sql::dialect::Dialect;

/// The binds that a list of keys leaves free when the other binds of the statement are not counted: the values of an
/// UPDATE and of its condition, at most two for each of 128 columns, and those of the trail.
pub(crate) const BESIDE_KEYS: usize = 512;

/// How many rows or keys one statement can have when each binds `each` values and the statement binds `reserve` others.
/// The result is at least one.
pub(crate) fn per_statement<DB: Dialect>(each: usize, reserve: usize) -> usize {
    (DB::BIND_LIMIT.saturating_sub(reserve) / each.max(1)).max(1)
}

#[cfg(all(test, feature = "sqlite"))]
mod tests {
    use super::*;
    use diesel::sqlite::Sqlite;

    #[test]
    fn a_statement_takes_what_the_reserve_leaves_and_at_least_one() {
        assert_eq!(per_statement::<Sqlite>(1, 0), 32_766);
        assert_eq!(per_statement::<Sqlite>(2, BESIDE_KEYS), 16_127);
        assert_eq!(per_statement::<Sqlite>(0, 12), 32_754);
        assert_eq!(per_statement::<Sqlite>(1, 40_000), 1);
    }
}
