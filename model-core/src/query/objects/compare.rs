//! Comparisons with a key and with an instant, as Diesel expressions.

use crate::model::Model;
use crate::sql;
use crate::sql::{At, predicate};
use crate::values::{BindValues, Values};
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};

/// The predicate that a row has this key.
#[allow(missing_debug_implementations)]
pub struct KeyIs<M: Model> {
    // Whatever the caller has borrowed it as, so that a key of another type is one error.
    key: M::Key,
}

impl<M: Model> KeyIs<M> {
    pub(crate) fn new(key: M::Key) -> Self {
        Self { key }
    }
}

impl<M: Model> Clone for KeyIs<M> {
    fn clone(&self) -> Self {
        Self::new(self.key.clone())
    }
}

impl<M: Model<Key: Copy>> Copy for KeyIs<M> {}

predicate!([M: Model] KeyIs<M>, id: KeyIs<M>);

impl<M, DB> QueryFragment<DB> for KeyIs<M>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        sql::key_is::<M, DB>(&self.key, &mut out)?;
        out.push_sql(")");
        Ok(())
    }
}

/// How an instant is compared.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Comparison {
    Since,
    Before,
}

/// The predicate that a timestamp of a row lies before, or not before, an instant.
#[allow(missing_debug_implementations)]
pub struct InstantIs<M: Model> {
    column: usize,
    comparison: Comparison,
    // The instant in the type and form of the field, bound like a value of the column.
    values: M::Values,
}

impl<M: Model> InstantIs<M> {
    pub(crate) fn new(column: usize, comparison: Comparison, instant: DateTime<Utc>) -> Self {
        let mut values = M::Values::default();
        values.fill_instant(column, instant);
        Self { column, comparison, values }
    }
}

// The column and the comparison are part of the SQL and not of the type.
predicate!([M: Model] InstantIs<M>);

impl<M, DB> QueryFragment<DB> for InstantIs<M>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        sql::column::<M, DB>(At::Table, self.column, &mut out)?;
        out.push_sql(match self.comparison {
            Comparison::Since => " >= ",
            Comparison::Before => " < ",
        });
        self.values.bind(self.column, out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
