//! The names that generated code uses. They are not part of the public API.

pub use crate::face::broken::{BrokenColumn, broken_model};
pub use crate::face::broken_values::{broken_choices, broken_key, broken_proxy, broken_reference};
#[cfg(feature = "schemars")]
pub use crate::face::described::json_schema;
#[cfg(feature = "utoipa")]
pub use crate::face::described::openapi;
pub use crate::face::described::{described, described_schemars, described_utoipa};
pub use crate::generated::{
    any_field, applied_to, asynchronously, draft_column, editable, embeds, has_table, hooked_by, marks, new_row, patch,
    queryable, selectable,
};
pub use crate::json::schema::Shape;
pub use crate::meta::builder::{
    Counted, Detached, FieldKind, Given, IntoField, IntoNullable, IsGiven, Judged, MayBeNull, Missing, NeverNull,
};
pub use crate::meta::bulk::{RowByRow, WithoutHooks};
pub use crate::meta::clock::epoch::{EpochUnit, Micros, Millis, Nanos, Seconds};
pub use crate::meta::column_set::ColumnSet;
pub use crate::meta::encoding::{AnyEncoding, Encoding, EncodingOf};
pub use crate::meta::error::Error;
pub use crate::meta::hex::{from_hex, hex};
pub use crate::meta::placed::files_under_its_table;
#[cfg(feature = "validate")]
pub use crate::meta::rules;
pub use crate::meta::unique::{OnDeleted, Piece};
pub use crate::meta::{Index, Meta, OrderTerm, Unique, field};
pub use crate::model::actor::{Attributed, NoActor, Unattributed};
pub use crate::model::base::{Base, BaseCheck, BaseDefault, BaseField, BaseParent, BaseScope, Embeds, is_base};
#[cfg(feature = "factory")]
pub use crate::model::buildable::Buildable;
pub use crate::model::buildable::buildable;
pub use crate::model::choices::{Choice, Choices, Codes, UnknownChoice};
pub use crate::model::edit::{Compared, Editable};
pub use crate::model::facts::{
    ChoicesOf, MetaOf, NotChoices, NotModel, NotSecret, SecretOf, choices_of, is_secret, meta_of, shown_by,
};
pub use crate::model::hooked::{Based, Hooked, NoHooks, ThenCommits};
pub use crate::model::key::{Holds, Key, KeyValue, NotHex, Textual, cloned, textual};
pub use crate::model::scope::{Live, Unrestricted, WithDeleted};
pub use crate::model::version::{Version, number as version};
pub use crate::model::writable::{Refused, Writable, can_be_written, read_only};
pub use crate::model::{
    Hard, HasCreatedAt, HasDeletionBatch, HasUpdatedAt, HasVersion, Manager, Model, Soft, SoftDelete,
};

pub use crate::effects::{
    Cascade, CascadeWithin, Keep, Owned, Restrict, SetNull, Unlink, can_be_marked, can_be_marked_without_hooks,
    can_be_null, can_be_null_without_hooks, can_be_removed, can_be_removed_without_hooks,
};
pub use crate::hooks::base::{BringsHooks, HookedBase, HookedBy};
pub use crate::hooks::change::tells_after_commit;
pub use crate::hooks::columns::{BaseDraft, BaseSetIn};
pub use crate::hooks::draft::{Changing, Creating, DraftColumn, SetIn};
#[cfg(feature = "async")]
pub use crate::operation::run::twin::RunOn as AsyncRunOn;
pub use crate::operation::run::{Ready, Run, RunOn};
pub use crate::query::bases::condition::{BaseColumn, NarrowBase};
pub use crate::query::child::kinds::{ExtendedBy, HasKinds, can_be_extended, extends_known, is_child, is_extended};
pub use crate::query::child::{Extends, Halves};
pub use crate::query::condition::{self, Narrow};
pub use crate::query::generic::macros::{
    __generic_columns as generic_columns, __generic_field as generic_field, __generic_ref as generic_ref,
    __generic_target as generic_target,
};
pub use crate::query::objects::default_scope::{
    __scoped_by as scoped_by, DefaultScope, HasScope, KeptOf, LiftedOf, RequiresScope, ScopePerQuery, ScopedBy, ValueOf,
};
pub use crate::query::objects::scope::{
    DefaultOrder, FilterValue, Filtered, PlainFilter, ProxyFilter, Unordered, field_value,
};
pub use crate::query::relations::accessor::{
    ChildrenOf, LinkedOf, ParentOf, children, linked, linked_without_hooks, parent,
};
pub use crate::query::relations::belongs_to::{
    BelongsTo, ForeignKeyTo, PartOfReference, RefersTo, belongs_by, is_model, touched,
};
pub use crate::query::relations::macros::{__belongs_to as belongs_to, __relates as relates};
pub use crate::query::relations::reference::{Reference, ReferenceWithin};
pub use crate::query::relations::related::{Children, OneChild, Parent, Referring, Relates, Through};
pub use crate::sql::Bind;
pub use crate::sql::on::RowOf;
pub use crate::sql::target::ByKey;
pub use crate::values::assign::{Assigned, Assigns};
pub use crate::values::computed::{Computed, take_over_all};
pub use crate::values::fill::When::{Both, Insert, Never, Update};
pub use crate::values::fits::{self, Probe};
pub use crate::values::macros::{all_fit, column_set, no_values, setter, shown, take_over};
pub use crate::values::read::{ReadValues, ReadWhole, debug_columns, read, read_halves, read_new, read_patch};
pub use crate::values::show::{ShowValues, Shows};
pub use crate::values::{
    BindValues, Binds, Exact, Fill, FlatOf, HasExactForm, Patched, Values, applied, column, flat, nested, push,
    push_key, put, put_null, take_over,
};
pub use crate::verbs::child::ChildVerbs;
pub use crate::verbs::child::delete::DeletedChild;
pub use crate::verbs::child::macros::{
    __child as child, __child_new as child_new, __child_patch as child_patch, __kinds as kinds,
};
pub use crate::verbs::child::patch::{AnonymousChildPatch, PartPatch, PatchesChild};
pub use crate::verbs::model::ModelVerbs;
pub use crate::verbs::update::{AnonymousPatch, BoundTo, unsigned};
pub use crate::verbs::upsert::conflict::{Chosen, ConflictTarget, KEY};
pub use crate::verbs::upsert::macros::__conflict_target as conflict_target;
pub use crate::verbs::{Delete, HardDelete, Patching};
pub use chrono;
pub use diesel;
pub use model_derive::embed;
#[cfg(feature = "schemars")]
pub use schemars;
pub use serde;
pub use std::borrow::Cow;
pub use std::marker::PhantomData;
pub use std::string::String;
#[cfg(feature = "utoipa")]
pub use utoipa;
pub use uuid;

/// What the code of a generic reference names.
pub mod generic {
    pub use crate::query::generic::columns::{TwoSlots, in_columns, read as read_columns, read_nullable};
    pub use crate::query::generic::field::{Place, Points, PointsBy, points};
    pub use crate::query::generic::kind::{Kind, check_kinds};
    pub use crate::query::generic::reverse::{ReferringTo, referring};
    pub use crate::query::generic::stored::{Stored, UnknownTarget, deserialize, read};
    pub use crate::query::generic::{GenericRef, Targets, check_tags, show, show_row, text};
}
