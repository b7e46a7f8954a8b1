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
