//! The conditions that select the rows on the other side of a relation.

use crate::meta::type_only::TypeOnly;
use crate::model::{DeletionPolicy, Model};
use crate::query::relations::belongs_to::BelongsTo;
use crate::sql;
use crate::sql::parts::{columns_are, key_tuple};
use crate::sql::{At, predicate};
use crate::values::BindValues;
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::{AstPass, QueryFragment};
use std::marker::PhantomData;

/// The predicate that a row of `M` belongs to a row of `P` through the column `C`.
#[allow(missing_debug_implementations)]
pub struct ChildOf<M, P: Model, C> {
    key: P::Key,
    relation: TypeOnly<(M, C)>,
}

impl<M, P: Model, C> ChildOf<M, P, C> {
    pub(crate) fn new(parent: &P) -> Self {
        Self { key: parent.key(), relation: PhantomData }
    }
}

predicate!([M, P: Model, C] ChildOf<M, P, C>, id: ChildOf<M, P, C>);

impl<M, P, C, DB> QueryFragment<DB> for ChildOf<M, P, C>
where
    DB: Backend,
    M: BelongsTo<P, C> + Model<Table: QueryFragment<DB>>,
    P: Model<Values: BindValues<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        columns_are::<M, P, DB>(M::FOREIGN_KEY, &self.key, &mut out)?;
        out.push_sql(")");
        Ok(())
    }
}

/// The predicate that a row of `P` is the parent of a row of `M` through the column `C`. It holds for no row if the
/// foreign key is NULL.
#[allow(missing_debug_implementations)]
pub struct IsParent<M: Model, P, C> {
    // Only the foreign key is set: it is bound like a value of the column, also when it is NULL.
    values: M::Values,
    relation: TypeOnly<(P, C)>,
}

impl<M, P, C> IsParent<M, P, C>
where
    M: BelongsTo<P, C>,
    P: Model,
{
    pub(crate) fn new(child: &M) -> Self {
        let mut values = M::Values::default();
        M::set_foreign_key(&mut values, child.field().into_owned());
        Self { values, relation: PhantomData }
    }
}

predicate!([M: Model, P, C] IsParent<M, P, C>, id: IsParent<M, P, C>);

impl<M, P, C, DB> QueryFragment<DB> for IsParent<M, P, C>
where
    DB: Backend,
    M: BelongsTo<P, C> + Model<Values: BindValues<DB>>,
    P: Model<Table: QueryFragment<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        sql::separated(P::META.key.iter().zip(M::FOREIGN_KEY), " AND ", &mut out, |(key, column), out| {
            sql::column::<P, DB>(At::Table, *key, out)?;
            out.push_sql(" = ");
            self.values.bind(*column, out.reborrow())
        })?;
        out.push_sql(")");
        Ok(())
    }
}

/// The predicate that a row of `M` is linked to a row of `P` through a live row of `Link`.
#[allow(missing_debug_implementations)]
pub struct LinkedTo<M, Link, P: Model, By, To> {
    key: P::Key,
    relation: TypeOnly<(M, Link, By, To)>,
}

impl<M, Link, P: Model, By, To> LinkedTo<M, Link, P, By, To> {
    pub(crate) fn new(row: &P) -> Self {
        Self { key: row.key(), relation: PhantomData }
    }
}

predicate!([M, Link, P: Model, By, To] LinkedTo<M, Link, P, By, To>, id: LinkedTo<M, Link, P, By, To>);

impl<M, Link, P, By, To, DB> QueryFragment<DB> for LinkedTo<M, Link, P, By, To>
where
    DB: Backend,
    M: Model<Table: QueryFragment<DB>>,
    Link: BelongsTo<P, By> + BelongsTo<M, To> + Model<Table: QueryFragment<DB>>,
    P: Model<Values: BindValues<DB>>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        key_tuple::<M, DB>(&mut out)?;
        out.push_sql(" IN (SELECT ");
        let link = sql::names::<Link, DB>();
        link.listed(At::Table, <Link as BelongsTo<M, To>>::FOREIGN_KEY, &mut out)?;
        out.push_sql(" FROM ");
        link.table(&mut out)?;
        out.push_sql(" WHERE ");
        columns_are::<Link, P, DB>(<Link as BelongsTo<P, By>>::FOREIGN_KEY, &self.key, &mut out)?;
        if Link::Deletion::SOFT {
            out.push_sql(" AND ");
            sql::is_deleted::<Link, DB>(At::Table, false, &mut out)?;
        }
        out.push_sql("))");
        Ok(())
    }
}
