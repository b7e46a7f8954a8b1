//! Finds the rows that refer to a row.

use crate::meta::encoding::Encoding;
use crate::meta::type_only::TypeOnly;
use crate::model::StartOf;
use crate::model::{Manager, Model};
use crate::query::generic::Targets;
use crate::query::generic::columns::push_before_key;
use crate::query::generic::field::{GenericField, Place, Points, PointsBy, RefBy};
use crate::query::generic::kind::Kind;
use crate::query::generic::pointer::Pointer;
use crate::query::objects::Objects;
use crate::query::objects::manager::ManagerVerbs;
use crate::query::objects::within::{Anywhere, Inside};
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::{At, predicate};
use crate::values::BindValues;
use diesel::QueryResult;
use diesel::query_builder::{AsQuery, AstPass, QueryFragment, QueryId};
use std::fmt;
use std::marker::PhantomData;

/// The rows of `Row` that refer to a row with the column `C`, as a query.
pub type ReferringTo<Row, C> = Objects<
    Row,
    <<<Row as Manager>::Model as Model>::Table as AsQuery>::Query,
    StartOf<<Row as Manager>::Model>,
    <Row as Manager>::Ordering,
    Inside<Anywhere, PointsAt<<Row as Manager>::Model, C>>,
>;

/// The same within another query over rows of `Row`.
pub(crate) type NarrowedToReferring<Row, Query, Scope, Order, Within, C> =
    Objects<Row, Query, Scope, Order, Inside<Within, PointsAt<<Row as Manager>::Model, C>>>;

/// The predicate that the column `C` of a row of `M` refers to one particular row.
pub struct PointsAt<M: Model, C> {
    target: Pointer<M::Values>,
    kind: Kind,
    relation: TypeOnly<(M, C)>,
}

impl<M: Model, C> PointsAt<M, C> {
    fn new<P>(row: &P) -> Self
    where
        P: Manager,
        M: PointsBy<C, Field: GenericField<Ref: Targets<P::Model>>>,
    {
        let kind = <RefBy<M, C> as Targets<P::Model>>::KIND;
        Self { target: Pointer::to::<M, C, P>(row), kind, relation: PhantomData }
    }
}

impl<M: Model, C> Clone for PointsAt<M, C> {
    fn clone(&self) -> Self {
        Self { target: self.target.clone(), ..*self }
    }
}

impl<M: Model, C> fmt::Debug for PointsAt<M, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PointsAt").field(&self.target).finish()
    }
}

impl<M, C> QueryId for PointsAt<M, C>
where
    M: PointsBy<C>,
    C: 'static,
{
    type QueryId = Self;
    // The kind is a part of the text, and the same column has several.
    const HAS_STATIC_QUERY_ID: bool = matches!(M::PLACE, Place::One(_));
}

predicate!(@expression [M: Model, C] PointsAt<M, C>);

impl<M, C, DB> QueryFragment<DB> for PointsAt<M, C>
where
    DB: Dialect,
    M: PointsBy<C> + Model<Table: QueryFragment<DB>, Values: BindValues<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        push_before_key::<M, DB>(M::PLACE, self.kind, &mut out)?;
        out.push_sql(" = ");
        self.target.push(M::PLACE, &mut out)?;
        // The first comparison uses the index. The second is byte by byte, so that a collation that treats two keys as
        // equal does not mix their rows.
        let key = M::PLACE.key();
        if matches!(M::PLACE, Place::One(_)) || M::META.fields[key].encoding == Encoding::Text {
            out.push_sql(" AND NOT (");
            let column = |out: &mut AstPass<'_, 'b, DB>| sql::column::<M, DB>(At::Table, key, out);
            DB::differ(Encoding::Text, column, |out| self.target.push(M::PLACE, out), &mut out)?;
            out.push_sql(")");
        }
        out.push_sql(")");
        Ok(())
    }
}

/// The rows that refer to a row.
pub fn referring<Row, P, C>(row: &P) -> ReferringTo<Row, C>
where
    Row: Manager,
    Row::Model: PointsBy<C, Field: GenericField<Ref: Targets<P::Model>>>,
    P: Manager,
{
    Row::objects().keep_within(PointsAt::new(row))
}

impl<Row, Query, Scope, Order, Within> Objects<Row, Query, Scope, Order, Within>
where
    Row: Manager,
{
    /// The rows that refer to this one: `Reaction::objects().referring_to(&article)`. Like the scope, the condition
    /// stays outside every filter.
    ///
    /// SQL: `.. WHERE (..) AND (target = 'articles:..')`
    pub fn referring_to<P>(
        self,
        row: &P,
    ) -> NarrowedToReferring<Row, Query, Scope, Order, Within, <Row::Model as Points>::Column>
    where
        P: Manager,
        Row::Model: Points + PointsBy<<Row::Model as Points>::Column, Field: GenericField<Ref: Targets<P::Model>>>,
    {
        self.keep_within(PointsAt::new(row))
    }

    /// The same for a model with several references: `Notice::objects().referring_to_by(notices::about, &article)`.
    ///
    /// SQL: `.. WHERE (..) AND (about = 'articles:..')`
    pub fn referring_to_by<P, C>(self, _: C, row: &P) -> NarrowedToReferring<Row, Query, Scope, Order, Within, C>
    where
        P: Manager,
        Row::Model: PointsBy<C, Field: GenericField<Ref: Targets<P::Model>>>,
    {
        self.keep_within(PointsAt::new(row))
    }
}
