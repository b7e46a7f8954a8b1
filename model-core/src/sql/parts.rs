//! Keys and foreign keys of one column or several.

use crate::model::Model;
use crate::sql::{At, Names, comma, key_columns, key_is, names, separated};
use crate::values::BindValues;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};

impl<'b, DB: Backend> Names<'b, DB> {
    /// Pushes columns with commas between them: `tenant_id, author_id`.
    pub(crate) fn listed(self, at: At, columns: &[usize], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for (part, column) in columns.iter().enumerate() {
            comma(part > 0, out);
            self.column(at, *column, out)?;
        }
        Ok(())
    }

    /// Pushes columns as one value: `author_id`, or `(tenant_id, author_id)`.
    pub(crate) fn tuple(self, columns: &[usize], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(if columns.len() > 1 { "(" } else { "" });
        self.listed(At::Table, columns, out)?;
        out.push_sql(if columns.len() > 1 { ")" } else { "" });
        Ok(())
    }

    /// Pushes `authors.tenant_id = articles.tenant_id AND authors.id = articles.author_id`.
    pub(crate) fn equal(
        self,
        columns: &[usize],
        other: Names<'b, DB>,
        others: &[usize],
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        for (part, (column, other_column)) in columns.iter().zip(others).enumerate() {
            out.push_sql(if part > 0 { " AND " } else { "" });
            self.column(At::Table, *column, out)?;
            out.push_sql(" = ");
            other.column(At::Table, *other_column, out)?;
        }
        Ok(())
    }
}

/// Pushes the key as one value: `id`, or `(tenant_id, id)`.
pub(crate) fn key_tuple<'b, M, DB>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>>,
{
    names::<M, DB>().tuple(M::META.key, out)
}

/// Pushes `?`, for every part of the key, with commas.
pub(crate) fn key_values<'b, M, DB>(key: &'b M::Key, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend,
    M: Model<Values: BindValues<DB>>,
{
    separated(0..M::META.key.len(), ", ", out, |part, out| {
        <M::Values as BindValues<DB>>::bind_key(key, part, out.reborrow())
    })
}

/// Pushes `(id) > (?)`, for `>` and other comparisons in the order of the key.
pub(crate) fn key_compares<'b, M, DB>(
    comparison: &str,
    key: &'b M::Key,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
{
    out.push_sql("(");
    key_columns::<M, DB>(At::Table, out)?;
    [") ", comparison, " ("].into_iter().for_each(|part| out.push_sql(part));
    key_values::<M, DB>(key, out)?;
    out.push_sql(")");
    Ok(())
}

/// Pushes `(id) IN ((?), (?))`.
pub(crate) fn key_is_one_of<'b, M, DB>(keys: &'b [M::Key], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
{
    // The text depends on the number of keys, so caching would keep one prepared statement per number.
    out.unsafe_to_cache_prepared();
    if let ([key], 2..) = (keys, M::META.key.len()) {
        // For a list of one, `(a, b) IN ((?, ?))`, MariaDB uses no index: it reads the whole table, and locks it.
        return key_is::<M, DB>(key, out);
    }
    out.push_sql("(");
    key_columns::<M, DB>(At::Table, out)?;
    out.push_sql(") IN (");
    separated(keys, ", ", out, |key, out| {
        out.push_sql("(");
        key_values::<M, DB>(key, out)?;
        out.push_sql(")");
        Ok(())
    })?;
    out.push_sql(")");
    Ok(())
}

/// Pushes `tenant_id = ? AND author_id = ?`: columns of `M` that have a key of `P`.
pub(crate) fn columns_are<'b, M, P, DB>(
    columns: &[usize],
    key: &'b P::Key,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>>,
    P: Model<Values: BindValues<DB>>,
{
    for (part, column) in columns.iter().enumerate() {
        out.push_sql(if part > 0 { " AND " } else { "" });
        names::<M, DB>().column(At::Table, *column, out)?;
        out.push_sql(" = ");
        <P::Values as BindValues<DB>>::bind_key(key, part, out.reborrow())?;
    }
    Ok(())
}

/// Pushes ` IN (?, ?)`, or ` IN ((?, ?), (?, ?))` for keys of several columns.
pub(crate) fn push_in<'b, P, DB>(
    keys: impl IntoIterator<Item = &'b P::Key, IntoIter: ExactSizeIterator>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Backend,
    P: Model<Values: BindValues<DB>>,
{
    let keys = keys.into_iter();
    if const { P::META.key.len() == 1 } {
        out.push_sql(" IN (");
        separated(keys, ", ", out, |key, out| <P::Values as BindValues<DB>>::bind_key(key, 0, out.reborrow()))?;
        out.push_sql(")");
        return Ok(());
    }
    // For a list of one, `(a, b) IN ((?, ?))`, MariaDB uses no index: it reads the whole table, and locks it.
    let (open, close) = if keys.len() == 1 { (" = ", "") } else { (" IN (", ")") };
    out.push_sql(open);
    separated(keys, ", ", out, |key, out| {
        out.push_sql("(");
        key_values::<P, DB>(key, out)?;
        out.push_sql(")");
        Ok(())
    })?;
    out.push_sql(close);
    Ok(())
}
