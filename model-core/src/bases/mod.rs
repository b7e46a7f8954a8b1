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

mod soft_deletes;
mod timestamps;
mod user_tracked;

pub use self::soft_deletes::SoftDeletes;
pub use self::timestamps::Timestamps;
pub use self::user_tracked::UserTracked;

/// A struct of columns that models embed. Implemented by `#[derive(Base)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a base",
    label = "this has to be a struct with `#[derive(Base)]`"
)]
pub trait Base: Sized {
    /// The values of its columns, as a tuple.
    type Row;

    /// The struct with these values.
    fn of_row(row: Self::Row) -> Self;
}

/// A column of a base, by its place. Generated; not implemented by hand.
#[doc(hidden)]
pub trait BaseField<const COLUMN: usize>: Base {
    /// The type of the field.
    type Type;
    /// The `T` of an `Option<T>`, or the type itself.
    type Value;
}

/// A column of a base that has a default. Generated; not implemented by hand.
#[doc(hidden)]
pub trait BaseDefault<const COLUMN: usize>: BaseField<COLUMN> {
    /// The value of a new row.
    fn value() -> <Self as BaseField<COLUMN>>::Type;
}

/// A column of a base that refers to a row of another model. Generated; not implemented by hand.
#[doc(hidden)]
pub trait BaseParent<const COLUMN: usize>: BaseField<COLUMN> {
    /// The model.
    type Parent;
}
