//! Default scopes that lift by name only: no row of one tenant is read where a query does not say whose rows it is about.
//!
//! ```
//! # use diesel::prelude::*;
//! use model_core::prelude::*;
//! # diesel::table! { notes (id) { id -> BigInt, title -> Text, tenant_id -> BigInt, deleted -> Bool, } }
//!
//! #[derive(Base, Debug, Clone)]
//! pub struct TenantOwned {
//!     #[model(skip_update, default_scope(by = for_tenant, lifted_by = across_tenants))]
//!     pub tenant_id: i64,
//! }
//!
//! #[derive(Model, Debug, Clone)]
//! #[model(table = notes, soft_delete)]
//! pub struct Note {
//!     pub id: i64,
//!     pub title: String,
//!     #[model(base)]
//!     pub owner: TenantOwned,
//!     pub deleted: bool,
//! }
//!
//! # #[cfg(feature = "sqlite")]
//! # fn at_the_desk(conn: &mut SqliteConnection) -> Result<(), Error> {
//! // tenant_id = 7 stands outside of both filters.
//! let theirs = Note::objects().for_tenant(7).filter(notes::id.gt(3)).or_filter(notes::title.eq("Milk"));
//! let theirs: Vec<Note> = theirs.load(conn)?;
//! let changed = Note::objects().for_tenant(7).find(3).patch().title("Oat milk").run(conn)?;
//! let gone: Vec<Deleted<Note>> = Note::objects().only_deleted().for_tenant(7).load(conn)?;
//! let everywhere: i64 = Note::objects().across_tenants().count().get_result(conn)?;
//! let purged = Note::purge().for_tenant(7).older_than(days(90)).run(conn)?;
//! # Ok(())
//! # }
//! ```
//!
//! The two methods come with the trait that [`Base`](macro@crate::Base) writes beside the struct, here
//! `TenantOwnedDefaultScope`, which is imported where they are called. They stand at any place in the chain before it is
//! run, once. A query that has neither does not compile, and `with_deleted` and `only_deleted` lift nothing of it.
//!
//! | what | how the scope is said |
//! |---|---|
//! | `objects()` of the model and its proxies, and all that is asked of it | `.for_tenant(..)` or `.across_tenants()` |
//! | relations to the model (`tenant.notes()`, `comment.note()`), and generic ones | the same |
//! | `purge()` | the same |
//! | joins to the model, `load_with`, `load_related`, `Count` | By the rows that they start from, which have the same default scope: a join compares the two columns, and what is loaded has a value of these rows. From rows of a model without it they do not compile. |
//! | `patch_by_key`, `delete_by_key`, `history`, `as_of`, `revert` | They start from nothing and do not compile: `objects().for_tenant(..).find(key).patch()`, and `history_of(&row)`, `as_of_row`, `revert_row` for a row that was read. |
//! | targets of generic references | They do not compile: ask for the rows by their keys. |
//! | writes to a row at hand | It was read in a scope already. |
//! | `upsert`, `get_or_create` | By the value of the new row. A row with another value that is in the way is [`Error::UniqueViolation`](crate::Error::UniqueViolation), as it is for `create`; a unique within each tenant says `unique(with = [tenant_id])`. |
//!
//! What the library does to rows because of others (cascades, guards of deletions, `verify_history`, the table of the audit
//! trail) looks at all of them, and so does plain Diesel.

use super::{InnerJoined, Inside, LeftJoined, Live, Objects};
use crate::builder::IntoField;
use crate::model::{Manager, Model};
use crate::purge::Purge;
use crate::sql::{self, At, predicate};
use crate::values::{BindValues, Values};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};

/// A model with the default scope `T`. Implemented by `#[derive(Model)]` where a base brings one.
#[diagnostic::on_unimplemented(
    message = "rows with a default scope are read beside rows of `{Self}`, which does not have it",
    label = "nothing says here in which part of their scope they are",
    note = "load them by a query of their own, which says it, or embed the base of the scope in `{Self}` as well"
)]
pub trait DefaultScope<T>: Model {
    /// The type of the column.
    type Value: Clone + PartialEq;

    /// The index of the column.
    const COLUMN: usize;

    /// The column in a row.
    fn value(&self) -> &Self::Value;

    /// The same in the values of a write.
    fn slot(values: &mut Self::Values) -> &mut Option<Self::Value>;
}

/// The values of a row of `M` in which the column of the default scope alone is set.
fn scoped<M: DefaultScope<T>, T>(value: M::Value) -> M::Values {
    let mut values = M::Values::default();
    *M::slot(&mut values) = Some(value);
    values.columns_mut().insert(M::COLUMN);
    values
}

/// The predicate that a row of `M` is in one part of its default scope.
#[allow(missing_debug_implementations)]
pub struct InScope<M: Model> {
    values: M::Values,
}

impl<M: Model> InScope<M> {
    fn new<T>(value: M::Value) -> Self
    where
        M: DefaultScope<T>,
    {
        Self { values: scoped::<M, T>(value) }
    }
}

predicate!([M: Model] InScope<M>, id: InScope<M>);

impl<M, DB> QueryFragment<DB> for InScope<M>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        sql::separated(self.values.columns().iter(), " AND ", &mut out, |column, out| {
            out.push_sql("(");
            sql::column::<M, DB>(At::Table, column, out)?;
            out.push_sql(" = ");
            self.values.bind(column, out.reborrow())?;
            out.push_sql(")");
            Ok(())
        })
    }
}

/// A scope in which the default scope `T` is not decided.
pub trait Decides<T> {
    /// The scope when it is.
    type Decided;
}

impl<T, S: Decides<T>, J> Decides<T> for LeftJoined<S, J> {
    type Decided = LeftJoined<S::Decided, J>;
}

impl<T, S: Decides<T>, J> Decides<T> for InnerJoined<S, J> {
    type Decided = InnerJoined<S::Decided, J>;
}

/// A query, or a purge, that has yet to say which rows of the default scope `T` it is about. The trait that
/// [`Base`](macro@crate::Base) writes has its methods under the names that the base gives them.
pub trait Undecided<T>: Sized {
    /// The type of the column.
    type Value;
    /// It, with the rows of one value.
    type Kept;
    /// It, with all rows.
    type Lifted;

    /// Keeps to the rows with this value.
    fn keep(self, value: impl IntoField<Self::Value>) -> Self::Kept;

    /// Takes all rows.
    fn lift(self) -> Self::Lifted;
}

impl<T, R, Q, S, O, X> Undecided<T> for Objects<R, Q, S, O, X>
where
    R: Manager<Model: DefaultScope<T>>,
    S: Decides<T>,
{
    type Value = <R::Model as DefaultScope<T>>::Value;
    type Kept = Objects<R, Q, S::Decided, O, Inside<X, InScope<R::Model>>>;
    type Lifted = Objects<R, Q, S::Decided, O, X>;

    fn keep(self, value: impl IntoField<Self::Value>) -> Self::Kept {
        self.lift().keep_within(InScope::new::<T>(value.into_field()))
    }

    fn lift(self) -> Self::Lifted {
        self.turn(|query| query)
    }
}

impl<T, M, P, A, S> Undecided<T> for Purge<M, P, A, S>
where
    M: DefaultScope<T>,
    S: Decides<T>,
{
    type Value = M::Value;
    type Kept = Purge<M, P, A, S::Decided>;
    type Lifted = Purge<M, P, A, S::Decided>;

    fn keep(self, value: impl IntoField<M::Value>) -> Self::Kept {
        self.within(Some(InScope::new::<T>(value.into_field())))
    }

    fn lift(self) -> Self::Lifted {
        self.within(None)
    }
}

/// The scope that queries over `R` start with, where rows of `R` are read beside rows of `M`.
pub trait Beside<M: Model, R: Model> {
    /// The columns that are the same in both: that of `R`, and that of `M`. None where `R` has no default scope.
    const SAME: Option<(usize, usize)>;

    /// What the default scope of these rows is, each value once.
    fn of_rows(rows: &[&M]) -> Vec<R::Values>;
}

impl<M: Model, R: Model> Beside<M, R> for Live {
    const SAME: Option<(usize, usize)> = None;

    fn of_rows(_: &[&M]) -> Vec<R::Values> {
        Vec::new()
    }
}

/// The values of these rows in the default scope that they share with rows of `R`, for generated code.
pub fn shared<T, M, R>(rows: &[&M]) -> Vec<R::Values>
where
    M: DefaultScope<T>,
    R: DefaultScope<T, Value = M::Value>,
{
    let mut values: Vec<&M::Value> = Vec::new();
    for value in rows.iter().map(|row| row.value()) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values.into_iter().cloned().map(scoped::<R, T>).collect()
}

/// Pushes ` AND tenant_id IN (..)`, or nothing.
pub(crate) fn push_beside<'b, R, DB>(beside: &'b [R::Values], out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend,
    R: Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
{
    let Some(column) = beside.first().and_then(|values| values.columns().iter().next()) else { return Ok(()) };
    out.push_sql(" AND ");
    sql::column::<R, DB>(At::Table, column, out)?;
    out.push_sql(" IN (");
    sql::separated(beside, ", ", out, |values, out| values.bind(column, out.reborrow()))?;
    out.push_sql(")");
    Ok(())
}

/// The scope of a model with a default scope, for generated code: `$state<S>` is `S` once it is decided, and a scope to be
/// run in once `S` is a `$decided`, which nothing is.
#[doc(hidden)]
#[macro_export]
macro_rules! __default_scope {
    ($state:ident, $decided:ident) => {
        impl<M, S> $crate::__private::Scope<M> for $state<S>
        where
            M: $crate::__private::Model,
            S: $crate::__private::Scope<M> + $decided,
        {
            type Restriction = S::Restriction;
            type Selection = S::Selection;

            const IS_LIVE: bool = S::IS_LIVE;

            fn selection() -> S::Selection {
                S::selection()
            }
        }

        impl<S: $crate::__private::Rescope> $crate::__private::Rescope for $state<S> {
            type WithDeleted = $state<S::WithDeleted>;
            type OnlyDeleted = $state<S::OnlyDeleted>;
        }

        // Whether rows are deleted is another question, and has another answer.
        impl<S: $crate::__private::LiveScope> $crate::__private::LiveScope for $state<S> {}
        impl<S: $crate::__private::DeletedScope> $crate::__private::DeletedScope for $state<S> {}

        impl<S> $crate::__private::Decides<$state<()>> for $state<S> {
            type Decided = S;
        }

        impl<M, R, S> $crate::__private::Beside<M, R> for $state<S>
        where
            M: $crate::__private::DefaultScope<$state<()>>,
            R: $crate::__private::DefaultScope<$state<()>, Value = M::Value>,
        {
            const SAME: ::core::option::Option<(usize, usize)> = ::core::option::Option::Some((R::COLUMN, M::COLUMN));

            fn of_rows(rows: &[&M]) -> ::std::vec::Vec<R::Values> {
                $crate::__private::shared::<$state<()>, M, R>(rows)
            }
        }
    };
}

/// The default scope that a base brings to a model, for generated code.
#[doc(hidden)]
#[macro_export]
macro_rules! __scoped_by {
    ($model:ident, $values:ident, $scope:ty, $field:ident: $ty:ty, $at:literal, $($place:ident).+) => {
        #[automatically_derived]
        impl $crate::__private::DefaultScope<$scope> for $model {
            type Value = $ty;

            const COLUMN: usize = $at;

            fn value(&self) -> &$ty {
                &self.$($place).+
            }

            fn slot(values: &mut $values) -> &mut ::core::option::Option<$ty> {
                &mut values.$field
            }
        }
    };
}

pub use crate::{__default_scope, __scoped_by};
