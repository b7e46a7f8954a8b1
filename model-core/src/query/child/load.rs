//! Reads the rows of a child: those of the parent's table, joined with those of its own.

use crate::model::deleted::Deleted;
use crate::model::scope::Live;
use crate::model::{Manager, Model};
use crate::query::child::Extends;
use crate::query::objects::Objects;
use crate::query::objects::joined::InnerJoined;
use crate::query::objects::manager::ManagerVerbs;
use crate::query::relations::join::{Inner, JoinOn, inner};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromStaticSqlRow, Queryable};
use diesel::query_builder::AsQuery;
use diesel::query_dsl::InternalJoinDsl;

type OwnModel<C> = <C as Extends>::Part;
type ExtendedModel<C> = <C as Extends>::Parent;
/// The table of a child.
pub(crate) type PartTable<C> = <<C as Extends>::Part as Model>::Table;
/// The condition that a row of the child's table has the key of a row of the parent's table.
pub(crate) type SameKey<C> =
    JoinOn<OwnModel<C>, ExtendedModel<C>, <C as Extends>::Column, OwnModel<C>, Live, ExtendedModel<C>>;
/// The query over the table of the parent.
type ParentQuery<C> = <<<C as Extends>::Parent as Model>::Table as AsQuery>::Query;

/// The rows of a child, as a query: `Card::objects()` returns it.
pub type ChildObjects<C> = Objects<
    <C as Extends>::Parent,
    <C as JoinsParent>::Query,
    InnerJoined<Live, <C as Extends>::Part>,
    <<C as Extends>::Parent as Manager>::Ordering,
>;

/// A child whose table can be joined with its parent's. Implemented for every child whose tables may appear in one
/// query.
#[diagnostic::on_unimplemented(
    message = "the table of `{Self}` cannot be joined with its parent's table",
    label = "Diesel does not allow these two tables in one query",
    note = "name both tables in `diesel::allow_tables_to_appear_in_same_query!`"
)]
pub trait JoinsParent: Extends {
    /// The Diesel query over both tables.
    type Query;

    /// The rows, with the scope of the parent.
    fn joined() -> ChildObjects<Self>;
}

#[diagnostic::do_not_recommend]
impl<Child, Query> JoinsParent for Child
where
    Child: Extends,
    ParentQuery<Child>: InternalJoinDsl<PartTable<Child>, Inner, SameKey<Child>, Output = Query>,
{
    type Query = Query;

    fn joined() -> ChildObjects<Child> {
        Child::Parent::objects().turn(|query| query.join(*Child::Part::TABLE, inner(), Default::default()))
    }
}

/// A deleted row of a child, which is in two tables.
impl<Child, ST, Other, DB> Queryable<((ST,), Other), DB> for Deleted<Child>
where
    DB: Backend,
    Child: Extends,
    (Deleted<Child::Parent>, Child::Part): FromStaticSqlRow<((ST,), Other), DB>,
{
    type Row = (Deleted<Child::Parent>, Child::Part);

    fn build((parent, part): Self::Row) -> deserialize::Result<Self> {
        Ok(Self::from(Child::of_parts(parent.into_row(), part)))
    }
}
