//! A set of columns of one model.

/// A set of columns of one model, by their index. Diesel's tables have at most 128 columns, and so has this set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[doc(hidden)]
pub struct ColumnSet(u128);

impl ColumnSet {
    /// No columns.
    pub const EMPTY: Self = Self(0);

    /// The columns whose flag is true.
    pub fn of(columns: impl IntoIterator<Item = bool>) -> Self {
        let mut set = Self::default();
        columns.into_iter().enumerate().filter(|(_, within)| *within).for_each(|(column, _)| set.insert(column));
        set
    }

    /// Adds a column.
    pub fn insert(&mut self, column: usize) {
        self.0 |= 1 << column;
    }

    /// The set with one more column, if the flag is true.
    pub fn with(self, column: usize, within: bool) -> Self {
        Self(self.0 | u128::from(within) << column)
    }

    /// Whether the column is in the set.
    pub fn contains(self, column: usize) -> bool {
        self.0 & (1 << column) != 0
    }

    /// The value of a column, when the column is in the set.
    pub fn pick<T>(self, column: usize, value: T) -> Option<T> {
        self.contains(column).then_some(value)
    }

    /// Whether no column is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set as a number that a statement can carry. Every such set contains all columns from the 64th on.
    #[cfg(any(feature = "sqlite", feature = "mysql"))]
    pub(crate) fn to_number(self) -> i64 {
        i64::from_ne_bytes((self.0 as u64).to_ne_bytes())
    }

    /// The set behind a number.
    #[cfg(any(feature = "sqlite", feature = "mysql"))]
    pub(crate) fn of_number(number: i64) -> Self {
        Self(u128::from(u64::from_ne_bytes(number.to_ne_bytes())) | (u128::MAX << 64))
    }

    /// The columns of either set.
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The columns, in order.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let next = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some(next)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_set_keeps_its_columns_in_order() {
        let mut set = ColumnSet::default();
        assert!(set.is_empty());
        for column in [127, 0, 64, 3] {
            set.insert(column);
        }
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 3, 64, 127]);
        assert!(set.contains(64) && !set.contains(63));
    }

    #[test]
    #[cfg(any(feature = "sqlite", feature = "mysql"))]
    fn a_column_set_survives_as_a_number() {
        let mut set = ColumnSet::default();
        [0, 5, 63].into_iter().for_each(|column| set.insert(column));
        let same = ColumnSet::of_number(set.to_number());
        assert_eq!(
            (0..128).filter(|column| same.contains(*column) != set.contains(*column)).collect::<Vec<_>>(),
            (64..128).collect::<Vec<_>>()
        );
    }
}
