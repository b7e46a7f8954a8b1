//! From a row to the rows that refer to it.

use crate::meta::encoding::Encoding;
use crate::model::StartOf;
use crate::model::{Manager, Model};
use crate::query::generic::field::{GenericField, Points, PointsBy, RefBy};
use crate::query::generic::{GenericRef, Targets};
use crate::query::objects::Objects;
use crate::query::objects::manager::ManagerVerbs;
use crate::query::objects::within::{Anywhere, Inside};
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::{At, predicate};
use diesel::QueryResult;
use diesel::query_builder::{AsQuery, AstPass, QueryFragment};
use std::marker::PhantomData;

/// The rows of `R` that refer to a row by the column `C`, as a query.
pub type ReferringTo<R, C> = Objects<
    R,
    <<<R as Manager>::Model as Model>::Table as AsQuery>::Query,
    StartOf<<R as Manager>::Model>,
    <R as Manager>::Ordering,
    Inside<Anywhere, PointsAt<<R as Manager>::Model, C>>,
>;

/// The same within another query over rows of `R`.
pub(crate) type NarrowedToReferring<R, Q, S, O, X, C> =
    Objects<R, Q, S, O, Inside<X, PointsAt<<R as Manager>::Model, C>>>;

/// The predicate that a row of `M` refers to one other row by the column `C`.
#[derive(Debug, Clone)]
pub struct PointsAt<M, C> {
    target: String,
    relation: PhantomData<(M, C)>,
}

impl<M, C> PointsAt<M, C> {
    fn new<P>(row: &P) -> Self
    where
        P: Manager,
        M: PointsBy<C, Field: GenericField<Ref: Targets<P::Model>>>,
    {
        let target = crate::query::generic::text(&<RefBy<M, C> as GenericRef>::of(row));
        Self { target, relation: PhantomData }
    }
}

predicate!([M, C] PointsAt<M, C>, id: PointsAt<M, C>);

impl<M, C, DB> QueryFragment<DB> for PointsAt<M, C>
where
    DB: Dialect,
    M: PointsBy<C> + Model<Table: QueryFragment<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        sql::column::<M, DB>(At::Table, M::FIELD, &mut out)?;
        out.push_sql(" = ");
        DB::text(&self.target, &mut out)?;
        // The index finds them, and then a collation that calls two keys equal does not mix their rows.
        out.push_sql(" AND NOT (");
        let column = |out: &mut AstPass<'_, 'b, DB>| sql::column::<M, DB>(At::Table, M::FIELD, out);
        DB::differ(Encoding::Text, column, |out| DB::text(&self.target, out), &mut out)?;
        out.push_sql("))");
        Ok(())
    }
}

/// The rows that refer to a row.
pub fn referring<R, P, C>(row: &P) -> ReferringTo<R, C>
where
    R: Manager,
    R::Model: PointsBy<C, Field: GenericField<Ref: Targets<P::Model>>>,
    P: Manager,
{
    R::objects().keep_within(PointsAt::new(row))
}

impl<R, Q, S, O, X> Objects<R, Q, S, O, X>
where
    R: Manager,
{
    /// The rows that refer to this one: `Reaction::objects().referring_to(&article)`. Like the scope, it stays outside of
    /// every filter.
    ///
    /// SQL: `.. WHERE (..) AND (target = 'articles:..')`
    pub fn referring_to<P>(self, row: &P) -> NarrowedToReferring<R, Q, S, O, X, <R::Model as Points>::Column>
    where
        P: Manager,
        R::Model: Points<Field: GenericField<Ref: Targets<P::Model>>>,
    {
        self.keep_within(PointsAt::new(row))
    }

    /// The same where several columns hold references: `Notice::objects().referring_to_by(notices::about, &article)`.
    ///
    /// SQL: `.. WHERE (..) AND (about = 'articles:..')`
    pub fn referring_to_by<P, C>(self, _: C, row: &P) -> NarrowedToReferring<R, Q, S, O, X, C>
    where
        P: Manager,
        R::Model: PointsBy<C, Field: GenericField<Ref: Targets<P::Model>>>,
    {
        self.keep_within(PointsAt::new(row))
    }
}
