//! The codes with which a statement reports what it found: the SQL that writes them, and the code that reads them.

use crate::sql::dialect::Dialect;
use diesel::deserialize::{self, QueryableByName};
use diesel::row::{Field, NamedRow, Row};

/// What happened to the row of a write. The code follows the columns of the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowCode {
    /// The row is in the required state, and was not written.
    Unchanged = 0,
    /// The row was written.
    Changed = 1,
    /// The row is not in the required state.
    WrongState = 2,
    /// A default scope keeps the row apart from the other row of a link.
    OutOfScope = 3,
}

impl RowCode {
    const ALL: [Self; 4] = [Self::Unchanged, Self::Changed, Self::WrongState, Self::OutOfScope];

    /// The code as it appears in a statement.
    pub(crate) const fn sql(self) -> &'static str {
        ["0", "1", "2", "3"][self as usize]
    }

    /// The code in a cell of a row.
    pub(crate) fn read<DB: Dialect>(raw: Option<DB::RawValue<'_>>) -> deserialize::Result<Self> {
        let number = DB::read_code(raw)?;
        let code = Self::ALL.into_iter().find(|code| *code as i32 == number);
        Ok(code.ok_or("the row has a code that no statement writes")?)
    }
}

/// Whether a row can be under a parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ParentCode {
    /// It can.
    Fit = 0,
    /// The parent is deleted.
    Deleted = 1,
    /// The parent has another value of the default scope than the row.
    OutOfScope = 2,
}

impl ParentCode {
    const ALL: [Self; 3] = [Self::Fit, Self::Deleted, Self::OutOfScope];
    /// The end of a `CASE`.
    pub(crate) const ELSE: &str = " ELSE 0 END";

    /// What follows the condition of the code.
    pub(crate) const fn then(self) -> &'static str {
        [" THEN 0", " THEN 1", " THEN 2"][self as usize]
    }
}

impl<DB: Dialect> QueryableByName<DB> for ParentCode {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let first = Row::get(row, 0).ok_or("the row has no code")?;
        let number = DB::read_code(first.value())?;
        let code = Self::ALL.into_iter().find(|code| *code as i32 == number);
        Ok(code.ok_or("the row has a code that no statement writes")?)
    }
}

/// Whether a condition holds for a row, in a column of its own.
pub(crate) struct Flag(pub(crate) bool);

impl Flag {
    /// The condition holds.
    pub(crate) const YES: &str = "1";
    /// The condition does not hold.
    pub(crate) const NO: &str = "0";
    /// The end of a `CASE WHEN` with this condition.
    pub(crate) const IF: &str = " THEN 1 ELSE 0 END";
    /// The end of a `CASE WHEN` with the opposite condition.
    pub(crate) const UNLESS: &str = " THEN 0 ELSE 1 END";

    /// The flag in a cell of a row.
    pub(crate) fn read<DB: Dialect>(raw: Option<DB::RawValue<'_>>) -> deserialize::Result<Self> {
        Ok(Self(DB::read_code(raw)? != 0))
    }
}

impl<DB: Dialect> QueryableByName<DB> for Flag {
    fn build<'a>(row: &impl NamedRow<'a, DB>) -> deserialize::Result<Self> {
        let first = Row::get(row, 0).ok_or("the row has no flag")?;
        Self::read::<DB>(first.value())
    }
}
