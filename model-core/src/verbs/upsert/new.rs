//! The values of an upsert, for each statement that it may run.

use crate::meta::column_set::ColumnSet;
use crate::meta::error::{Error, Result};
use crate::meta::unique::Unique;
use crate::model::Model;
use crate::operation::Operation;
use crate::values::{Exact, Patched, Values};

/// A new row with all values, and the columns of each statement.
#[allow(missing_debug_implementations)]
pub struct NewRow<M: Model> {
    pub(crate) values: M::Values,
    inserted: ColumnSet,
    updated: ColumnSet,
    restored: ColumnSet,
    /// The same, and the defaults of the fields that the caller left out.
    revived: ColumnSet,
    /// The columns with a value, by which rows can be matched.
    matched: ColumnSet,
}

impl<M: Model> NewRow<M> {
    /// Fills in the rows. An update writes the columns that the caller set and a patch could set, and the columns that
    /// follow every write; a revival also writes the deletion marker, and the defaults of the fields that the caller
    /// left out.
    ///
    /// # Errors
    /// [`Error::Invalid`], for all rows at once.
    ///
    /// A key that rows are matched by is the caller's: one that the library made would match none.
    ///
    /// Hooks run before the values are filled in. With hooks, only the columns of the match are filled in here, and
    /// nothing is refused yet.
    pub(crate) fn fill(
        rows: impl IntoIterator<Item = M::Values>,
        operation: &Operation<'_>,
        unique: &Unique,
        has_hooks: bool,
    ) -> Result<Vec<Self>> {
        let mut rows: Vec<Self> = rows.into_iter().map(Self::unfilled).collect();
        if has_hooks {
            rows.iter_mut().for_each(|row| {
                operation.dry_fill(|fill| row.values.fill_create(fill.matching(unique)));
                row.matched = row.values.columns();
                row.revived = patched::<M>(row.matched);
                *row.values.columns_mut() = row.inserted;
            });
            return Ok(rows);
        }
        operation.fill(|fill| rows.iter_mut().for_each(|row| row.values.fill_create(fill.matching(unique))))?;
        for row in &mut rows {
            row.inserted = row.values.columns();
            *row.values.columns_mut() = row.updated;
            operation.fill(|fill| row.values.fill_patch(fill))?;
            row.updated = row.values.columns();
            operation.fill(|fill| row.values.fill_restore(fill))?;
            row.restored = row.values.columns();
            row.revived = row.restored.union(patched::<M>(row.inserted));
            *row.values.columns_mut() = row.inserted;
            row.matched = row.inserted;
        }
        Ok(rows)
    }

    /// Does the same for one row.
    pub(crate) fn fill_one(
        values: M::Values,
        operation: &Operation<'_>,
        unique: &Unique,
        has_hooks: bool,
    ) -> Result<Self> {
        Self::fill([values], operation, unique, has_hooks)?.pop().ok_or(Error::NotFound)
    }

    fn unfilled(values: M::Values) -> Self {
        let given = values.columns();
        let updated = patched::<M>(given);
        Self { values, inserted: given, updated, restored: updated, revived: updated, matched: given }
    }

    /// Whether it has a value for a column.
    pub(crate) fn has(&self, column: usize) -> bool {
        self.matched.contains(column)
    }

    /// The columns that an update of the existing row writes.
    pub(crate) fn updated(&self) -> ColumnSet {
        self.updated
    }

    /// Notes that the values have a slug now.
    pub(crate) fn has_slug(&mut self) {
        self.inserted = self.values.columns();
        self.matched = self.matched.union(self.inserted);
    }

    /// Refuses a row without a value in a column that rows are matched by.
    pub(crate) fn require(&self, unique: &Unique) -> Result<()> {
        self.refuse_null(unique)?;
        let mut columns = unique.columns.iter().copied().chain(unique.conditional());
        match columns.find(|index| !self.matched.contains(*index)) {
            None => Ok(()),
            Some(index) => {
                Err(Error::invalid(M::META.fields[index].name, "has no value, but the upsert matches rows by it"))
            }
        }
    }

    /// Refuses a row with NULL in one of several columns that rows are matched by: no index refuses a second such row,
    /// so each upsert would create one more. A key of one column that is NULL says that the row has none.
    pub(crate) fn refuse_null(&self, unique: &Unique) -> Result<()> {
        let together = unique.columns.iter().filter(|_| unique.columns.len() > 1);
        let null = together.copied().find(|index| self.values.exact(*index) == Some(Exact::Null));
        let Some(index) = null else { return Ok(()) };
        let message = "is NULL, which equals no other value, but the upsert matches rows by it";
        Err(Error::invalid(M::META.fields[index].name, message))
    }

    /// The values of an update of the existing row, up to [`end_update`](Self::end_update).
    pub(crate) fn begin_patch(&mut self) -> &mut M::Values {
        *self.values.columns_mut() = self.updated;
        &mut self.values
    }

    /// The values of the revival of a deleted row, up to [`end_update`](Self::end_update), and the columns that it
    /// resets: those of the fields that the caller left out, unless they are kept.
    pub(crate) fn begin_revival(&mut self, resets: bool) -> (&mut M::Values, ColumnSet) {
        *self.values.columns_mut() = self.restored;
        (&mut self.values, if resets { self.revived } else { ColumnSet::default() })
    }

    /// Restores the values of a new row.
    pub(crate) fn end_update(&mut self) {
        *self.values.columns_mut() = self.inserted;
    }
}

/// The columns among these that a patch may set.
fn patched<M: Model>(columns: ColumnSet) -> ColumnSet {
    let mut set = ColumnSet::default();
    let patched = <M::Values as Patched>::PATCHED.iter().filter(|index| columns.contains(**index));
    patched.for_each(|index| set.insert(*index));
    set
}
