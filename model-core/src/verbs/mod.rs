//! The verbs that a user calls, and the results of `.run(conn)`.
// May import: everything below: `meta` to `query`, `audit`, `write`, `ddl`, `effects`, `hooks`.
//!
//! You rarely have to name these types: the methods of [`ModelVerbs`](crate::ModelVerbs) return them for one row, and
//! the methods of [`Objects`](crate::Objects) for sets. Each has options (`.by(&actor)`, `.at(instant)`,
//! `.batch(id)`, `.within(unit)`), and does nothing before [`run`](Run::run).
//!
//! | call | write | `run` returns |
//! |---|---|---|
//! | `Article::create(new)` | [`Create`] | the row |
//! | `Article::create_many(rows)` | [`CreateMany`] | the rows, in their order |
//! | `article.patch()`, `objects().patch()` | [`ApplyPatch`] | the row; how many rows |
//! | `objects().patch().returning()` | [`PatchReturning`] | the changed rows |
//! | `objects().write_in_batches(500)` | [`WriteInBatches`] | a [`Batch`], with the verbs of a set |
//! | `article.edit()`, `edit.save()` | [`Save`] | the row |
//! | `Article::upsert(new).on(..)`, `upsert_many` | [`Upsert`], [`UpsertMany`] | [`Upserted`] |
//! | `Block::upsert_many(rows).on(..).overwrite()` | [`Overwrite`] | nothing |
//! | `Article::get_or_create(new).on(..)` | [`GetOrCreate`] | the row, and whether it is new |
//! | `article.delete()`, `objects().delete()` | [`Delete`] | [`Deleted`](crate::Deleted) or the row; how many rows |
//! | `objects().delete().returning()`, `objects().hard_delete().returning()` | [`DeleteReturning`] | the rows |
//! | `gone.restore()`, `.with_ancestors()` | [`Restore`], [`RestoreWithAncestors`] | the row |
//! | `gone.hard_delete()` | [`HardDelete`] | the row |
//! | `gone.restore().with(patch)` | [`RestoreWith`] | the row |
//! | `Article::revert(key, &entry)` | [`Revert`] | the row |
//! | `Article::recreate(key, &entry)` | [`Recreate`] | the row |
//! | `Article::purge()` | [`Purge`](crate::purge::Purge) | [`Purged`](crate::purge::Purged) |
//!
//! `outcome` instead of `run` returns the result of a write to one row as an [`Outcome`](crate::Outcome). `preview`
//! returns what a deletion would affect. The other traits here are bounds for generic functions; start with
//! [`CanWrite`].

pub(crate) mod ancestors;
#[cfg(feature = "cache")]
pub mod cached;
pub(crate) mod can_write;
pub(crate) mod child;
pub(crate) mod counted;
pub(crate) mod counting;
pub(crate) mod create;
pub(crate) mod create_absent;
pub(crate) mod delete;
pub(crate) mod delete_returning;
pub(crate) mod deleted;
#[cfg(feature = "factory")]
pub mod factory;
pub(crate) mod hard_delete;
pub(crate) mod in_batches;
pub(crate) mod json;
pub(crate) mod links;
pub(crate) mod model;
pub(crate) mod patch_many;
pub(crate) mod patch_returning;
pub(crate) mod preview;
pub mod purge;
pub(crate) mod recreate;
pub(crate) mod restore;
pub(crate) mod restore_with;
pub(crate) mod revert;
pub(crate) mod save;
pub(crate) mod sets;
pub(crate) mod update;
pub(crate) mod upsert;
pub(crate) mod verify;

pub use self::can_write::CanWrite;
pub use self::counted::Counted;
#[doc(hidden)]
pub use self::counted::ExecuteOn;
pub use self::counting::CountingTo;
pub use self::create::{Create, CreateMany};
pub use self::create_absent::CreateAbsent;
pub use self::delete::Delete;
pub use self::delete_returning::DeleteReturning;
pub use self::hard_delete::HardDelete;
pub use self::in_batches::{Batch, WriteInBatches};
pub use self::patch_many::PatchMany;
pub use self::patch_returning::PatchReturning;
pub use self::preview::{Preview, PreviewOn};
pub use self::recreate::Recreate;
pub use self::restore::{Restore, RestoreWithAncestors};
pub use self::restore_with::RestoreWith;
pub use self::revert::Revert;
pub use self::save::Save;
pub use self::update::{ApplyPatch, Patching};
pub use self::upsert::conflict::ConflictTarget;
pub use self::upsert::overwrite::Overwrite;
pub use self::upsert::run::Upserted;
pub use self::upsert::{GetOrCreate, Upsert, UpsertMany};
pub use self::verify::{VerifyChildHistory, VerifyHistory, VerifyTrail, VerifyTrails};
pub use crate::effects::sets::WritesSets;
pub use crate::effects::writes::Writes;
pub use crate::model::actor::NoActor;
#[doc(hidden)]
pub use crate::operation::run::SyncConnection;
pub use crate::operation::run::{OutcomeOn, Ready, Run, RunOn, RunOutcome};
pub use crate::sql::dialect::Dialect;
pub use crate::sql::on::RowOn;
pub use crate::sql::target::{ByFilter, ByKey};
#[cfg(feature = "postgres")]
pub use crate::write::pg::{Written, WrittenCount};

/// The methods that every write has before it runs.
macro_rules! write_options {
    ([$($generics:tt)*] $name:ident<$($arg:ident),*>, { $($field:ident),* }) => {
        impl<$($generics)*> $name<$($arg),*, NoActor> {
            /// Sets the actor. A write to an audited model does not compile without one.
            pub fn by(self, actor: &Actor) -> $name<$($arg),*, &Actor> {
                $name { options: self.options.by(actor), $($field: self.$field),* }
            }
        }

        impl<'u, $($generics)*> $name<$($arg),*, $crate::operation::unit::WithinUnit<'u, NoActor>> {
            /// Sets the actor. A write to an audited model does not compile without one.
            pub fn by(self, actor: &Actor) -> $name<$($arg),*, $crate::operation::unit::WithinUnit<'u, &Actor>> {
                $name { options: self.options.by_within(actor), $($field: self.$field),* }
            }
        }

        impl<A, $($generics)*> $name<$($arg),*, A> {
            /// Sets the unit of work of the write, which [`transaction`](crate::transaction()) provides: the
            /// `after_commit` of the model runs after the commit of the unit.
            pub fn within<'u>(
                self,
                unit: impl Into<Option<&'u $crate::model::unit::Unit>>,
            ) -> $name<$($arg),*, $crate::operation::unit::WithinUnit<'u, A>> {
                $name { options: self.options.within(unit.into()), $($field: self.$field),* }
            }

            /// Sets the instant of every timestamp and audit row of this write, instead of now. It is truncated to
            /// microseconds.
            pub fn at(self, instant: DateTime<Utc>) -> Self {
                Self { options: self.options.at(instant), ..self }
            }

            /// Makes this write part of an operation: its audit rows get this batch id instead of a new one.
            pub fn batch(self, id: Uuid) -> Self {
                Self { options: self.options.batch(id), ..self }
            }
        }
    };
}

pub(crate) use write_options;

/// The methods of a write to a set for a model that may have hooks.
macro_rules! by_mode {
    ($name:ident, { $($field:ident),* }) => {
        impl<Row: Manager, Filter, A> $name<ByFilter<Row, Filter>, A> {
            /// Loads the rows, and writes them one by one, each with the [hooks](crate::hooks) of the model, in one
            /// transaction.
            pub fn each(self) -> $name<ByFilter<Row, Filter, $crate::meta::bulk::RowByRow>, A> {
                $name { target: self.target.in_mode(), options: self.options, $($field: self.$field),* }
            }

            /// Writes the rows as one set, without the [hooks](crate::hooks) of the model.
            pub fn without_hooks(self) -> $name<ByFilter<Row, Filter, $crate::meta::bulk::WithoutHooks>, A> {
                $name { target: self.target.in_mode(), options: self.options, $($field: self.$field),* }
            }
        }
    };
}

use by_mode;

/// The method of a write that has a preview which counts.
macro_rules! counting_to {
    ($name:ident) => {
        impl<T, A> $name<T, A> {
            /// Makes the preview one that counts with SELECTs, at most this many rows for each relation and level:
            /// `article.delete().counting_to(1_000).preview(conn)`. See [`CountingTo`](crate::verbs::CountingTo).
            pub fn counting_to(self, rows: usize) -> $crate::verbs::CountingTo<Self> {
                $crate::verbs::CountingTo { write: self, rows }
            }
        }
    };
}

use counting_to;

/// The method of a write to one row that sets the expected version.
macro_rules! expecting {
    ([$($generics:tt)*] $write:ty, $row:literal of $model:ty) => {
        impl<$($generics)*> $write {
            #[doc = concat!("Sets the expected version of ", $row, ", instead of the version that it was loaded with.")]
            /// If the row has another version, the write returns [`Stale`](crate::Error::Stale) and writes nothing.
            pub fn expecting(self, version: impl Into<i64>) -> Self
            where
                $model: $crate::model::HasVersion,
            {
                Self { target: self.target.expecting(version.into()), ..self }
            }
        }
    };
}

use expecting;

/// The method of a write that is a single statement on PostgreSQL: it returns the statement, and `$read` says how to
/// load it.
macro_rules! as_statement {
    (
        [$($generics:tt)*] $write:ty, of $model:ty, $read:literal $(, $errors:literal)?;
        $this:pat => $statement:ty: $make:expr
    ) => {
        #[cfg(feature = "postgres")]
        impl<$($generics)*> $write {
            /// The single statement of this write on PostgreSQL, for another kind of connection (diesel-async): load it
            #[doc = $read]
            $(
                ///
                /// # Errors
                #[doc = $errors]
            )?
            pub fn statement<'a>(self) -> $statement
            where
                $model: $crate::model::StandsAlone + Model<Hooks: $crate::model::hooked::NoneOf<$model>>,
                A: ActsFor<<$model as Model>::Attribution> + 'a,
            {
                let $this = self;
                $make
            }
        }
    };
}

use as_statement;
