//! The verbs: what a user calls, and what `.run(conn)` returns.
//!
//! May import: everything below: `meta` to `query`, `audit`, `write`, `ddl`, `effects`, `hooks`.

pub(crate) mod ancestors;
pub(crate) mod child;
pub(crate) mod create;
pub(crate) mod deleted;
pub(crate) mod hard_delete;
pub(crate) mod links;
pub(crate) mod mark;
pub(crate) mod model;
pub mod purge;
pub(crate) mod revert;
pub(crate) mod save;
pub(crate) mod sets;
pub(crate) mod update;
pub(crate) mod upsert;

pub use self::create::{Create, CreateMany};
pub use self::hard_delete::HardDelete;
pub use self::mark::{Delete, Restore, RestoreWithAncestors};
pub use self::revert::Revert;
pub use self::save::Save;
pub use self::update::{Applies, ApplyPatch, Patching};
pub use self::upsert::run::Upserted;
pub use self::upsert::{Conflict, GetOrCreate, NoGuard, NoTarget, Upsert, UpsertMany, UpsertRowByRow};
pub use crate::effects::writes::{Writes, WritesSets};
pub use crate::sql::dialect::Dialect;
pub use crate::sql::on::RowOn;
pub use crate::sql::target::{ByFilter, ByKey, Clause, Target};
pub use crate::verbs::upsert::backend::Upserts;
pub use crate::write::backend::{Stores, StoresSets};
#[cfg(feature = "postgres")]
pub use crate::write::hard_delete::pg::PgDelete;
#[cfg(feature = "postgres")]
pub use crate::write::insert::pg::PgInsert;
#[cfg(feature = "postgres")]
pub use crate::write::pg::Written;
#[cfg(feature = "postgres")]
pub use crate::write::update::pg::PgUpdate;
pub use crate::write::update::{DeleteKind, PatchKind, RestoreKind, ReviveKind, TouchKind, UpdateKind};

/// The methods that every write has before it runs.
macro_rules! write_options {
    ([$($generics:tt)*] $name:ident<$($arg:ident),*>, { $($field:ident),* }) => {
        impl<$($generics)*> $name<$($arg),*, NoActor> {
            /// Sets the actor. A write to an audited model does not compile without one.
            pub fn by(self, actor: &Actor) -> $name<$($arg),*, &Actor> {
                $name { options: self.options.by(actor), $($field: self.$field),* }
            }
        }

        impl<'u, $($generics)*> $name<$($arg),*, $crate::commit::WithinUnit<'u, NoActor>> {
            /// Sets the actor. A write to an audited model does not compile without one.
            pub fn by(self, actor: &Actor) -> $name<$($arg),*, $crate::commit::WithinUnit<'u, &Actor>> {
                $name { options: self.options.by_within(actor), $($field: self.$field),* }
            }
        }

        impl<A, $($generics)*> $name<$($arg),*, A> {
            /// Sets the unit of work of the write, which [`transaction`](crate::transaction()) provides: the
            /// `after_commit` of the model runs after the commit of the unit.
            pub fn within<'u>(
                self,
                unit: impl Into<Option<&'u $crate::commit::Unit>>,
            ) -> $name<$($arg),*, $crate::commit::WithinUnit<'u, A>> {
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
        impl<R: Manager, W, A> $name<ByFilter<R, W>, A> {
            /// Loads the rows, and writes them one by one, each with the [hooks](crate::hooks) of the model, in one
            /// transaction.
            pub fn each(self) -> $name<ByFilter<R, W, $crate::hooks::RowByRow>, A> {
                $name { target: self.target.in_mode(), options: self.options, $($field: self.$field),* }
            }

            /// Writes the rows as one set, without the [hooks](crate::hooks) of the model.
            pub fn without_hooks(self) -> $name<ByFilter<R, W, $crate::hooks::WithoutHooks>, A> {
                $name { target: self.target.in_mode(), options: self.options, $($field: self.$field),* }
            }
        }
    };
}

use by_mode;
