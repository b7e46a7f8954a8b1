//! Unique keys as SQL: the compared values, and the rows in their indexes.

use crate::meta::Field;
use crate::meta::unique::{Applied, Piece, Unique};
use crate::sql::dialect::Dialect;
use crate::sql::{At, Names, comma};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::AstPass;

impl<'b, DB: Dialect> Names<'b, DB> {
    /// Pushes the values that a unique key compares.
    pub(crate) fn unique_columns(self, unique: &Unique, at: At, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for place in 0..unique.columns.len() {
            comma(place > 0, out);
            self.unique_column(unique, place, at, out)?;
        }
        Ok(())
    }

    /// Pushes one value that a unique key compares: a column, or a function of it. Where no index can hold the
    /// results of a function, a generated column does.
    pub(crate) fn unique_column(
        self,
        unique: &Unique,
        place: usize,
        at: At,
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        let index = unique.columns[place];
        match unique.applied.filter(|_| place == 0) {
            None => self.column(at, index, out),
            Some(applied) if DB::PARTIAL_INDEX => {
                out.push_sql(applied.function);
                out.push_sql("(");
                self.column(at, index, out)?;
                out.push_sql(")");
                Ok(())
            }
            Some(applied) => {
                self.before(at, out)?;
                out.push_identifier(&generated_column(&self.meta.fields[index], applied))
            }
        }
    }

    /// Pushes ` WHERE deleted_at IS NULL AND gh_id > 0`, the predicate of an index.
    pub(crate) fn unique_predicate(self, unique: &Unique, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let is_partial = unique.is_partial(self.meta);
        if is_partial || !unique.condition.is_empty() {
            out.push_sql(" WHERE ");
        }
        self.unique_rows(unique, At::Bare, out)
    }

    /// Pushes `deleted_at IS NULL AND gh_id > 0`: which rows an index has.
    pub(crate) fn unique_rows(self, unique: &Unique, at: At, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if unique.is_partial(self.meta) {
            self.is_deleted(at, false, out)?;
            out.push_sql(if unique.condition.is_empty() { "" } else { " AND " });
        }
        push_pieces(unique, out, |index, out| self.column(at, index, out))
    }
}

/// Pushes the condition of an index, with something in the place of each column.
pub(crate) fn push_pieces<'b, DB: Backend>(
    unique: &Unique,
    out: &mut AstPass<'_, 'b, DB>,
    mut push_column: impl FnMut(usize, &mut AstPass<'_, 'b, DB>) -> QueryResult<()>,
) -> QueryResult<()> {
    for piece in unique.condition {
        match piece {
            Piece::Column(index) => push_column(*index, out)?,
            Piece::Sql(text) => out.push_sql(text),
        }
    }
    Ok(())
}

/// The generated column with the results of a function, where an index cannot hold them.
pub(crate) fn generated_column(field: &Field, applied: Applied) -> String {
    [field.column, applied.function].join("_")
}
