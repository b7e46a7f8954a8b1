//! The names that generated code uses. They are not part of the public API.

pub use crate::actor::{Attributed, Unattributed};
pub use crate::bases::Embeds;
pub use crate::builder::{Detached, Given, IntoField, IntoNullable, IsGiven, Missing};
pub use crate::choices::{Choice, Choices, UnknownChoice};
pub use crate::commit::{ThenCommits, tells_after_commit};
pub use crate::condition;
pub use crate::edit::{Compared, Editable};
pub use crate::fits::{self, Probe};
pub use crate::generated::{
    column_set, conflict_target, draft_column, editable, embeds, has_table, hooked_by, new_row, no_values, patch,
    queryable, selectable, take_over,
};
pub use crate::generic;
pub use crate::generic::{
    __generic_field as generic_field, __generic_ref as generic_ref, __generic_target as generic_target,
};
pub use crate::hooks::{
    BaseDraft, BaseSetIn, Based, BringsHooks, Changing, Creating, DraftColumn, DraftKind, Hooked, HookedBase, HookedBy,
    MayBeNull, NeverNull, NoHooks, SetIn,
};
pub use crate::inherit::{
    ChildVerbs, DeletedChild, ExtendedBy, Extends, Halves, HasKinds, PartPatch, PatchesChild, can_be_extended, child,
    child_new, child_patch, extends_known, kinds,
};
pub use crate::key::{Holds, Key, KeyValue, cloned};
pub use crate::meta::{ColumnSet, Meta, OrderTerm, Unique, field};
pub use crate::model::version::{Version, number as version};
pub use crate::model::{
    Hard, HasCreatedAt, HasDeletionBatch, HasUpdatedAt, HasVersion, Manager, Model, Soft, SoftDelete,
};
pub use crate::objects::{
    __scoped_by as scoped_by, DefaultOrder, DefaultScope, Filtered, HasScope, KeptOf, LiftedOf, Live, ProxyFilter,
    RequiresScope, ScopePerQuery, ScopedBy, Unordered, Unrestricted, ValueOf, WithDeleted, field_value,
};
pub use crate::relations::{__belongs_to as belongs_to, __relates as relates};
pub use crate::relations::{
    BelongsTo, Cascade, CascadeWithin, Children, ChildrenOf, ForeignKeyTo, Keep, LinkedOf, OneChild, Owned, Parent,
    ParentOf, Reference, ReferenceWithin, Referring, RefersTo, Relates, Restrict, SetNull, Through, Unlink, belongs_by,
    can_be_marked, can_be_marked_without_hooks, can_be_null, can_be_null_without_hooks, can_be_removed,
    can_be_removed_without_hooks, children, linked, linked_without_hooks, parent,
};
#[cfg(feature = "validate")]
pub use crate::rules;
pub use crate::sql::Bind;
pub use crate::sql::on::RowOf;
pub use crate::values::When::{Both, Insert, Never, Update};
pub use crate::values::read::{ReadValues, debug_columns, read, read_halves, read_new, read_patch};
pub use crate::values::{
    BindValues, Binds, Exact, Fill, FlatOf, HasExactForm, Patched, Values, column, flat, nested, push, push_key, put,
    put_null, take_over,
};
pub use crate::verbs::model::ModelVerbs;
pub use crate::verbs::upsert::conflict::{Chosen, ConflictTarget};
pub use crate::verbs::{ByKey, Patching};
pub use chrono;
pub use diesel;
pub use model_derive::embed;
pub use serde;
pub use std::marker::PhantomData;
pub use std::string::String;
pub use uuid;
