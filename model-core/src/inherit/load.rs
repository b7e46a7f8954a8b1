//! Reads of a child: its parent's rows, joined with its own.

use super::Extends;
use crate::model::{Manager, Model};
use crate::objects::{InnerJoined, Live, Objects};
use crate::relations::{Along, Inner, inner};
use diesel::dsl::InnerJoinOn;
use diesel::query_builder::AsQuery;
use diesel::query_dsl::InternalJoinDsl;

/// The table of a child.
pub type PartTable<C> = <<C as Extends>::Part as Model>::Table;
/// The condition that a row of the child's table has the key of one of the parent's.
pub type SameKey<C> =
    Along<<C as Extends>::Part, <C as Extends>::Parent, <C as Extends>::Column, <C as Extends>::Part, Live>;
/// The query over the table of the parent.
pub type ParentQuery<C> = <<<C as Extends>::Parent as Model>::Table as AsQuery>::Query;

/// The rows of a child, as a query: what `Card::objects()` returns.
pub type ChildObjects<C> = Objects<
    <C as Extends>::Parent,
    InnerJoinOn<ParentQuery<C>, PartTable<C>, SameKey<C>>,
    InnerJoined<Live, <C as Extends>::Part>,
    <<C as Extends>::Parent as Manager>::Ordering,
>;

/// The query, with the scope of the parent.
pub(super) fn joined<C>() -> ChildObjects<C>
where
    C: Extends,
    ParentQuery<C>: InternalJoinDsl<PartTable<C>, Inner, SameKey<C>>,
{
    C::Parent::objects().turn(|query| query.join(*C::Part::TABLE, inner(), Default::default()))
}
