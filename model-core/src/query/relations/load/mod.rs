//! Loading what is related to many rows: one query for each relation, however many rows there are.

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

/// Something that can be loaded beside each row of `M`: a relation, a [`Count`], or a tuple of up to six of them.
///
/// | named | by | comes as |
/// |---|---|---|
/// | a parent | `Author`, `Parent<Author, articles::author_id>` | `Option<Author>` |
/// | children | `Comment`, `Children<Comment, comments::article_id>` | `Vec<Comment>`, in their default order |
/// | the one child | `Seo`, `OneChild<Seo, seos::article_id>` | `Option<Seo>` |
/// | linked rows | `Tag`, `Through<Tag, ArticleTag, ..>` | `Vec<Tag>`, in their default order |
/// | rows that refer to it | `Reaction`, `Referring<Reaction, reactions::target>` | `Vec<Reaction>`, in their default order |
/// | how many | `Count<Comment>`, `Count<Tag>`, `Count<Reaction>` | `i64` |
/// | deleted rows too | `IncludingDeleted<Comment>` | as without |
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be loaded beside rows of `{M}`",
    label = "expected a model that `{M}` has a relation to, `Count` of children, linked or referring rows, or a tuple of these",
    note = "of several relations to one model, name one: `Parent<Author, articles::created_by>`, \
            `Children<Comment, comments::article_id>`"
)]
pub trait Related<M> {
    /// What each row gets.
    type Output;
    /// Itself. Where this is unknown, the compiler has nothing to say of the connection.
    type This;
}

/// [`Related`] over a connection.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be loaded beside rows of `{M}` over this connection",
    label = "a type in one of the models does not do what this needs",
    note = "the model of a parent needs `Clone`, keys need `Hash` and `Eq`, and every field `FromSql` on the backend; rows with a \
            default scope are loaded beside rows that have the same one"
)]
pub trait Loads<M: Model, Conn>: Related<M> {
    /// Loads it for each of the rows, in their order; with `all`, deleted rows as well.
    ///
    /// # Errors
    /// Those of the database.
    fn load_for(rows: &[&M], all: bool, conn: &mut Conn) -> QueryResult<Vec<Self::Output>>;
}

impl<M, T> Related<M> for T
where
    T: Model,
    M: Relates<T, By: Related<M>>,
{
    type Output = <M::By as Related<M>>::Output;
    type This = T;
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

/// A connection over which `T` can be loaded beside rows of `M`. Implemented for every connection.
pub trait LoadsRelated<M: Model, T> {
    /// Loads it for each of the rows.
    ///
    /// # Errors
    /// Those of the database.
    fn related_to(&mut self, rows: &[&M]) -> QueryResult<Vec<T::Output>>
    where
        T: Related<M>;
}

impl<Conn, M, T> LoadsRelated<M, T> for Conn
where
    M: Model,
    T: Loads<M, Conn>,
{
    fn related_to(&mut self, rows: &[&M]) -> QueryResult<Vec<T::Output>> {
        T::load_for(rows, false, self)
    }
}

/// A connection over which the query `Q` gives rows of `R`, and `T` can be loaded beside them. Implemented for every
/// connection.
pub trait LoadsWith<'query, Q, R: Manager, T>: LoadsRelated<R::Model, T> {
    /// Loads the rows.
    ///
    /// # Errors
    /// Those of the database.
    fn load_rows(&mut self, query: Q) -> QueryResult<Vec<R>>;
}

impl<'query, Conn, Q, R, T> LoadsWith<'query, Q, R, T> for Conn
where
    Conn: LoadConnection + LoadsRelated<R::Model, T>,
    Q: LoadQuery<'query, Conn, R> + RunQueryDsl<Conn>,
    R: Manager,
{
    fn load_rows(&mut self, query: Q) -> QueryResult<Vec<R>> {
        RunQueryDsl::load(query, self)
    }
}

impl<R: Manager, Q, S, O, X> Objects<R, Q, S, O, X> {
    /// The rows, each with what is related to it; see [`Related`] for what can be asked:
    /// `Article::objects().load_with::<(Author, Comment, Count<Tag>)>(conn)` gives
    /// `Vec<(Article, (Option<Author>, Vec<Comment>, i64))>`.
    ///
    /// One query for the rows and one for each relation, however many rows there are (in parts where the backend's bind
    /// limit asks for it). Rows never get lost: one without a parent, or whose parent is deleted, has `None`. What is
    /// related is live, except for lenient parents and within [`IncludingDeleted`]. Parents are shared, so their model
    /// is
    /// `Clone`.
    ///
    /// SQL: `SELECT .. FROM comments WHERE article_id IN (..) AND deleted_at IS NULL ORDER BY ..`; on PostgreSQL
    /// `article_id = ANY(..)`, where the keys are one array, so that the statement is prepared once.
    ///
    /// # Errors
    /// Those of the database; a deserialization error when a collation calls two keys of text equal that are not.
    #[allow(clippy::type_complexity)]
    pub fn load_with<'query, T>(
        self,
        conn: &mut impl LoadsWith<'query, Self, R, T::This>,
    ) -> QueryResult<Vec<(R, <T as Related<R::Model>>::Output)>>
    where
        T: Related<R::Model, This = T>,
    {
        let rows = conn.load_rows(self)?;
        let related = LoadRelated::load_related::<T>(&rows[..], conn)?;
        Ok(rows.into_iter().zip(related).collect())
    }
}

/// Rows that were loaded before, to which what is related can be loaded.
pub trait LoadRelated<R: Manager>: Sealed {
    /// What is related to each of these rows, in their order: `articles.load_related::<(Author, Comment)>(conn)`. For the
    /// rest see [`load_with`](Objects::load_with).
    ///
    /// # Errors
    /// As for [`load_with`](Objects::load_with).
    fn load_related<T>(
        &self,
        conn: &mut impl LoadsRelated<R::Model, T::This>,
    ) -> QueryResult<Vec<<T as Related<R::Model>>::Output>>
    where
        T: Related<R::Model, This = T>;
}

impl<R: Manager> LoadRelated<R> for [R] {
    fn load_related<T>(
        &self,
        conn: &mut impl LoadsRelated<R::Model, T::This>,
    ) -> QueryResult<Vec<<T as Related<R::Model>>::Output>>
    where
        T: Related<R::Model, This = T>,
    {
        let rows: Vec<&R::Model> = self.iter().map(Manager::as_model).collect();
        conn.related_to(&rows)
    }
}
