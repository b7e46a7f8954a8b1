//! Columns that many models share, as structs that a model embeds: `#[model(base)] pub stamps: Timestamps`.
//!
//! The columns of a base are the model's own. `note.stamps.created_at` reads one; setters, orders, the filters of proxies,
//! histories and [`META`](crate::Model::META) know it as `created_at`. Write bases of your own with
//! [`#[derive(Base)]`](macro@crate::Base), in any crate.
//!
//! ```
//! use model_core::bases::{SoftDeletes, Timestamps, UserTracked};
//! use model_core::prelude::*;
//!
//! diesel::table! {
//!     use diesel::sql_types::*;
//!     use model_core::sql_types::{Instant, Uuid};
//!     notes (id) {
//!         id -> BigInt,
//!         title -> Text,
//!         created_at -> Instant,
//!         updated_at -> Instant,
//!         created_by -> Nullable<BigInt>,
//!         updated_by -> Nullable<BigInt>,
//!         deleted_at -> Nullable<Instant>,
//!         deleted_by -> Nullable<BigInt>,
//!         deletion_batch -> Nullable<Uuid>,
//!     }
//! }
//!
//! #[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
//! pub struct UserId(i64);
//!
//! #[derive(Model, Debug)]
//! #[model(table = notes, ordering = "-created_at")]
//! pub struct Note {
//!     pub id: i64,
//!     pub title: String,
//!     #[model(base)]
//!     pub stamps: Timestamps,
//!     #[model(base)]
//!     pub people: UserTracked<UserId>,
//!     #[model(base)]
//!     pub deletion: SoftDeletes<UserId>,
//! }
//!
//! let new = NewNote::builder().title("Milk").build();
//! ```
//!
//! A base brings more than columns. What `default`, `check` and `belongs_to` say means what it means where the base is
//! defined. [`#[scopes]`](macro@crate::scopes) over functions that return a [`BaseCondition`] makes them methods of every
//! query over the models, as those of [`PublishableScopes`] are. And a base can keep rows apart, of tenants for
//! example, so that no query reads them without saying whose they are: see [`DefaultScope`](crate::objects::DefaultScope).
//!
//! With `#[model(hooks)]` a base has [hooks](crate::hooks) that run with the writes of all its models.
//!
//! Methods that come with a base are those of the models that embed it by a field of their own: of a base within a base, the
//! outer one has scopes. (A default scope reaches through, and a base with hooks is
//! embedded in full wherever it stands.)

mod condition;
mod publishable;
mod seo;
mod soft_deletes;
mod timestamps;
mod user_tracked;
mod versioned;

pub use self::condition::{BaseColumn, BaseCondition, NarrowBase, OfBase};
pub use self::publishable::{PublicationStatus, Publishable, PublishableScopes, Publishing, TransitionError};
pub use self::seo::{Seo, SeoScopes};
pub use self::soft_deletes::{SoftDeletes, SoftDeletesScopes};
pub use self::timestamps::Timestamps;
pub use self::user_tracked::{UserTracked, UserTrackedScopes};
pub use self::versioned::Versioned;
use crate::model::Model;
use crate::values::Fill;
use crate::write::ByKey;

/// A struct of columns that models embed. Implemented by `#[derive(Base)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a base",
    label = "this has to be a struct with `#[derive(Base)]`"
)]
pub trait Base: Sized {
    /// The values of its columns, as a tuple.
    type Row;
    /// A value for some of its columns, as a tuple of `Option`s.
    type Options;

    /// The struct with these values.
    fn of_row(row: Self::Row) -> Self;
}

/// Asks, for generated code, whether a type is a base.
#[doc(hidden)]
pub const fn is_base<B: Base>() {}

/// A model with the base `B`: what a library of bases writes its methods over, as [`Publishing`] does.
///
/// Implemented by `#[derive(Model)]` for the type of each field with `#[model(base)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not embed the base `{B}`",
    note = "write `#[model(base)]` on a field of this type in the model"
)]
pub trait Embeds<B: Base>: Model {
    /// The place of the first column of the base among those of the model.
    const FIRST: usize;

    /// The base in a row.
    fn base(&self) -> &B;

    /// The values of a row in which these columns are set.
    fn base_values(options: B::Options) -> Self::Values;

    /// A patch that sets the columns of the base, except those that a patch cannot set.
    fn patch_base_of<Target>(target: Target, base: B) -> Self::Patch<Target>;

    /// The same, bound to this row.
    fn patch_base(&self, base: B) -> Self::Patch<ByKey<Self>> {
        Self::patch_base_of(ByKey::new(self.key()), base)
    }
}

/// A column of a base, by its place. Generated; not implemented by hand.
#[doc(hidden)]
pub trait BaseField<const COLUMN: usize>: Base {
    /// The type of the field.
    type Type;
    /// The `T` of an `Option<T>`, or the type itself.
    type Value;

    /// A value for this column alone.
    fn only(value: <Self as BaseField<COLUMN>>::Type) -> Self::Options;
}

/// A column of a base that has a default. Generated; not implemented by hand.
#[doc(hidden)]
pub trait BaseDefault<const COLUMN: usize>: BaseField<COLUMN> {
    /// The value of a new row.
    fn value() -> <Self as BaseField<COLUMN>>::Type;
}

/// A column of a base whose values functions may refuse. Generated; not implemented by hand.
#[doc(hidden)]
pub trait BaseCheck<const COLUMN: usize>: BaseField<COLUMN> {
    /// Refuses the value of a column of a model.
    fn check(fill: &mut Fill<'_>, column: usize, value: &Option<<Self as BaseField<COLUMN>>::Type>);
}

/// A column of a base by which rows are kept apart. Generated; not implemented by hand.
#[doc(hidden)]
pub trait BaseScope<const COLUMN: usize>: BaseField<COLUMN> {
    /// The default scope, as a type.
    type Scope;
}

/// A column of a base that refers to a row of another model. Generated; not implemented by hand.
#[doc(hidden)]
pub trait BaseParent<const COLUMN: usize>: BaseField<COLUMN> {
    /// The model.
    type Parent;
}
