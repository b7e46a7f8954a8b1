//! The verbs: what each write is called, and what `.run(conn)` gives back.

mod create;
mod hard_delete;
mod mark;
mod revert;
mod save;
mod update;
mod upsert;

pub use self::create::{Create, CreateMany};
pub use self::hard_delete::HardDelete;
pub(crate) use self::mark::marked;
pub use self::mark::{Delete, Restore, RestoreWithAncestors};
pub use self::revert::Revert;
pub use self::save::Save;
pub use self::update::{Applies, Patching, Update};
pub use self::upsert::{Conflict, GetOrCreate, NoGuard, NoTarget, Upsert, UpsertMany};

use crate::model::{DeletionPolicy, Model};

/// The methods that every write has before it is run.
macro_rules! terms {
    ([$($generics:tt)*] $name:ident<$($arg:ident),*>, { $($field:ident),* }) => {
        impl<$($generics)*> $name<$($arg),*, NoActor> {
            /// Says who acts. A write to an audited model does not compile without it.
            pub fn by(self, actor: &Actor) -> $name<$($arg),*, &Actor> {
                $name { terms: self.terms.by(actor), $($field: self.$field),* }
            }
        }

        impl<A, $($generics)*> $name<$($arg),*, A> {
            /// Says when, instead of now: the instant of every timestamp and audit row of this write, cut to
            /// microseconds.
            pub fn at(self, instant: DateTime<Utc>) -> Self {
                Self { terms: self.terms.at(instant), ..self }
            }

            /// Joins this write to an operation: its audit rows carry this batch id instead of a fresh one.
            pub fn batch(self, id: Uuid) -> Self {
                Self { terms: self.terms.batch(id), ..self }
            }
        }
    };
}

pub(crate) use terms;

/// The state that a write needs a row to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Not deleted.
    Live,
    /// Deleted.
    Deleted,
    /// Either.
    Any,
}

impl Needs {
    /// What a model without soft deletion makes of it.
    pub(crate) fn of<M: Model>(self) -> Self {
        if M::Deletion::SOFT { self } else { Self::Any }
    }
}
