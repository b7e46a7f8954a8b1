//! The requirements of a backend for a model: its rows can be read, and its values bound.

use crate::model::Manager;
use crate::model::Model;
use crate::values::BindValues;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::FromSqlRow;
use diesel::expression::Expression;
use diesel::query_builder::{AstPass, QueryFragment};

/// A model that can be read and written on a backend. Implemented for every model whose fields all can be.
pub trait ModelOn<DB: Backend>:
    Model<Values: BindValues<DB>, Table: QueryFragment<DB>, References: ChecksParents<DB, Self>>
    + FromSqlRow<RowOf<Self>, DB>
{
}

#[diagnostic::do_not_recommend]
impl<M, DB> ModelOn<DB> for M
where
    DB: Backend,
    M: Model<Values: BindValues<DB>, Table: QueryFragment<DB>, References: ChecksParents<DB, M>>
        + FromSqlRow<RowOf<M>, DB>,
{
}

/// The SQL type of a model's row.
pub type RowOf<M> = <<M as Model>::Selection as Expression>::SqlType;

/// The references of a model `M`, as parts of an INSERT. The numbers count the parents that the row names.
pub trait ChecksParents<DB: Backend, M: Model> {
    /// Whether a row names a parent that must be live.
    fn names_any(row: &M::Values) -> bool;

    /// Pushes a common table expression for each parent that a new row names and that must be live; it locks the
    /// parent. Returns the number after the last.
    ///
    /// # Errors
    /// A key cannot be serialized.
    fn push_locked<'b>(row: &'b M::Values, number: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<usize>
    where
        DB: crate::sql::dialect::Dialect;

    /// Pushes the condition that no parent is deleted.
    ///
    /// # Errors
    /// A key cannot be serialized.
    fn push_live<'b>(row: &'b M::Values, number: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: crate::sql::dialect::Dialect;
}

impl<DB: Backend, M: Model> ChecksParents<DB, M> for () {
    fn names_any(_: &M::Values) -> bool {
        false
    }

    fn push_locked<'b>(_: &'b M::Values, number: usize, _: &mut AstPass<'_, 'b, DB>) -> QueryResult<usize>
    where
        DB: crate::sql::dialect::Dialect,
    {
        Ok(number)
    }

    fn push_live<'b>(_: &'b M::Values, number: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: crate::sql::dialect::Dialect,
    {
        if number == 0 {
            out.push_sql("1 = 1");
        }
        Ok(())
    }
}

/// A row type that can be read and written on a backend. Implemented for every model and proxy whose fields all can be.
pub trait RowOn<DB: Backend>: Manager<Model: ModelOn<DB>> + FromSqlRow<RowOf<Self::Model>, DB> {}

impl<Row, DB> RowOn<DB> for Row
where
    DB: Backend,
    Row: Manager<Model: ModelOn<DB>> + FromSqlRow<RowOf<Row::Model>, DB>,
{
}
