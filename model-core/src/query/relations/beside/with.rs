//! A query together with the related rows to load for each row.

use crate::meta::sealed::Sealed;
use crate::model::Manager;
use crate::query::objects::Objects;
use crate::query::objects::scope::FullyScoped;
use crate::query::relations::beside::plan::{LoadsPlan, Plan};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_dsl::RunQueryDsl;
use diesel::query_dsl::methods::LoadQuery;

/// A query, and the related rows to load for each of its rows: [`Objects::with`] creates it.
#[allow(missing_debug_implementations)]
#[must_use = "a query does nothing until it is run"]
pub struct With<Query, P> {
    query: Query,
    plan: P,
}

impl<Query, P> Sealed for With<Query, P> {}

impl<Row, Query, Scope, Order, Within> Objects<Row, Query, Scope, Order, Within>
where
    Row: Manager,
{
    /// Loads each row with its related rows. The plan describes them as values, so that they can have filters, orders,
    /// limits, and related rows of their own:
    ///
    /// ```
    /// # use diesel::prelude::*;
    /// # use model_core::prelude::*;
    /// # diesel::table! { articles (id) { id -> BigInt, title -> Text, } }
    /// # diesel::table! { people (id) { id -> BigInt, name -> Text, } }
    /// # diesel::table! { comments (id) { id -> BigInt, article_id -> BigInt, writer_id -> BigInt, likes -> Integer, } }
    /// # #[derive(Model, Debug, Clone)]
    /// # #[model(table = articles, has_many(comments = Comment, on_delete = restrict))]
    /// # pub struct Article { pub id: i64, pub title: String }
    /// # #[derive(Model, Debug, Clone)]
    /// # #[model(table = people)]
    /// # pub struct Person { pub id: i64, pub name: String }
    /// # #[derive(Model, Debug, Clone)]
    /// # #[model(table = comments)]
    /// # pub struct Comment {
    /// #     pub id: i64, #[model(belongs_to = Article)] pub article_id: i64,
    /// #     #[model(belongs_to = Person)] pub writer_id: i64, pub likes: i32,
    /// # }
    /// use model_core::relations::related;
    ///
    /// # #[cfg(feature = "sqlite")]
    /// # fn at_the_desk(conn: &mut SqliteConnection) -> QueryResult<()> {
    /// type Best = Vec<(Comment, Option<Person>)>;
    /// let rows: Vec<(Article, (Best, i64, Option<i64>))> = Article::objects()
    ///     .with((
    ///         related::<Comment>()
    ///             .filter(comments::likes.gt(0))
    ///             .order(comments::likes.desc())
    ///             .limit_each(3)
    ///             .with(related::<Person>()),
    ///         related::<Comment>().count(),
    ///         related::<Comment>().sum(comments::likes),
    ///     ))
    ///     .load(conn)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// This takes one query for the rows and one for each relation and level, however many rows there are (several if
    /// the bind limit of the backend requires it). A tuple has up to eight members. Parents and single children are
    /// `Option`s, other related rows `Vec`s. The scopes are the same as those of
    /// [`load_with`](crate::relations::LoadWith::load_with), with
    /// [`with_deleted`](crate::relations::RelatedRows::with_deleted) instead of `IncludingDeleted`. Related rows must
    /// be `Clone`, because several rows can share them.
    pub fn with<P>(self, plan: P) -> With<Self, P>
    where
        Scope: FullyScoped<Self>,
    {
        With { query: self, plan }
    }
}

/// A query together with the related rows to load, for [`LoadBeside`].
pub trait Beside: Sealed + Sized {
    /// The query.
    type Query;
    /// Its rows.
    type Row: Manager;
    /// The related rows to load.
    type Plan;

    /// Both.
    fn into_parts(self) -> (Self::Query, Self::Plan);
}

impl<Row, Query, Scope, Order, Within, P> Beside for With<Objects<Row, Query, Scope, Order, Within>, P>
where
    Row: Manager,
{
    type Query = Objects<Row, Query, Scope, Order, Within>;
    type Row = Row;
    type Plan = P;

    fn into_parts(self) -> (Self::Query, P) {
        (self.query, self.plan)
    }
}

/// The model of the rows of `Q`.
type ModelOf<Q> = <<Q as Beside>::Row as Manager>::Model;

/// A connection over which the query `Query` returns rows of `Row`, and `P` can be loaded with them. Implemented for
/// every connection.
pub trait LoadsBeside<'query, Query, Row: Manager, P> {
    /// Loads the rows, each with its related rows.
    ///
    /// # Errors
    /// Those of the database.
    fn rows_beside(&mut self, query: Query, plan: &P) -> QueryResult<Vec<(Row, P::Output)>>
    where
        P: Plan<Row::Model>;
}

impl<'query, Conn, Query, Row, P> LoadsBeside<'query, Query, Row, P> for Conn
where
    Conn: LoadConnection,
    Query: LoadQuery<'query, Conn, Row> + RunQueryDsl<Conn>,
    Row: Manager,
    P: LoadsPlan<Row::Model, Conn>,
{
    fn rows_beside(&mut self, query: Query, plan: &P) -> QueryResult<Vec<(Row, P::Output)>> {
        let rows: Vec<Row> = RunQueryDsl::load(query, self)?;
        let models: Vec<&Row::Model> = rows.iter().map(Manager::as_model).collect();
        let beside = plan.load_plan(&models, self)?;
        Ok(rows.into_iter().zip(beside).collect())
    }
}

/// Loads the rows of a query together with related rows.
pub trait LoadBeside: Beside {
    /// Loads the rows, each with the related rows of the plan: see [`with`](Objects::with).
    ///
    /// # Errors
    /// Those of the database; a deserialization error when a collation treats two different text keys as equal.
    #[allow(clippy::type_complexity)]
    fn load<'query>(
        self,
        conn: &mut impl LoadsBeside<'query, Self::Query, Self::Row, <Self::Plan as Plan<ModelOf<Self>>>::This>,
    ) -> QueryResult<Vec<(Self::Row, <Self::Plan as Plan<ModelOf<Self>>>::Output)>>
    where
        Self::Plan: Plan<ModelOf<Self>, This = Self::Plan>,
    {
        let (query, plan) = self.into_parts();
        conn.rows_beside(query, &plan)
    }
}

impl<Query: Beside> LoadBeside for Query {}
