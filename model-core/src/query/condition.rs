//! Named conditions: the scopes of an application.
//!
//! ```
//! # use diesel::prelude::*;
//! use model_core::prelude::*;
//! # diesel::table! { authors (id) { id -> BigInt, name -> Text, } }
//! # diesel::table! { articles (id) { id -> BigInt, author_id -> BigInt, title -> Text, status -> Text, deleted -> Bool, } }
//! # diesel::table! { memberships (id) { id -> BigInt, article_id -> BigInt, user_id -> BigInt, } }
//! # diesel::allow_tables_to_appear_in_same_query!(authors, articles, memberships);
//! # #[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
//! # pub enum Status { Draft, Published }
//! # #[derive(Model, Debug, Clone)]
//! # #[model(table = authors, has_many(articles = Article, on_delete = keep))]
//! # pub struct Author { pub id: i64, pub name: String }
//! # #[derive(Model, Debug, Clone)]
//! # #[model(table = articles, soft_delete)]
//! # pub struct Article {
//! #     pub id: i64, #[model(belongs_to = Author)] pub author_id: i64, pub title: String, pub status: Status, pub deleted: bool,
//! # }
//! # #[derive(Model, Debug, Clone)]
//! # #[model(table = memberships)]
//! # pub struct Membership { pub id: i64, pub article_id: i64, pub user_id: i64 }
//!
//! #[scopes]
//! impl Article {
//!     /// Those that everybody reads.
//!     pub fn published() -> Condition<Self> {
//!         condition!(articles::status.eq(Status::Published))
//!     }
//!
//!     /// The notes a user may read: published ones, their own, and their groups'. Each is listed once.
//!     pub fn for_user(user: i64) -> Condition<Self> {
//!         let shared = Membership::objects().filter(memberships::user_id.eq(user)).select(memberships::article_id);
//!         condition!(Self::published().or(articles::author_id.eq(user)).or(articles::id.eq_any(shared)))
//!     }
//! }
//!
//! # #[cfg(feature = "sqlite")]
//! # fn at_the_desk(author: Author, conn: &mut SqliteConnection) -> QueryResult<()> {
//! let seen: Vec<Article> = Article::objects().published().for_user(7).filter(articles::title.like("%sea%")).load(conn)?;
//! let by_them: i64 = author.articles().published().count().get_result(conn)?;
//! let drafts: Vec<Article> = Article::objects().filter(diesel::dsl::not(Article::published())).load(conn)?;
//! # Ok(())
//! # }
//! ```
//!
//! [`scopes`](macro@crate::scopes) leaves the functions as they are, and adds the trait `ArticleScopes` with a method
//! of the same name for each: on `objects()`, on every relation to the model, on joins that begin with it, and on its
//! proxies. Import the trait where you use the model.
//!
//! A scope stays outside every filter, like the scope of live rows: an `or_filter` cannot bypass it, and the order of
//! scopes does not matter. Conditions on rows of other tables are subqueries, so no row appears twice.
//!
//! # NULL
//!
//! A condition has the three values of SQL: over a nullable column, `published_at.lt(then)` is NULL where the column is
//! NULL, and so is its negation. Neither selects such a row, on any backend. If one of the two has to select it, add a
//! test that is never NULL to the condition; the comparison itself stays unchanged, so it can still use an index:
//!
//! ```
//! # use diesel::prelude::*;
//! # use model_core::prelude::*;
//! # diesel::table! { articles (id) { id -> BigInt, due -> Nullable<BigInt>, } }
//! # #[derive(Model, Debug)]
//! # #[model(table = articles)]
//! # pub struct Article { pub id: i64, pub due: Option<i64> }
//! #[scopes]
//! impl Article {
//!     /// Those whose time has come. Without a time it has not: `not(..)` has these rows.
//!     pub fn due(now: i64) -> Condition<Self> {
//!         condition!(articles::due.is_not_null().and(articles::due.le(now)))
//!     }
//!
//!     /// Those that may be shown. Without a time they always may, and `not(..)` does not have them.
//!     pub fn open(now: i64) -> Condition<Self> {
//!         condition!(articles::due.is_null().or(articles::due.gt(now)))
//!     }
//! }
//! ```
//!
//! `coalesce` around the column does the same in one term, but then no index on the column is used. `assume_not_null()`
//! changes only the type: still neither selects the row.

use crate::meta::sealed::Sealed;
use crate::model::{Manager, Model};
use crate::query::objects::Objects;
use crate::query::objects::within::Inside;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, NonAggregate, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_source::{AppearsInFromClause, Once};
use diesel::sql_types::{Bool, BoolOrNullableBool};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// A condition on rows of `M`, made by [`condition!`](macro@crate::condition): a Diesel expression whose type is
/// erased, so that a function can return it and `rust-analyzer` can complete the methods after it.
///
/// It is an expression itself, for `.and(..)`, `.or(..)`, `not(..)` and `.filter(..)`.
pub struct Condition<M> {
    sqlite: Option<on::Sqlite>,
    postgres: Option<on::Postgres>,
    mysql: Option<on::Mysql>,
    model: PhantomData<fn() -> M>,
}

/// Converts an expression into a [`Condition`] on rows of the model that the context determines:
/// `condition!(articles::views.gt(7))`.
///
/// The expression uses the columns of the model, and in subqueries also columns of other tables. It owns its values.
///
/// In a build with one backend, an expression that the backend does not support is a compile error. In a build with
/// several, it only has to be valid for the backends that run it: on any other, running it is an error.
#[macro_export]
macro_rules! condition {
    ($expression:expr $(,)?) => {{
        #[allow(unused_imports)]
        use $crate::__private::condition::Otherwise as _;
        let written = $crate::__private::condition::ConditionSql::new($expression);
        $crate::__private::condition::Condition::new(&written, written.sqlite(), written.postgres(), written.mysql())
    }};
}

/// A boolean expression over the columns of `M`.
#[diagnostic::on_unimplemented(
    message = "this is not a condition on rows of `{M}`",
    label = "expected a boolean expression over the columns of `{M}`, without aggregates, that owns its values",
    note = "use columns of other tables in a subquery: `articles::id.eq_any(memberships::table.select(..))`, \
            `exists(..)`"
)]
#[doc(hidden)]
pub trait IsCondition<M>: Sized {}

#[diagnostic::do_not_recommend]
impl<M, E> IsCondition<M> for E
where
    M: Model,
    E: Expression<SqlType: BoolOrNullableBool> + AppearsOnTable<M::Table> + NonAggregate + Send + Sync + 'static,
{
}

impl<M> Condition<M> {
    /// The condition, for [`condition!`](macro@crate::condition).
    pub fn new<E>(
        _: &ConditionSql<E>,
        sqlite: Option<on::Sqlite>,
        postgres: Option<on::Postgres>,
        mysql: Option<on::Mysql>,
    ) -> Self
    where
        E: IsCondition<M> + on::OnlyBackend,
    {
        Self { sqlite, postgres, mysql, model: PhantomData }
    }

    /// The condition of an expression of the library, which is valid SQL on each backend.
    pub(crate) fn everywhere<E: on::OnSqlite + on::OnPostgres + on::OnMysql>(expression: E) -> Self {
        let written = Arc::new(expression);
        Self {
            sqlite: E::sqlite(&written),
            postgres: E::postgres(&written),
            mysql: E::mysql(&written),
            model: PhantomData,
        }
    }
}

impl<M> Clone for Condition<M> {
    // The type for a backend that is not compiled in is `Copy`; the type for one that is compiled in is not.
    #[allow(clippy::clone_on_copy)]
    fn clone(&self) -> Self {
        let Self { sqlite, postgres, mysql, model } = self;
        Self { sqlite: sqlite.clone(), postgres: postgres.clone(), mysql: mysql.clone(), model: *model }
    }
}

impl<M: Model> fmt::Debug for Condition<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Condition<{}>", M::META.name)
    }
}

impl<M> Expression for Condition<M> {
    type SqlType = Bool;
}

impl<M> ValidGrouping<()> for Condition<M> {
    type IsAggregate = is_aggregate::No;
}

impl<M, QS> AppearsOnTable<QS> for Condition<M>
where
    M: Model,
    QS: AppearsInFromClause<M::Table, Count = Once>,
{
}

impl<M: Model> SelectableExpression<M::Table> for Condition<M> where Self: AppearsOnTable<M::Table> {}

/// The type does not determine the text.
impl<M> QueryId for Condition<M> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

/// SQL of one backend.
type BackendSql<DB> = Arc<dyn QueryFragment<DB> + Send + Sync>;

fn push<'b, DB: Backend>(
    fragment: Option<&'b BackendSql<DB>>,
    name: &'static str,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let Some(fragment) = fragment else {
        let message = format!("a condition has an expression or a value that {name} does not support");
        return Err(diesel::result::Error::QueryBuilderError(message.into()));
    };
    out.push_sql("(");
    fragment.walk_ast(out.reborrow())?;
    out.push_sql(")");
    Ok(())
}

/// An expression that becomes a [`Condition`]. For each backend it has an inherent method if the expression is valid
/// SQL there; otherwise the method of [`Otherwise`] applies.
#[derive(Debug)]
#[doc(hidden)]
pub struct ConditionSql<E>(Arc<E>);

impl<E> ConditionSql<E> {
    /// The expression.
    pub fn new(expression: E) -> Self {
        Self(Arc::new(expression))
    }
}

/// The methods for backends on which the expression is not valid SQL.
#[doc(hidden)]
pub trait Otherwise {
    /// None.
    fn sqlite(&self) -> Option<on::Sqlite> {
        None
    }

    /// None.
    fn postgres(&self) -> Option<on::Postgres> {
        None
    }

    /// None.
    fn mysql(&self) -> Option<on::Mysql> {
        None
    }
}

impl<E> Otherwise for ConditionSql<E> {}

/// The types that depend on the enabled backends.
#[doc(hidden)]
pub mod on {
    use super::Arc;
    #[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
    use crate::query::condition::BackendSql;
    #[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
    use diesel::query_builder::QueryFragment;

    macro_rules! backend {
        ($feature:literal, $name:ident, $on:ident, $method:ident, $backend:ty, $text:literal) => {
            /// SQL of this backend.
            #[cfg(feature = $feature)]
            pub type $name = BackendSql<$backend>;
            /// This backend is not enabled.
            #[cfg(not(feature = $feature))]
            pub type $name = std::convert::Infallible;

            /// An expression that is valid SQL on this backend, if it is enabled.
            pub trait $on: Sized {
                /// Its SQL there.
                fn $method(this: &Arc<Self>) -> Option<$name>;
            }

            #[cfg(feature = $feature)]
            impl<E: QueryFragment<$backend> + Send + Sync + 'static> $on for E {
                fn $method(this: &Arc<Self>) -> Option<$name> {
                    Some(Arc::<E>::clone(this))
                }
            }

            #[cfg(not(feature = $feature))]
            impl<E> $on for E {
                fn $method(_: &Arc<Self>) -> Option<$name> {
                    None
                }
            }

            #[cfg(feature = $feature)]
            impl<E: QueryFragment<$backend> + Send + Sync + 'static> super::ConditionSql<E> {
                /// The SQL of this backend.
                pub fn $method(&self) -> Option<$name> {
                    Some(Arc::<E>::clone(&self.0))
                }
            }

            #[cfg(feature = $feature)]
            impl<M> QueryFragment<$backend> for crate::query::condition::Condition<M> {
                fn walk_ast<'b>(
                    &'b self,
                    out: diesel::query_builder::AstPass<'_, 'b, $backend>,
                ) -> diesel::QueryResult<()> {
                    super::push(self.$method.as_ref(), $text, out)
                }
            }
        };
    }

    backend!("sqlite", Sqlite, OnSqlite, sqlite, diesel::sqlite::Sqlite, "SQLite");
    backend!("postgres", Postgres, OnPostgres, postgres, diesel::pg::Pg, "PostgreSQL");
    backend!("mysql", Mysql, OnMysql, mysql, diesel::mysql::Mysql, "MySQL");

    /// SQL of the enabled backend if there is only one; anything if there are several.
    #[diagnostic::on_unimplemented(
        message = "this database does not support this condition",
        label = "it uses an operator that the backend does not have, or a value that the backend cannot store"
    )]
    pub trait OnlyBackend {}

    #[cfg(all(feature = "sqlite", not(any(feature = "postgres", feature = "mysql"))))]
    #[diagnostic::do_not_recommend]
    impl<E: QueryFragment<diesel::sqlite::Sqlite>> OnlyBackend for E {}
    #[cfg(all(feature = "postgres", not(any(feature = "sqlite", feature = "mysql"))))]
    #[diagnostic::do_not_recommend]
    impl<E: QueryFragment<diesel::pg::Pg>> OnlyBackend for E {}
    #[cfg(all(feature = "mysql", not(any(feature = "sqlite", feature = "postgres"))))]
    #[diagnostic::do_not_recommend]
    impl<E: QueryFragment<diesel::mysql::Mysql>> OnlyBackend for E {}
    #[cfg(not(any(
        all(feature = "sqlite", not(any(feature = "postgres", feature = "mysql"))),
        all(feature = "postgres", not(any(feature = "sqlite", feature = "mysql"))),
        all(feature = "mysql", not(any(feature = "sqlite", feature = "postgres")))
    )))]
    impl<E> OnlyBackend for E {}
}

/// A query over rows of `M`, which a [`Condition`] can narrow: `objects()` and relations of the model and of its
/// proxies return such queries. The traits of [`scopes`](macro@crate::scopes) extend all of them.
#[diagnostic::on_unimplemented(
    message = "a scope of `{M}` applies only to queries for rows of `{M}`",
    label = "this query reads other rows"
)]
pub trait Narrow<M>: Sized + Sealed {
    /// The query with the condition.
    type Narrowed;

    /// Only the rows for which the condition holds. The condition stays outside every filter.
    ///
    /// SQL: `.. WHERE (..) AND (condition) AND deleted_at IS NULL`
    fn narrow(self, condition: Condition<M>) -> Self::Narrowed;
}

impl<Row: Manager, Query, Scope, Order, Within> Narrow<Row::Model> for Objects<Row, Query, Scope, Order, Within> {
    type Narrowed = Objects<Row, Query, Scope, Order, Inside<Within, Condition<Row::Model>>>;

    fn narrow(self, condition: Condition<Row::Model>) -> Self::Narrowed {
        self.keep_within(condition)
    }
}
