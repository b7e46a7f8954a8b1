//! Loads the related rows of many rows: one query for each relation, however many rows there are.

pub(crate) mod children;
pub(crate) mod counts;
pub(crate) mod grouped;
pub(crate) mod linked;
pub(crate) mod parents;
pub(crate) mod referring;
pub(crate) mod statement;

use crate::meta::sealed::Sealed;
use crate::model::{Manager, Model};
use crate::query::objects::Objects;
use crate::query::relations::related::{IncludingDeleted, Relates};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_dsl::RunQueryDsl;
use diesel::query_dsl::methods::LoadQuery;

/// What can be loaded for each row of `M`: a relation, a [`Count`], or a tuple of up to six of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be loaded together with rows of `{M}`",
    label = "expected a model that `{M}` has a relation to, a `Count` of children, linked rows or referring rows, or a \
            tuple of these",
    note = "if there are several relations to one model, name one: `Parent<Author, articles::created_by>`, \
            `Children<Comment, comments::article_id>`"
)]
pub trait Related<M> {
    /// The result for each row.
    type Output: Send;
    /// The type itself. If `Related` does not hold, the compiler reports that alone, and nothing about the connection.
    type This: Related<M, Output = Self::Output>;
}

/// A relation that leads to `T`. Where the compiler finds no relation, it does not find `It` either.
pub trait LeadsTo<T> {
    /// `T`.
    type It;
}

impl<By, T> LeadsTo<T> for By {
    type It = T;
}

/// [`Related`] over a connection.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be loaded together with rows of `{M}` over this connection",
    label = "a type in one of the models does not implement what loading needs",
    note = "a parent model needs `Clone`, keys need `Hash` and `Eq`, and every field needs `FromSql` on this backend; \
            rows with a default scope can only be loaded together with rows that have the same scope"
)]
pub trait Loads<M: Model, Conn>: Related<M, Output: Send> {
    /// Loads the related rows for each row, in their order; with `all`, deleted rows too.
    ///
    /// # Errors
    /// Database errors.
    fn load_for(rows: &[&M], all: bool, conn: &mut Conn) -> QueryResult<Vec<Self::Output>>;
}

impl<M, T> Related<M> for T
where
    T: Model,
    M: Relates<T, By: Related<M>>,
{
    type Output = <M::By as Related<M>>::Output;
    type This = <M::By as LeadsTo<T>>::It;
}

impl<M, T, Conn> Loads<M, Conn> for T
where
    T: Model,
    M: Relates<T, By: Loads<M, Conn>> + Model,
{
    fn load_for(rows: &[&M], all: bool, conn: &mut Conn) -> QueryResult<Vec<Self::Output>> {
        M::By::load_for(rows, all, conn)
    }
}

impl<M, T: Related<M>> Related<M> for IncludingDeleted<T> {
    type Output = T::Output;
    type This = Self;
}

impl<M, T, Conn> Loads<M, Conn> for IncludingDeleted<T>
where
    M: Model,
    T: Loads<M, Conn>,
{
    fn load_for(rows: &[&M], _: bool, conn: &mut Conn) -> QueryResult<Vec<Self::Output>> {
        T::load_for(rows, true, conn)
    }
}

macro_rules! tuples {
    ($($($part:ident)+;)+) => {$(
        impl<M, $($part: Related<M>),+> Related<M> for ($($part,)+) {
            type Output = ($($part::Output,)+);
            type This = Self;
        }

        impl<M, Conn, $($part),+> Loads<M, Conn> for ($($part,)+)
        where
            M: Model,
            $($part: Loads<M, Conn>,)+
        {
            #[allow(non_snake_case)]
            fn load_for(rows: &[&M], all: bool, conn: &mut Conn) -> QueryResult<Vec<Self::Output>> {
                $(let mut $part = $part::load_for(rows, all, conn)?.into_iter();)+
                let mut loaded = Vec::with_capacity(rows.len());
                while let ($(Some($part),)+) = ($($part.next(),)+) {
                    loaded.push(($($part,)+));
                }
                Ok(loaded)
            }
        }
    )+};
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
}

/// A connection over which `T` can be loaded for rows of `M`. Implemented for every connection.
pub trait LoadsRelated<M: Model, T> {
    /// Loads the related rows for each row.
    ///
    /// # Errors
    /// Database errors.
    fn related_to(&mut self, rows: &[&M]) -> QueryResult<Vec<T::Output>>
    where
        T: Related<M>;
}

impl<Conn, M, T> LoadsRelated<M, T> for Conn
where
    Conn: LoadConnection,
    M: Model,
    T: Loads<M, Conn>,
{
    fn related_to(&mut self, rows: &[&M]) -> QueryResult<Vec<T::Output>> {
        T::load_for(rows, false, self)
    }
}

/// A connection over which the query `Query` returns rows of `Row`, and `T` can be loaded for them. Implemented for
/// every connection.
pub trait LoadsWith<'query, Query, Row: Manager, T>: LoadsRelated<Row::Model, T> {
    /// Loads the rows.
    ///
    /// # Errors
    /// Database errors.
    fn load_rows(&mut self, query: Query) -> QueryResult<Vec<Row>>;
}

impl<'query, Conn, Query, Row, T> LoadsWith<'query, Query, Row, T> for Conn
where
    Conn: LoadConnection + LoadsRelated<Row::Model, T>,
    Query: LoadQuery<'query, Conn, Row> + RunQueryDsl<Conn>,
    Row: Manager,
{
    fn load_rows(&mut self, query: Query) -> QueryResult<Vec<Row>> {
        RunQueryDsl::load(query, self)
    }
}

/// A query whose rows can be loaded together with their related rows.
pub trait LoadWith: Sealed + Sized {
    /// The rows.
    type Row: Manager;

    /// The rows, each with its related rows, which the type names:
    /// `Article::objects().load_with::<(Author, Comment, Count<Tag>)>(conn)` gives `Vec<(Article, (Option<Author>,
    /// Vec<Comment>, i64))>`.
    ///
    /// | relation | type | result |
    /// |---|---|---|
    /// | a parent | `Author`, `Parent<Author, articles::author_id>` | `Option<Author>` |
    /// | children | `Comment`, `Children<Comment, comments::article_id>` | `Vec<Comment>`, in their default order |
    /// | the one child | `Seo`, `OneChild<Seo, seos::article_id>` | `Option<Seo>` |
    /// | linked rows | `Tag`, `Through<Tag, ArticleTag, ..>` | `Vec<Tag>`, in their default order |
    /// | referring rows | `Reaction`, `Referring<Reaction, reactions::target>` | `Vec<Reaction>`, in their default order |
    /// | their number | `Count<Comment>`, `Count<Tag>`, `Count<Reaction>` | `i64` |
    /// | deleted rows too | `IncludingDeleted<Comment>` | as without it |
    ///
    /// One query for the rows and one for each relation, however many rows there are (several if the bind limit of the
    /// backend requires it). No row is lost: a row without a parent, or whose parent is deleted, has `None`. Related
    /// rows are live, except for lenient parents and inside [`IncludingDeleted`]. Several rows can share a parent, so
    /// its model must be `Clone`.
    ///
    /// SQL: `SELECT .. FROM comments WHERE article_id IN (..) AND deleted_at IS NULL ORDER BY ..`; on PostgreSQL
    /// `article_id = ANY(..)`, with the keys as one array, so that the statement is prepared once.
    ///
    /// # Errors
    /// Database errors; a deserialization error when a collation treats two different text keys as equal.
    #[allow(clippy::type_complexity)]
    fn load_with<'query, T>(
        self,
        conn: &mut impl LoadsWith<'query, Self, Self::Row, T::This>,
    ) -> QueryResult<Vec<(Self::Row, <T as Related<<Self::Row as Manager>::Model>>::Output)>>
    where
        T: Related<<Self::Row as Manager>::Model>,
    {
        let rows = conn.load_rows(self)?;
        let related = LoadRelated::load_related::<T>(&rows[..], conn)?;
        Ok(rows.into_iter().zip(related).collect())
    }
}

impl<Row: Manager, Query, Scope, Order, Within> LoadWith for Objects<Row, Query, Scope, Order, Within> {
    type Row = Row;
}

/// Loads related rows for rows that are already loaded.
pub trait LoadRelated<Row: Manager>: Sealed {
    /// The related rows of each of these rows, in their order: `articles.load_related::<(Author, Comment)>(conn)`. For
    /// details see [`load_with`](LoadWith::load_with).
    ///
    /// # Errors
    /// As for [`load_with`](LoadWith::load_with).
    fn load_related<T>(
        &self,
        conn: &mut impl LoadsRelated<Row::Model, T::This>,
    ) -> QueryResult<Vec<<T as Related<Row::Model>>::Output>>
    where
        T: Related<Row::Model>;
}

impl<Row: Manager> LoadRelated<Row> for [Row] {
    fn load_related<T>(
        &self,
        conn: &mut impl LoadsRelated<Row::Model, T::This>,
    ) -> QueryResult<Vec<<T as Related<Row::Model>>::Output>>
    where
        T: Related<Row::Model>,
    {
        let rows: Vec<&Row::Model> = self.iter().map(Manager::as_model).collect();
        conn.related_to(&rows)
    }
}

#[cfg(feature = "async")]
#[path = "../../../../twins/query/relations/load/mod.rs"]
pub(crate) mod twin;
