//! Default scopes that a query must apply or lift by name: no query reads rows of all tenants by accident.

use crate::meta::builder::IntoField;
use crate::meta::type_only::TypeOnly;
use crate::model::scope::{InitialScope, Rescope, SharesNoScope};
use crate::model::scope::{Live, Unrestricted};
use crate::model::{Manager, Model};
use crate::query::objects::Objects;
use crate::query::objects::scope::{DeletedScope, FullyScoped, LiveScope, Restricts, ScopeOf};
use crate::query::objects::within::Inside;
use crate::sql;
use crate::sql::{At, predicate};
use crate::values::{BindValues, Values};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;

/// A model with the default scope `T`. Implemented by `#[derive(Model)]` if a base of the model has one.
///
/// ```
/// # use diesel::prelude::*;
/// use model_core::prelude::*;
/// # diesel::table! { notes (id) { id -> BigInt, title -> Text, tenant_id -> BigInt, deleted -> Bool, } }
///
/// #[derive(Base, Debug, Clone)]
/// pub struct TenantOwned {
///     #[model(skip_update, default_scope(by = for_tenant, lifted_by = across_tenants))]
///     pub tenant_id: i64,
/// }
///
/// #[derive(Model, Debug, Clone)]
/// #[model(table = notes, soft_delete)]
/// pub struct Note {
///     pub id: i64,
///     pub title: String,
///     #[model(base)]
///     pub owner: TenantOwned,
///     pub deleted: bool,
/// }
///
/// # #[cfg(feature = "sqlite")]
/// # fn at_the_desk(conn: &mut SqliteConnection) -> Result<(), Error> {
/// // The condition tenant_id = 7 is outside of both filters.
/// let theirs = Note::objects().for_tenant(7).filter(notes::id.gt(3)).or_filter(notes::title.eq("Milk"));
/// let theirs: Vec<Note> = theirs.load(conn)?;
/// let changed = Note::objects().for_tenant(7).find(3).patch().title("Oat milk").run(conn)?;
/// let gone: Vec<Deleted<Note>> = Note::objects().only_deleted().for_tenant(7).load(conn)?;
/// let everywhere: i64 = Note::objects().across_tenants().count().get_result(conn)?;
/// let purged = Note::purge().for_tenant(7).older_than(days(90)).run(conn)?;
/// # Ok(())
/// # }
/// ```
///
/// The two methods belong to the trait that [`Base`](macro@crate::Base) generates with the struct, here
/// `TenantOwnedDefaultScope`; import it to call them. Call one of them once, anywhere in the chain before the query
/// runs. A query with neither does not compile, and `with_deleted` and `only_deleted` do not lift the scope.
///
/// | use | what decides the scope |
/// |---|---|
/// | `objects()` of the model and its proxies, and every query from it | `.for_tenant(..)` or `.across_tenants()` |
/// | relations to the model (`tenant.notes()`, `comment.note()`), and generic ones | the same |
/// | `purge()` | the same |
/// | joins to the model, `load_with`, `load_related`, `Count` | The rows that they start from, which must have the same default scope: a join compares the two columns, and a load uses the values of these rows. They do not compile from rows of a model without it. |
/// | `patch_by_key`, `delete_by_key`, `history`, `as_of`, `revert` | They do not compile. Use `objects().for_tenant(..).find(key).patch()`, and for a loaded row `history_of(&row)`, `as_of_row`, `revert_row`. |
/// | targets of generic references | They do not compile. Load the rows by their keys. |
/// | writes to a loaded row | The query that loaded the row. |
/// | `belongs_to` of a model with the same default scope | The two rows must have one value: a row is not created, moved or linked under a row of another, which is [`Error::ParentOutOfScope`](crate::Error::ParentOutOfScope). |
/// | `upsert`, `get_or_create` | The value of the new row. A conflict with a row of another value is [`Error::UniqueViolation`](crate::Error::UniqueViolation), as for `create`; `unique(with = [tenant_id])` declares a unique key for each tenant. |
///
/// The work of the library on related rows (cascades, checks before a deletion, `verify_history`, the audit trail
/// itself) sees the rows of all tenants, and so does plain Diesel.
#[diagnostic::on_unimplemented(
    message = "this reads rows with a default scope together with rows of `{Self}`, which does not have that scope",
    label = "nothing here says which part of the scope to read",
    note = "load those rows with a separate query that decides the scope, or embed the base that declares it in \
            `{Self}` as well"
)]
pub trait DefaultScope<T>: Model {
    /// The type of the column.
    type Value: Clone + PartialEq;

    /// The index of the column.
    const COLUMN: usize;

    /// The column in a row.
    fn value(&self) -> &Self::Value;

    /// The column in the values of a write.
    fn slot(values: &mut Self::Values) -> &mut Option<Self::Value>;
}

/// Values of a row of `M` in which only the column of the default scope is set.
fn scoped<M: DefaultScope<T>, T>(value: M::Value) -> M::Values {
    let mut values = M::Values::default();
    *M::slot(&mut values) = Some(value);
    values.columns_mut().insert(M::COLUMN);
    values
}

/// The predicate that a row of `M` has one value in the column of its default scope.
#[allow(missing_debug_implementations)]
pub struct InScope<M: Model> {
    values: M::Values,
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

/// The scope `Scope`, in which the default scope `T` is not decided yet.
#[derive(Debug, Clone, Copy)]
pub struct Unscoped<T, Scope>(TypeOnly<(T, Scope)>);

impl<M, T, Scope> ScopeOf<M> for Unscoped<T, Scope>
where
    M: Model,
    Scope: ScopeOf<M>,
{
    type Restriction = Scope::Restriction;
    type Selection = Scope::Selection;
    const IS_LIVE: bool = Scope::IS_LIVE;

    fn selection() -> Scope::Selection {
        Scope::selection()
    }
}

impl<T, Scope: Rescope> Rescope for Unscoped<T, Scope> {
    type WithDeleted = Unscoped<T, Scope::WithDeleted>;
    type OnlyDeleted = Unscoped<T, Scope::OnlyDeleted>;
    type Left<Joined> = Unscoped<T, Scope::Left<Joined>>;
    type Inner<Joined> = Unscoped<T, Scope::Inner<Joined>>;
}

// Whether rows are deleted is independent of the default scope.
#[diagnostic::do_not_recommend]
impl<T, Scope: LiveScope> LiveScope for Unscoped<T, Scope> {}
#[diagnostic::do_not_recommend]
impl<T, Scope: DeletedScope> DeletedScope for Unscoped<T, Scope> {}

impl<T, Scope, Query> FullyScoped<Query> for Unscoped<T, Scope>
where
    T: ScopedBy<Query>,
    Scope: FullyScoped<Query>,
{
}

impl InitialScope for Unrestricted {
    type Start = Live;
    const PER_QUERY: bool = false;
}

/// The default filter of a model with the default scope `T`: each query decides it.
#[derive(Debug, Clone, Copy)]
pub struct ScopePerQuery<T>(PhantomData<fn() -> T>);

impl<T: 'static> InitialScope for ScopePerQuery<T> {
    type Start = Unscoped<T, Live>;
    const PER_QUERY: bool = true;
}

#[diagnostic::do_not_recommend]
impl<T> SharesNoScope<Unrestricted> for ScopePerQuery<T> {}

impl<Query, T> Restricts<Query> for ScopePerQuery<T> {
    type Output = Query;

    fn restrict(query: Query) -> Query {
        query
    }
}

/// A default scope that `Query` has decided by itself. No query has: [`Base`](macro@crate::Base) implements this trait
/// for an impossible type, so that the message of the compiler contains the names of the methods.
pub trait ScopedBy<Query> {
    /// Never called.
    fn never<Any>(query: Query) -> Any;
}

/// The methods with which Diesel would run the query; they fail with the message of the base.
#[doc(hidden)]
impl<Row, Query, T, Scope, Order, Within> Objects<Row, Query, Unscoped<T, Scope>, Order, Within> {
    /// Never called.
    pub fn load<U>(self, _: &mut impl Sized) -> QueryResult<Vec<U>>
    where
        T: ScopedBy<Self>,
    {
        T::never(self)
    }

    /// Never called.
    pub fn get_results<U>(self, _: &mut impl Sized) -> QueryResult<Vec<U>>
    where
        T: ScopedBy<Self>,
    {
        T::never(self)
    }

    /// Never called.
    pub fn get_result<U>(self, _: &mut impl Sized) -> QueryResult<U>
    where
        T: ScopedBy<Self>,
    {
        T::never(self)
    }

    /// Never called.
    pub fn first<U>(self, _: &mut impl Sized) -> QueryResult<U>
    where
        T: ScopedBy<Self>,
    {
        T::never(self)
    }
}

/// A scope of rows of `M` in which the default scope `T` is not decided yet.
#[diagnostic::on_unimplemented(
    message = "this query has no default scope that this method could decide",
    label = "an earlier call decided the scope, or the model does not embed the base that has this method",
    note = "remove this call, or the earlier one"
)]
pub trait ResolvesScope<T, M: Model> {
    /// The type of the column.
    type Value;
    /// The scope after the decision.
    type Resolved;

    /// The condition that rows have this value.
    fn condition(value: Self::Value) -> InScope<M>;
}

impl<T, M: DefaultScope<T>, Scope> ResolvesScope<T, M> for Unscoped<T, Scope> {
    type Value = M::Value;
    type Resolved = Scope;

    fn condition(value: M::Value) -> InScope<M> {
        InScope { values: scoped::<M, T>(value) }
    }
}

/// The builders that have the methods of default scopes: queries, and purges.
pub trait HasScope: Sized {}

impl<Row, Query, Scope, Order, Within> HasScope for Objects<Row, Query, Scope, Order, Within> {}

/// A query, or a purge, that has not decided the default scope `T` yet. The trait that [`Base`](macro@crate::Base)
/// generates has these methods under the names that the base gives them.
pub trait RequiresScope<T>: HasScope {
    /// The type of the column.
    type Value;
    /// The builder, with the rows of one value.
    type Kept;
    /// The builder, with all rows.
    type Lifted;

    /// Restricts it to the rows with this value.
    fn keep(self, value: impl IntoField<Self::Value>) -> Self::Kept;

    /// Lifts the scope: all rows.
    fn lift(self) -> Self::Lifted;
}

/// The type of the column of the default scope `T`.
pub type ValueOf<Query, T> = <Query as RequiresScope<T>>::Value;
/// The query `Query`, with the rows of one value.
pub type KeptOf<Query, T> = <Query as RequiresScope<T>>::Kept;
/// The query `Query`, with all rows.
pub type LiftedOf<Query, T> = <Query as RequiresScope<T>>::Lifted;

impl<T, Row, Query, Scope, Order, Within> RequiresScope<T> for Objects<Row, Query, Scope, Order, Within>
where
    Row: Manager,
    Scope: ResolvesScope<T, Row::Model>,
{
    type Value = Scope::Value;
    type Kept = Objects<Row, Query, Scope::Resolved, Order, Inside<Within, InScope<Row::Model>>>;
    type Lifted = Objects<Row, Query, Scope::Resolved, Order, Within>;

    fn keep(self, value: impl IntoField<Scope::Value>) -> Self::Kept {
        self.turn(|query| query).keep_within(Scope::condition(value.into_field()))
    }

    fn lift(self) -> Self::Lifted {
        self.turn(|query| query)
    }
}

/// The default scope of rows of `Related` that are read together with rows of `M`.
pub trait SharesScope<M: Model, Related: Model> {
    /// The values of the default scope in these rows, each once.
    fn of_rows(rows: &[&M]) -> Vec<Related::Values>;
}

impl<M: Model, Related: Model> SharesScope<M, Related> for Live {
    fn of_rows(_: &[&M]) -> Vec<Related::Values> {
        Vec::new()
    }
}

impl<T, Scope, M, Related> SharesScope<M, Related> for Unscoped<T, Scope>
where
    M: DefaultScope<T>,
    Related: DefaultScope<T, Value = M::Value>,
{
    fn of_rows(rows: &[&M]) -> Vec<Related::Values> {
        let mut values: Vec<&M::Value> = Vec::new();
        for value in rows.iter().map(|row| row.value()) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        values.into_iter().cloned().map(scoped::<Related, T>).collect()
    }
}

/// Pushes ` AND tenant_id IN (..)`, or nothing.
pub(crate) fn push_shared_scope<'b, Related, DB>(
    shared_scope: &'b [Related::Values],
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    DB: Backend,
    Related: Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
{
    let Some(column) = shared_scope.first().and_then(|values| values.columns().iter().next()) else { return Ok(()) };
    out.push_sql(" AND ");
    sql::column::<Related, DB>(At::Table, column, out)?;
    out.push_sql(" IN (");
    sql::separated(shared_scope, ", ", out, |values, out| values.bind(column, out.reborrow()))?;
    out.push_sql(")");
    Ok(())
}

/// The default scope that a base adds to a model, for generated code.
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

            fn slot(__values: &mut $values) -> &mut ::core::option::Option<$ty> {
                &mut __values.$field
            }
        }
    };
}

pub use crate::__scoped_by;
