//! The traits that describe a model, which the derives implement, and the types that they use.
// May import: `meta`, and `values`, which imports this folder in turn.
//!
//! A struct that implements [`Model`](trait@Model) is a model, and [`Model::META`] describes it. `HasCreatedAt`,
//! `SoftDelete`, `HasVersion` and similar traits describe features of models: use them as bounds in generic code.

pub(crate) mod actor;
pub(crate) mod base;
pub(crate) mod buildable;
pub(crate) mod choices;
pub(crate) mod deleted;
pub(crate) mod edit;
pub(crate) mod facts;
pub(crate) mod hooked;
pub(crate) mod key;
pub(crate) mod scope;
pub(crate) mod secret;
pub(crate) mod unit;
pub(crate) mod version;
pub(crate) mod writable;

pub use self::writable::Writable;
use crate::meta::{Meta, OrderTerm};
use crate::model::actor::Attribution;
use crate::model::actor::{Attributed, Unattributed};
use crate::model::deleted::Deleted;
use crate::model::key::RowKey;
use crate::model::scope::InitialScope;
use crate::model::scope::{NotDeleted, Unrestricted};
use crate::values::Values;
use diesel::expression::Expression;
use diesel::query_builder::{AsQuery, QueryId};
use std::borrow::Borrow;
use std::marker::PhantomData;

/// A struct that represents the rows of one table. Implemented by `#[derive(Model)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    label = "expected a struct with `#[derive(Model)]`"
)]
pub trait Model: Manager<Model = Self, Filter: InitialScope> + Sized + 'static {
    /// The `diesel::table!` of the model.
    type Table: diesel::Table + AsQuery + QueryId + Copy + Send + Sync + 'static;
    /// The columns, in the order of the fields.
    type Selection: Expression;
    /// The type of the primary key; a tuple when it has several parts.
    type Key: RowKey;
    /// A new row, as `create` accepts it.
    type New: Into<Self::Values>;
    /// One optional value per column.
    type Values: Values<Model = Self>;
    /// A patch that is bound to its target.
    type Patch<Target>;
    /// Whether `delete` marks rows or removes them.
    type Deletion: DeletionPolicy;
    /// The declared relations to the rows that a row belongs to: a list of `Reference`.
    type References;
    /// Whether a write must name an actor.
    type Attribution: Attribution;
    /// Whether hooks run with a write: `NoHooks` or `Hooked`, inside a `Based` for each base with hooks.
    type Hooks;

    /// The table.
    const TABLE: &'static Self::Table;
    /// The static description.
    const META: &'static Meta;
    /// Whether a write to a row also writes its parents, because a lock on them would hold on one server only:
    /// `#[model(lock_parents = write)]`.
    const WRITES_PARENTS: bool = false;

    /// The columns, in the order of the fields.
    fn selection() -> Self::Selection;

    /// The primary key of this row.
    fn key(&self) -> Self::Key;

    /// Binds an empty patch to a target.
    fn patch_of<Target>(target: Target) -> Self::Patch<Target>;
}

/// Rows that `objects()` can query: a model, or a proxy of one. Implemented by the derives. Rows are `Send` and `Sync`,
/// so that an asynchronous write can hold them across an await.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a model nor a proxy of one",
    label = "expected a struct with `#[derive(Model)]` or `#[derive(Proxy)]`"
)]
pub trait Manager: Sized + Send + Sync + 'static {
    /// The model whose table is read.
    type Model: Model;
    /// The default filter: none for a model, unless it has a [default scope](crate::objects::DefaultScope), and the
    /// `filter(..)` of a proxy.
    type Filter;
    /// The default order: `Unordered`, or `DefaultOrder`.
    type Ordering;

    /// The terms of the default order.
    const ORDERING: &'static [OrderTerm];

    /// This row as a row of its model.
    fn as_model(&self) -> &Self::Model;
}

/// A model that has a `created_at` timestamp, which `recent` and `older_than` need.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `created_at` timestamp",
    label = "this needs the creation time of each row",
    note = "add `timestamps` to `#[model(..)]` and a `created_at` field"
)]
pub trait HasCreatedAt: Model {}

/// A model that has an `updated_at` timestamp, which `updated_since` needs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `updated_at` timestamp",
    label = "this needs the time of the last update of each row",
    note = "add `timestamps` to `#[model(..)]` and an `updated_at` field"
)]
pub trait HasUpdatedAt: Model {}

/// A model with soft deletion, whose deleted rows can be listed and restored.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no soft deletion: a deleted row is gone",
    label = "this needs rows that are only marked as deleted",
    note = "add `soft_delete` to `#[model(..)]` and a `deleted_at` field"
)]
pub trait SoftDelete: Model<Deletion: Marks> {}

/// A model whose rows record which deletion they were part of, so that a restoration restores the same rows.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not record which deletion a row was part of",
    label = "a cascade marks the rows that it deletes, but `{Self}` has no field for the mark",
    note = "add `soft_delete` to `#[model(..)]` of `{Self}` and a field `deletion_batch: Option<Uuid>`, or choose \
            `on_delete = restrict`, `set_null` or `keep`"
)]
pub trait HasDeletionBatch: SoftDelete {}

/// A model whose rows count their writes in a field with `#[model(version)]`, so that a write that starts from an old
/// version is refused.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no version",
    label = "this needs a model that counts the writes to each row",
    note = "add a field such as `version: i32` with `#[model(version)]` to `{Self}`"
)]
pub trait HasVersion: Model {}

/// What `delete` does: [`Soft`] or [`Hard`], and what happens to the rows that belong to a deleted row.
#[doc(hidden)]
pub trait DeletionPolicy: 'static {
    /// The declared relations to rows that belong to a row: a list of [`Owned`](crate::relations::Owned).
    type Owned: 'static;
    /// The restriction that excludes deleted rows of `M`.
    type Live<M: Model>;
    /// The type of a deleted row of type `Row`.
    type Gone<Row>: From<Row>;

    /// Whether rows are marked and not removed.
    const SOFT: bool;
}

/// A policy under which rows are marked, and can be restored.
#[doc(hidden)]
pub trait Marks: DeletionPolicy {}

/// Rows are marked as deleted, and can be restored. `Owned` lists the relations to their children.
#[derive(Debug, Clone, Copy)]
#[doc(hidden)]
pub struct Soft<Owned = ()>(PhantomData<fn() -> Owned>);

/// Rows are removed. `Owned` lists the relations to their children.
#[derive(Debug, Clone, Copy)]
#[doc(hidden)]
pub struct Hard<Owned = ()>(PhantomData<fn() -> Owned>);

impl<Owned: 'static> Marks for Soft<Owned> {}

impl<Owned: 'static> DeletionPolicy for Soft<Owned> {
    type Owned = Owned;
    type Live<M: Model> = NotDeleted<M>;
    type Gone<Row> = Deleted<Row>;
    const SOFT: bool = true;
}

impl<Owned: 'static> DeletionPolicy for Hard<Owned> {
    type Owned = Owned;
    type Live<M: Model> = Unrestricted;
    type Gone<Row> = Row;
    const SOFT: bool = false;
}

/// Relations of `M` that a write to its rows neither reads nor writes: a list of references or of owned rows.
#[doc(hidden)]
pub trait LeftAlone<M> {}

impl<M> LeftAlone<M> for () {}

/// A model whose writes affect only its own rows, so that each write is one statement. Implemented for every model
/// without relations that a write has to check: parents with soft deletion, and children with a policy other than
/// `keep`.
#[diagnostic::on_unimplemented(
    message = "a write to `{Self}` is more than one statement",
    label = "`{Self}` has relations, so this write also reads or writes related rows",
    note = "call `.run(conn)` instead; over an asynchronous connection, import `model_async::prelude`"
)]
#[doc(hidden)]
pub trait StandsAlone {}

#[diagnostic::do_not_recommend]
impl<M: Model<Deletion: DeletionPolicy<Owned: LeftAlone<M>>, References: LeftAlone<M>>> StandsAlone for M {}

/// An attribution that names an actor whenever `Child` needs one, so that the rows of a cascade have an actor
/// too.
#[diagnostic::on_unimplemented(
    message = "this deletion would write rows of `{Child}` without an actor",
    label = "rows of `{Child}` need an actor, but this model's deletion does not ask for one",
    note = "add `audit` to `#[model(..)]` of this model, or choose `on_delete = restrict` or `keep`"
)]
#[doc(hidden)]
pub trait CoversFor<Child> {}

impl<Child> CoversFor<Child> for Attributed {}

#[diagnostic::do_not_recommend]
impl<Child: Model<Attribution = Unattributed>> CoversFor<Child> for Unattributed {}

/// The key of a model `M`, or a reference to it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the key of `{M}`",
    label = "expected the type of the model's key, or a reference to one"
)]
pub trait KeyOf<M: Model>: Borrow<M::Key> {}

#[diagnostic::do_not_recommend]
impl<M: Model, K: Borrow<M::Key>> KeyOf<M> for K {}

/// The scope that a query over rows of `M` starts with.
pub(crate) type StartOf<M> = <<M as Manager>::Filter as InitialScope>::Start;
