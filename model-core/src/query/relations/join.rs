//! Joins along a relation: `Article::objects().left_join_related::<Comment>()`.

use crate::meta::type_only::TypeOnly;
use crate::model::StartOf;
use crate::model::scope::Live;
use crate::model::scope::Rescope;
use crate::model::scope::WithDeleted;
use crate::model::{DeletionPolicy, Manager, Model};
use crate::query::objects::Objects;
use crate::query::objects::default_scope::SharesScope;
use crate::query::relations::belongs_to::BelongsTo;
use crate::query::relations::related::{Children, IncludingDeleted, Named, OneChild, Parent};
use crate::sql;
use crate::sql::{At, predicate};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::dsl::{InnerJoinOn, LeftJoinOn};
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::query_dsl::InternalJoinDsl;
use std::marker::PhantomData;

/// A relation of `M` that can be joined: any but those through links or generic references.
#[diagnostic::on_unimplemented(
    message = "this relation of `{M}` cannot be joined",
    label = "a join follows one foreign key, but this relation goes through links or a generic reference",
    note = "join the link model if there is one, load with `load_with`, or filter by the accessor of the relation"
)]
pub trait Joins<M: Model> {
    /// The model on the other side.
    type Joined: Model;
    /// Which of its rows are joined: [`Live`], or [`WithDeleted`].
    type Side: JoinScope;
    /// The condition of the join, with these rows or others of that model.
    type On<Scope: JoinScope>: Default;
}

/// Which rows of the other side a relation includes.
pub trait JoinScope {
    /// The scope that a query over them starts with.
    type Start<P: Model>;

    /// Whether deleted rows are left out.
    const LIVE: bool;
}

impl JoinScope for Live {
    type Start<P: Model> = StartOf<P>;

    const LIVE: bool = true;
}

impl JoinScope for WithDeleted {
    type Start<P: Model> = <StartOf<P> as Rescope>::WithDeleted;

    const LIVE: bool = false;
}

impl<M, P, C> Joins<M> for Parent<P, C>
where
    M: BelongsTo<P, C>,
    P: Model,
{
    type Joined = P;
    type Side = M::Parents;
    type On<Scope: JoinScope> = JoinOn<M, P, C, P, Scope, M>;
}

impl<M, Child, C> Joins<M> for Children<Child, C>
where
    M: Model,
    Child: BelongsTo<M, C>,
{
    type Joined = Child;
    type Side = Live;
    type On<Scope: JoinScope> = JoinOn<Child, M, C, Child, Scope, M>;
}

impl<M, Child, C> Joins<M> for OneChild<Child, C>
where
    M: Model,
    Child: BelongsTo<M, C>,
{
    type Joined = Child;
    type Side = Live;
    type On<Scope: JoinScope> = JoinOn<Child, M, C, Child, Scope, M>;
}

impl<M, T> Joins<M> for IncludingDeleted<T>
where
    M: Model,
    T: Joins<M>,
{
    type Joined = T::Joined;
    type Side = WithDeleted;
    type On<Scope: JoinScope> = T::On<WithDeleted>;
}

/// The condition that a row of `Child` belongs to a row of `P` through the column `C`, that the row of `Joined` is in
/// the scope
/// `Scope`, and that it has the default scope of the row of `M`, if there is one.
#[allow(missing_debug_implementations)]
pub struct JoinOn<Child, P, C, Joined, Scope, M>(TypeOnly<(Child, P, C, Joined, Scope, M)>);

impl<Child, P, C, Joined, Scope, M> Default for JoinOn<Child, P, C, Joined, Scope, M> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<Child, P, C, Joined, Scope, M> Clone for JoinOn<Child, P, C, Joined, Scope, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Child, P, C, Joined, Scope, M> Copy for JoinOn<Child, P, C, Joined, Scope, M> {}

predicate!([Child, P, C, Joined, Scope, M] JoinOn<Child, P, C, Joined, Scope, M>, id: JoinOn<Child, P, C, Joined, Scope, M>);

impl<Child, P, C, Joined, Scope, M, QS> diesel::expression::SelectableExpression<QS>
    for JoinOn<Child, P, C, Joined, Scope, M>
{
}

impl<Child, P, C, Joined, Scope, M, DB> QueryFragment<DB> for JoinOn<Child, P, C, Joined, Scope, M>
where
    DB: Backend,
    Child: BelongsTo<P, C> + Model<Table: QueryFragment<DB>>,
    P: Model<Table: QueryFragment<DB>>,
    Joined: Model<Table: QueryFragment<DB>>,
    M: Model<Table: QueryFragment<DB>>,
    Scope: JoinScope,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        sql::names::<Child, DB>().equal(Child::FOREIGN_KEY, sql::names::<P, DB>(), P::META.key, &mut out)?;
        if Scope::LIVE && Joined::Deletion::SOFT {
            out.push_sql(" AND ");
            sql::is_deleted::<Joined, DB>(At::Table, false, &mut out)?;
        }
        if let (Some(this), Some(other)) = (Joined::META.default_scope(), M::META.default_scope()) {
            out.push_sql(" AND ");
            sql::column::<Joined, DB>(At::Table, this, &mut out)?;
            out.push_sql(" = ");
            sql::column::<M, DB>(At::Table, other, &mut out)?;
        }
        out.push_sql(")");
        Ok(())
    }
}

/// The relation of the model of `Row` that `T` names.
type Of<Row, T> = <T as Named<<Row as Manager>::Model>>::Relation;
/// The model on the other side.
type Other<Row, T> = <Of<Row, T> as Joins<<Row as Manager>::Model>>::Joined;
/// The table on the other side.
type OtherTable<Row, T> = <Other<Row, T> as Model>::Table;
/// The condition of the join.
type On<Row, T> =
    <Of<Row, T> as Joins<<Row as Manager>::Model>>::On<<Of<Row, T> as Joins<<Row as Manager>::Model>>::Side>;

impl<Row, Query, Scope, Order, Within> Objects<Row, Query, Scope, Order, Within>
where
    Row: Manager,
{
    /// Each row with each of its related rows, or with `None` if it has none:
    /// `Article::objects().left_join_related::<Comment>().load::<(Article, Option<Comment>)>(conn)`.
    ///
    /// `T` names the relation: the other model, or [`Parent`] or [`Children`] if the models alone do not determine it,
    /// inside [`IncludingDeleted`] to include deleted rows. The scope of the other side is in `ON`, so it never removes
    /// a row of this side. Filters and orders over both tables compose; the tables need Diesel's
    /// `allow_tables_to_appear_in_same_query!`, so a table cannot be joined with itself.
    ///
    /// Rows with a [default scope](crate::objects::DefaultScope) can only be joined with rows that have the same scope,
    /// and are joined with those that have the same value in it.
    ///
    /// SQL: `.. FROM articles LEFT OUTER JOIN comments ON (comments.article_id = articles.id AND comments.deleted_at IS
    /// NULL) WHERE ..`
    #[allow(clippy::type_complexity)]
    pub fn left_join_related<T>(
        self,
    ) -> Objects<Row, LeftJoinOn<Query, OtherTable<Row, T>, On<Row, T>>, Scope::Left<Other<Row, T>>, Order, Within>
    where
        Scope: Rescope,
        T: Named<Row::Model, Relation: Joins<Row::Model>>,
        StartOf<Other<Row, T>>: SharesScope<Row::Model, Other<Row, T>>,
        Query: InternalJoinDsl<OtherTable<Row, T>, LeftOuter, On<Row, T>>,
    {
        self.turn(|query| query.join(*Other::<Row, T>::TABLE, left_outer(), Default::default()))
    }

    /// Each row with each of its related rows; rows without any are left out:
    /// `Comment::objects().inner_join_related::<Article>().load::<(Comment, Article)>(conn)`. For the rest see
    /// [`left_join_related`](Self::left_join_related).
    ///
    /// SQL: `.. FROM comments INNER JOIN articles ON (comments.article_id = articles.id AND articles.deleted_at IS
    /// NULL) WHERE ..`
    #[allow(clippy::type_complexity)]
    pub fn inner_join_related<T>(
        self,
    ) -> Objects<Row, InnerJoinOn<Query, OtherTable<Row, T>, On<Row, T>>, Scope::Inner<Other<Row, T>>, Order, Within>
    where
        Scope: Rescope,
        T: Named<Row::Model, Relation: Joins<Row::Model>>,
        StartOf<Other<Row, T>>: SharesScope<Row::Model, Other<Row, T>>,
        Query: InternalJoinDsl<OtherTable<Row, T>, Inner, On<Row, T>>,
    {
        self.turn(|query| query.join(*Other::<Row, T>::TABLE, inner(), Default::default()))
    }
}

/// Extracts the kind of a join: Diesel has no public name for the kinds.
#[derive(Debug, Clone, Copy)]
pub struct JoinKind;

impl<Rhs, K, On> InternalJoinDsl<Rhs, K, On> for JoinKind {
    type Output = K;

    fn join(self, _: Rhs, kind: K, _: On) -> K {
        kind
    }
}

impl diesel::query_source::JoinTo<()> for JoinKind {
    type FromClause = ();
    type OnClause = ();

    fn join_target((): ()) -> ((), ()) {
        ((), ())
    }
}

impl diesel::QueryDsl for JoinKind {}

/// Diesel's kind of a left join.
pub(crate) type LeftOuter = LeftJoinOn<JoinKind, (), ()>;
/// Diesel's kind of an inner join.
pub(crate) type Inner = InnerJoinOn<JoinKind, (), ()>;

pub(crate) fn left_outer() -> LeftOuter {
    diesel::QueryDsl::left_join(JoinKind, ())
}

pub(crate) fn inner() -> Inner {
    diesel::QueryDsl::inner_join(JoinKind, ())
}
