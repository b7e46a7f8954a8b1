//! Relations between models: who belongs to whom, and by which column.
//!
//! A relation is named by the column of its foreign key, so that two to the same table (`created_by`, `updated_by`) are
//! two. Where there is only one, the two models are name enough.

mod accessor;
mod belongs_to;
mod conditions;
mod deletion;
mod join;
mod links;
mod load;
mod macros;
mod related;

pub use self::accessor::{ChildrenOf, LinkedOf, Narrowed, ParentOf, children, linked, parent};
pub use self::belongs_to::{
    BelongsTo, ForeignKey, ForeignKeyTo, HoldsKeyOf, KeySql, Nullable, RefersTo, SameSql, belongs_by,
};
pub use self::conditions::{ChildOf, IsParent, LinkedTo};
pub use self::deletion::{
    Cascade, CascadeWithin, CoversFor, Deletes, Fate, Guards, GuardsTarget, InBatch, Keep, KeysIn, MarksOwned,
    MarksRows, OfParents, OnDelete, Owned, Owns, Policy, Reference, ReferenceWithin, RemovesOwned, RemovesRows,
    Restored, RestoresAncestors, Restrict, SetNull, Taken, can_be_marked, can_be_null, can_be_removed,
};
pub use self::join::{Along, Joins, Side};
pub use self::links::{HasLinks, LinkRelated, LinkWrite, Links, WithKeys};
pub use self::load::{Count, Countable, Counts, LoadRelated, Loads, LoadsRelated, LoadsWith, Related};
pub use self::macros::{__belongs_to, __relates};
pub use self::related::{Children, Named, OneChild, Parent, Relates, Through, WithDeleted};
