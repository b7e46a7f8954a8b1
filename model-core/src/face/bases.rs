//! Bases: structs of columns that many models embed: `#[model(base)] pub stamps: Timestamps`.
//!
//! The columns of a base are the model's own. `note.stamps.created_at` reads one; its name in setters, orders, filters
//! of proxies, histories and [`META`](crate::Model::META) is `created_at`. Write bases of your own with
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
//! A base has more than columns. Names in `default`, `check` and `belongs_to` are resolved where the base is defined.
//! [`#[scopes]`](macro@crate::scopes) over functions that return a [`BaseCondition`] makes them methods of every query
//! over the models, like the methods of [`PublishableScopes`]. And a base can separate rows, for example by tenant, so
//! that every query must say which rows it reads: see [`DefaultScope`](crate::objects::DefaultScope).
//!
//! With `#[model(hooks)]` a base has [hooks](crate::hooks) that run with the writes of all its models.
//!
//! A model has the methods of a base only if it embeds the base in a field of its own: of a base inside a base, only
//! the outer one adds scopes. (Default scopes and hooks also work through an outer base.)

pub use crate::model::base::{Base, Embeds};
pub use crate::query::bases::PatchesBase;
pub use crate::query::bases::condition::{BaseColumn, BaseCondition, NarrowBase};
pub use crate::query::bases::publishable::{
    PublicationStatus, Publishable, PublishableScopes, Publishing, TransitionError,
};
pub use crate::query::bases::seo::{Seo, SeoScopes};
pub use crate::query::bases::soft_deletes::{SoftDeletes, SoftDeletesScopes};
pub use crate::query::bases::timestamps::Timestamps;
pub use crate::query::bases::user_tracked::{UserTracked, UserTrackedScopes};
pub use crate::query::bases::versioned::Versioned;
