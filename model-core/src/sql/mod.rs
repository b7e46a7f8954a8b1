//! Text and rows: the pieces of every statement, and the one place that talks to a connection.
//!
//! May import: `meta`, `model`, `values`.
//!
//! The text of a statement comes from two places only: the names in `table!` and literals of this crate. Values are
//! bound.

pub(crate) mod code;
pub(crate) mod count;
pub(crate) mod dialect;
pub(crate) mod document;
#[cfg(feature = "async")]
pub(crate) mod driver;
pub(crate) mod find;
pub(crate) mod fragment;
pub(crate) mod limit;
pub(crate) mod list;
pub(crate) mod lock;
pub(crate) mod lost;
pub(crate) mod on;
pub(crate) mod order;
pub(crate) mod parts;
mod plain;
pub(crate) mod rows;
pub(crate) mod secret;
pub(crate) mod select;
pub(crate) mod state;
pub(crate) mod target;
pub(crate) mod unique;
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) mod value_text;
#[cfg(feature = "cache")]
pub(crate) mod watch;

pub(crate) mod bind;

pub use self::bind::{Bind, at, value};
pub(crate) use self::list::{comma, separated};

use crate::meta::column_set::ColumnSet;
use crate::meta::{Field, Meta, Role};
use crate::model::Model;
use crate::sql::dialect::Dialect;
use crate::sql::fragment::Fragment;
use crate::values::computed::Computed;
use crate::values::{BindValues, Exact, Values};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};

/// How a column is qualified.
#[derive(Debug, Clone, Copy)]
pub(crate) enum At {
    /// `"articles"."title"`
    Table,
    /// `"title"`, where SQL does not allow a qualified name (after SET and in the column list of an INSERT), or does
    /// not need one (what an UPDATE of one table returns).
    Bare,
    /// `"model_old"."title"`, a common table expression of this library.
    #[cfg(feature = "postgres")]
    Cte(&'static str),
}

/// The names of a model as data, which the code that all models share takes as its argument.
#[allow(missing_debug_implementations)]
pub(crate) struct Names<'b, DB: Backend> {
    table: &'b (dyn Fragment<DB> + Sync),
    #[cfg(feature = "cache")]
    id: std::any::TypeId,
    pub(crate) meta: &'static Meta,
}

impl<DB: Backend> Clone for Names<'_, DB> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<DB: Backend> Copy for Names<'_, DB> {}

/// The names of a model.
pub(crate) fn names<'b, M, DB>() -> Names<'b, DB>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>>,
{
    #[cfg(feature = "tracing")]
    crate::meta::observe::model(M::META);
    Names {
        table: M::TABLE,
        #[cfg(feature = "cache")]
        id: std::any::TypeId::of::<M::Table>(),
        meta: M::META,
    }
}

#[cfg(feature = "postgres")]
impl<'b, DB: Backend> Names<'b, DB> {
    /// The names of a model whose table is known as text.
    pub(crate) fn of(meta: &'static Meta, table: &'b (dyn Fragment<DB> + Sync)) -> Self {
        Self {
            table,
            #[cfg(feature = "cache")]
            id: std::any::TypeId::of::<()>(),
            meta,
        }
    }
}

/// The values of a write to any model.
pub(crate) trait AnyValues<DB: Backend>: Sync {
    fn set(&self) -> ColumnSet;
    fn push<'b>(&'b self, column: usize, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// Whether the value of a column is known to be NULL.
    fn is_null(&self, column: usize) -> bool;
    /// The columns that the database computes, which have no value to push.
    fn computed(&self) -> &Computed;
}

// No type outside of this crate can be `Values` by another crate's word, so that what is not has impls of its own.
impl<DB: Backend, V: Values + BindValues<DB>> AnyValues<DB> for V {
    fn set(&self) -> ColumnSet {
        self.columns()
    }

    fn push<'b>(&'b self, column: usize, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.bind(column, out)
    }

    fn is_null(&self, column: usize) -> bool {
        self.exact(column) == Some(Exact::Null)
    }

    fn computed(&self) -> &Computed {
        Values::computed(self)
    }
}

impl<'b, DB: Backend> Names<'b, DB> {
    /// The table, in a statement that writes its rows.
    pub(crate) fn written(self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.is_written();
        self.table(out)
    }

    /// Notes that the statement writes rows of the table.
    pub(crate) fn is_written(self) {
        #[cfg(feature = "cache")]
        watch::writes(self.id);
    }

    pub(crate) fn table(self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.table.walk(out.reborrow())
    }

    pub(crate) fn column(self, at: At, column: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.before(at, out)?;
        out.push_identifier(self.meta.column(column).column)
    }

    #[inline(always)]
    fn before(self, at: At, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match at {
            At::Table => {
                self.table(out)?;
                out.push_sql(".");
            }
            At::Bare => {}
            #[cfg(feature = "postgres")]
            At::Cte(name) => {
                out.push_identifier(name)?;
                out.push_sql(".");
            }
        }
        Ok(())
    }

    #[inline(always)]
    pub(crate) fn qualified(self, at: At, column: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Dialect,
    {
        self.before(at, out)?;
        name(self.meta.column(column), out)
    }

    pub(crate) fn some_columns(self, at: At, columns: ColumnSet, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Dialect,
    {
        for index in 0..self.meta.fields.len() {
            comma(index > 0, out);
            match columns.contains(index) {
                true => self.qualified(at, index, out)?,
                false => out.push_sql("NULL"),
            }
        }
        Ok(())
    }

    pub(crate) fn key_columns(self, at: At, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.listed(at, self.meta.key, out)
    }

    /// The column that marks deleted rows.
    pub(crate) fn marker(self) -> QueryResult<usize> {
        self.needed(Role::DeletedAt, "that marks deleted rows")
    }

    /// The column with the batch of a deletion.
    pub(crate) fn batch(self) -> QueryResult<usize> {
        self.needed(Role::DeletionBatch, "for the batch of a deletion")
    }

    fn needed(self, role: Role, what: &str) -> QueryResult<usize> {
        let error = || format!("`{}` has no column {what}", self.meta.name).into();
        self.meta.with_role(role).ok_or_else(|| diesel::result::Error::QueryBuilderError(error()))
    }

    pub(crate) fn is_deleted(self, at: At, deleted: bool, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let marker = self.marker()?;
        let flag = self.meta.has_flag_marker();
        if flag && !deleted {
            out.push_sql("NOT ");
        }
        self.column(at, marker, out)?;
        if !flag {
            out.push_sql(if deleted { " IS NOT NULL" } else { " IS NULL" });
        }
        Ok(())
    }

    pub(crate) fn columns(self, at: At, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Dialect,
    {
        self.some_columns(at, self.meta.columns(), out)
    }

    #[cfg(feature = "postgres")]
    pub(crate) fn only_columns(self, at: At, columns: ColumnSet, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Dialect,
    {
        for (place, index) in columns.iter().enumerate() {
            comma(place > 0, out);
            self.qualified(at, index, out)?;
        }
        Ok(())
    }

    #[cfg(feature = "postgres")]
    pub(crate) fn same_key(self, left: At, right: At, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for (part, index) in self.meta.key.iter().enumerate() {
            out.push_sql(if part > 0 { " AND " } else { "" });
            self.column(left, *index, out)?;
            out.push_sql(" = ");
            self.column(right, *index, out)?;
        }
        Ok(())
    }
}

/// Pushes the name of a model's table.
pub(crate) fn table<'b, M, DB>(out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>>,
{
    names::<M, DB>().table(out)
}

/// Pushes one column.
pub(crate) fn column<'b, M, DB>(at: At, column: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>>,
{
    names::<M, DB>().column(at, column, out)
}

/// Pushes the quoted name of a column. Diesel's own function, which [`column`] uses, searches the name for quotes every
/// time and copies it again.
#[inline(always)]
fn name<DB: Dialect>(field: &Field, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
    if field.has_quote {
        return out.push_identifier(field.column);
    }
    out.push_sql(DB::QUOTE);
    out.push_sql(field.column);
    out.push_sql(DB::QUOTE);
    Ok(())
}

/// Pushes a prefix and the name, inside the quotes.
#[cfg(feature = "postgres")]
pub(crate) fn prefixed<DB: Dialect>(prefix: &str, field: &Field, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
    if field.has_quote {
        return out.push_identifier(&[prefix, field.column].concat());
    }
    [DB::QUOTE, prefix, field.column, DB::QUOTE].into_iter().for_each(|part| out.push_sql(part));
    Ok(())
}

/// Pushes the name of a common table expression of this library, which contains no quote, and the dot before one of its
/// columns.
#[cfg(feature = "postgres")]
pub(crate) fn within<DB: Dialect>(cte: &str, out: &mut AstPass<'_, '_, DB>) {
    [DB::QUOTE, cte, DB::QUOTE, "."].into_iter().for_each(|part| out.push_sql(part));
}

/// Does the same as [`column`], for the statements of the library, whose text is built for every write.
#[inline]
pub(crate) fn qualified<'b, M, DB>(at: At, column: usize, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Dialect,
    M: Model<Table: QueryFragment<DB>>,
{
    names::<M, DB>().qualified(at, column, out)
}

/// Pushes every column of a model, in the order of its fields.
pub(crate) fn columns<'b, M, DB>(at: At, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Dialect,
    M: Model<Table: QueryFragment<DB>>,
{
    names::<M, DB>().some_columns(at, M::META.columns(), out)
}

/// Pushes these columns of a model, and NULL for each of the others.
#[cfg(any(feature = "sqlite", feature = "mysql"))]
pub(crate) fn some_columns<'b, M, DB>(at: At, columns: ColumnSet, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Dialect,
    M: Model<Table: QueryFragment<DB>>,
{
    names::<M, DB>().some_columns(at, columns, out)
}

/// Pushes the columns of the primary key.
pub(crate) fn key_columns<'b, M, DB>(at: At, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>>,
{
    names::<M, DB>().key_columns(at, out)
}

/// Pushes `id = ?`, for every part of the key.
pub(crate) fn key_is<'b, M, DB>(key: &'b M::Key, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
{
    let names = names::<M, DB>();
    for (part, index) in M::META.key.iter().enumerate() {
        if part > 0 {
            out.push_sql(" AND ");
        }
        names.column(At::Table, *index, out)?;
        out.push_sql(" = ");
        <M::Values as BindValues<DB>>::bind_key(key, part, out.reborrow())?;
    }
    Ok(())
}

/// Pushes the test whether a row is deleted, or the test whether it is live.
pub(crate) fn is_deleted<'b, M, DB>(at: At, deleted: bool, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>>,
{
    names::<M, DB>().is_deleted(at, deleted, out)
}

/// Implements what Diesel requires of a boolean expression over the rows of a model.
macro_rules! predicate {
    ([$($generics:tt)*] $name:ty, id: $id:ty) => {
        impl<$($generics)*> diesel::query_builder::QueryId for $name
        where
            $id: 'static,
        {
            type QueryId = $id;
        }

        $crate::sql::predicate!(@expression [$($generics)*] $name);
    };
    ([$($generics:tt)*] $name:ty) => {
        impl<$($generics)*> diesel::query_builder::QueryId for $name {
            type QueryId = ();
            const HAS_STATIC_QUERY_ID: bool = false;
        }

        $crate::sql::predicate!(@expression [$($generics)*] $name);
    };
    (@expression [$($generics:tt)*] $name:ty) => {
        impl<$($generics)*> diesel::expression::Expression for $name {
            type SqlType = diesel::sql_types::Bool;
        }

        impl<$($generics)*> diesel::expression::ValidGrouping<()> for $name {
            type IsAggregate = diesel::expression::is_aggregate::No;
        }

        impl<__QS, $($generics)*> diesel::expression::AppearsOnTable<__QS> for $name {}
    };
}

pub(crate) use predicate;

#[cfg(all(test, feature = "sqlite"))]
mod tests;
