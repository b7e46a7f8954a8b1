//! The columns of a write that the database computes: SQL expressions of any model, as one type.

use crate::meta::column_set::ColumnSet;
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};

/// Declares the requirement of a backend for an expression: to be SQL of it if the backend is enabled, and nothing
/// otherwise.
macro_rules! backend {
    ($feature:literal, $name:ident, $backend:ty) => {
        /// SQL of this backend, if it is enabled.
        #[cfg(feature = $feature)]
        pub trait $name: QueryFragment<$backend> {}
        #[cfg(feature = $feature)]
        impl<E: QueryFragment<$backend>> $name for E {}

        /// SQL of this backend, if it is enabled.
        #[cfg(not(feature = $feature))]
        pub trait $name {}
        #[cfg(not(feature = $feature))]
        impl<E> $name for E {}
    };
}

backend!("sqlite", OnSqlite, diesel::sqlite::Sqlite);
backend!("postgres", OnPostgres, diesel::pg::Pg);
backend!("mysql", OnMysql, diesel::mysql::Mysql);

/// The SQL that computes the value of a column, on each enabled backend.
pub trait ColumnSql: OnSqlite + OnPostgres + OnMysql + Send + Sync {
    /// Tells it the instant of the write.
    fn begin(&mut self, _: DateTime<Utc>) {}
}

/// An expression that an application wrote.
#[derive(Debug)]
pub(crate) struct Written<E>(pub(crate) E);

impl<DB: Backend, E: QueryFragment<DB>> QueryFragment<DB> for Written<E> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

impl<E: OnSqlite + OnPostgres + OnMysql + Send + Sync> ColumnSql for Written<E> {}

/// The expressions of a write, each with its column.
#[derive(Default)]
#[allow(missing_debug_implementations)]
pub struct Computed(Vec<(usize, Box<dyn ColumnSql>)>);

impl Computed {
    /// No column is computed.
    pub const NONE: Self = Self(Vec::new());

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The expressions, with their columns.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &dyn ColumnSql)> {
        self.0.iter().map(|(column, sql)| (*column, &**sql))
    }

    /// The expression of a column; none if the column has a value, or is not written.
    pub(crate) fn get(&self, column: usize) -> Option<&dyn ColumnSql> {
        self.iter().find(|(at, _)| *at == column).map(|(_, sql)| sql)
    }

    /// Sets the expression of a column.
    pub(crate) fn set(&mut self, column: usize, sql: Box<dyn ColumnSql>) {
        self.remove(column);
        self.0.push((column, sql));
    }

    /// Forgets the expression of a column, which has a value now.
    pub(crate) fn remove(&mut self, column: usize) {
        self.0.retain(|(at, _)| *at != column);
    }

    /// Moves the expression of a column, if there is one, to another list.
    pub(crate) fn move_to(&mut self, other: &mut Self, column: usize) {
        other.0.extend(self.0.extract_if(.., |(at, _)| *at == column));
    }

    /// Takes over the expressions of another list.
    pub(crate) fn merge(&mut self, other: Self) {
        other.0.into_iter().for_each(|(column, sql)| self.set(column, sql));
    }

    /// Tells all of them the instant of the write.
    pub(crate) fn begin(&mut self, instant: DateTime<Utc>) {
        self.0.iter_mut().for_each(|(_, sql)| sql.begin(instant));
    }
}

/// Takes over the columns that another patch sets, and the expressions of that patch.
pub fn take_over_all((set, computed): (&mut ColumnSet, &mut Computed), (other, expressions): (ColumnSet, Computed)) {
    *set = set.union(other);
    other.iter().for_each(|column| computed.remove(column));
    computed.merge(expressions);
}
