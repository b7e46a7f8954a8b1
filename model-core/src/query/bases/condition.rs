//! Conditions on the columns of a base: every model with the base has the scopes that return them.

use crate::meta::builder::IntoField;
use crate::meta::sealed::Sealed;
use crate::model::base::{Base, BaseField, Embeds};
use crate::model::{Manager, Model};
use crate::query::objects::Objects;
use crate::query::objects::within::Inside;
use crate::sql;
use crate::sql::At;
use crate::values::BindValues;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_source::{AppearsInFromClause, Once};
use diesel::sql_types::Bool;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Not;
use std::sync::Arc;

/// A column of the base `B`, by its index: `Publishable::COLUMNS.status`. The comparisons work as in SQL, so none of
/// them holds for `NULL`.
pub struct BaseColumn<B, const COLUMN: usize>(PhantomData<fn() -> B>);

impl<B, const COLUMN: usize> BaseColumn<B, COLUMN> {
    /// The column, for generated code.
    #[doc(hidden)]
    pub const NEW: Self = Self(PhantomData);
}

impl<B, const COLUMN: usize> Clone for BaseColumn<B, COLUMN> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<B, const COLUMN: usize> Copy for BaseColumn<B, COLUMN> {}

impl<B, const COLUMN: usize> fmt::Debug for BaseColumn<B, COLUMN> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BaseColumn({COLUMN})")
    }
}

macro_rules! comparisons {
    ($($(#[$doc:meta])* $method:ident: $operator:literal;)+) => {
        impl<B, const COLUMN: usize> BaseColumn<B, COLUMN>
        where
            B: BaseField<COLUMN, Type: From<<B as BaseField<COLUMN>>::Value>>,
        {
            $(
                $(#[$doc])*
                pub fn $method(self, value: impl IntoField<B::Value>) -> BaseCondition<B> {
                    let value = B::only(value.into_field().into());
                    BaseCondition { tree: Tree::Compare(COLUMN, $operator, value) }
                }
            )+
        }
    };
}

comparisons! {
    /// `column = value`
    eq: " = ";
    /// `column <> value`
    ne: " <> ";
    /// `column < value`
    lt: " < ";
    /// `column <= value`
    le: " <= ";
    /// `column > value`
    gt: " > ";
    /// `column >= value`
    ge: " >= ";
}

impl<B: BaseField<COLUMN>, const COLUMN: usize> BaseColumn<B, COLUMN> {
    /// `column IS NULL`
    pub fn is_null(self) -> BaseCondition<B> {
        BaseCondition { tree: Tree::Null(COLUMN, true) }
    }

    /// `column IS NOT NULL`
    pub fn is_not_null(self) -> BaseCondition<B> {
        BaseCondition { tree: Tree::Null(COLUMN, false) }
    }
}

/// A condition on the columns of the base `B` in the table of any model: the scopes of a base return it.
///
/// ```
/// # use diesel::prelude::*;
/// use chrono::{DateTime, Utc};
/// use model_core::prelude::*;
/// # diesel::table! {
/// #     use diesel::sql_types::*;
/// #     use model_core::sql_types::Instant;
/// #     offers (id) { id -> BigInt, price -> BigInt, starts_at -> Instant, ends_at -> Nullable<Instant>, }
/// # }
///
/// /// Rows that hold for a time.
/// #[derive(Base, Debug, Clone)]
/// pub struct Period {
///     pub starts_at: DateTime<Utc>,
///     pub ends_at: Option<DateTime<Utc>>,
/// }
///
/// #[scopes]
/// impl Period {
///     /// Those that hold at an instant.
///     pub fn current_at(instant: DateTime<Utc>) -> BaseCondition<Self> {
///         let ended = Self::COLUMNS.ends_at.le(instant);
///         Self::COLUMNS.starts_at.le(instant).and((!ended).or(Self::COLUMNS.ends_at.is_null()))
///     }
/// }
///
/// #[derive(Model, Debug)]
/// #[model(table = offers)]
/// pub struct Offer {
///     pub id: i64,
///     pub price: i64,
///     #[model(base)]
///     pub period: Period,
/// }
///
/// # #[cfg(feature = "sqlite")]
/// # fn at_the_desk(now: DateTime<Utc>, conn: &mut SqliteConnection) -> QueryResult<()> {
/// let current: Vec<Offer> = Offer::objects().current_at(now).filter(offers::price.lt(100)).load(conn)?;
/// let cheap_or_current = offers::price.lt(100).or(Period::current_at(now).of::<Offer>());
/// let either: Vec<Offer> = Offer::objects().filter(cheap_or_current).load(conn)?;
/// # Ok(())
/// # }
/// ```
///
/// [`scopes`](macro@crate::scopes) also writes the trait `PeriodScopes`, with a method for each function: on
/// `objects()` of every model that embeds the base by a field of its own, on relations to it and on its proxies.
pub struct BaseCondition<B: Base> {
    tree: Tree<B::Options>,
}

impl<B: Base> BaseCondition<B> {
    /// Both conditions hold.
    pub fn and(self, other: Self) -> Self {
        Self { tree: Tree::And(Box::new(self.tree), Box::new(other.tree)) }
    }

    /// At least one of the conditions holds.
    pub fn or(self, other: Self) -> Self {
        Self { tree: Tree::Or(Box::new(self.tree), Box::new(other.tree)) }
    }

    /// The condition on rows of a model, as an expression for Diesel's `filter`, `and`, `or` and `not`, and for
    /// [`condition!`](macro@crate::condition).
    pub fn of<M: Embeds<B>>(self) -> OfBase<M> {
        OfBase { tree: Arc::new(self.tree.placed(M::FIRST, &M::base_values)) }
    }
}

/// The condition does not hold.
impl<B: Base> Not for BaseCondition<B> {
    type Output = Self;

    fn not(self) -> Self {
        Self { tree: Tree::Not(Box::new(self.tree)) }
    }
}

impl<B: Base> fmt::Debug for BaseCondition<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BaseCondition").finish_non_exhaustive()
    }
}

/// A condition over columns by their index, with values of type `V`.
enum Tree<V> {
    Compare(usize, &'static str, V),
    Null(usize, bool),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
    Not(Box<Self>),
}

impl<V> Tree<V> {
    /// The same condition over the columns of a model, where those of the base begin at `first`.
    fn placed<W>(self, first: usize, value: &impl Fn(V) -> W) -> Tree<W> {
        let placed = |tree: Box<Self>| Box::new(tree.placed(first, value));
        match self {
            Self::Compare(column, operator, compared) => Tree::Compare(first + column, operator, value(compared)),
            Self::Null(column, is_null) => Tree::Null(first + column, is_null),
            Self::And(one, other) => Tree::And(placed(one), placed(other)),
            Self::Or(one, other) => Tree::Or(placed(one), placed(other)),
            Self::Not(tree) => Tree::Not(placed(tree)),
        }
    }
}

/// A condition of a base on rows of `M`.
pub struct OfBase<M: Model> {
    tree: Arc<Tree<M::Values>>,
}

impl<M: Model> Clone for OfBase<M> {
    fn clone(&self) -> Self {
        Self { tree: Arc::clone(&self.tree) }
    }
}

impl<M: Model> fmt::Debug for OfBase<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OfBase<{}>", M::META.name)
    }
}

impl<M: Model> Expression for OfBase<M> {
    type SqlType = Bool;
}

impl<M: Model> ValidGrouping<()> for OfBase<M> {
    type IsAggregate = is_aggregate::No;
}

impl<M, QS> AppearsOnTable<QS> for OfBase<M>
where
    M: Model,
    QS: AppearsInFromClause<M::Table, Count = Once>,
{
}

impl<M: Model> SelectableExpression<M::Table> for OfBase<M> where Self: AppearsOnTable<M::Table> {}

/// The type does not determine the text.
impl<M: Model> QueryId for OfBase<M> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<M, DB> QueryFragment<DB> for OfBase<M>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push::<M, DB>(&self.tree, &mut out)
    }
}

fn push<'b, M, DB>(tree: &'b Tree<M::Values>, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
{
    out.push_sql("(");
    match tree {
        Tree::Compare(column, operator, values) => {
            sql::column::<M, DB>(At::Table, *column, out)?;
            out.push_sql(operator);
            values.bind(*column, out.reborrow())?;
        }
        Tree::Null(column, is_null) => {
            sql::column::<M, DB>(At::Table, *column, out)?;
            out.push_sql(if *is_null { " IS NULL" } else { " IS NOT NULL" });
        }
        Tree::And(one, other) | Tree::Or(one, other) => {
            push::<M, DB>(one, out)?;
            out.push_sql(if matches!(tree, Tree::And(..)) { " AND " } else { " OR " });
            push::<M, DB>(other, out)?;
        }
        Tree::Not(denied) => {
            out.push_sql("NOT ");
            push::<M, DB>(denied, out)?;
        }
    }
    out.push_sql(")");
    Ok(())
}

/// A query over rows of a model with the base `B`, which a [`BaseCondition`] can narrow: `objects()` and relations of
/// the model and of its proxies return such queries.
#[diagnostic::on_unimplemented(
    message = "a scope of the base `{B}` applies only to models that embed the base",
    label = "the rows of this query do not have that base"
)]
pub trait NarrowBase<B: Base>: Sized + Sealed {
    /// The query with the condition.
    type Narrowed;

    /// Only the rows for which the condition holds. The condition stays outside every filter.
    ///
    /// SQL: `.. WHERE (..) AND (condition) AND deleted_at IS NULL`
    fn narrow_base(self, condition: BaseCondition<B>) -> Self::Narrowed;
}

impl<B, Row, Query, Scope, Order, Within> NarrowBase<B> for Objects<Row, Query, Scope, Order, Within>
where
    B: Base,
    Row: Manager<Model: Embeds<B>>,
{
    type Narrowed = Objects<Row, Query, Scope, Order, Inside<Within, OfBase<Row::Model>>>;

    fn narrow_base(self, condition: BaseCondition<B>) -> Self::Narrowed {
        self.keep_within(condition.of::<Row::Model>())
    }
}
