//! The base of rows with soft deletion.

use crate::meta::builder::IntoField;
use crate::query::bases::condition::NarrowBase;
use chrono::{DateTime, Utc};
use model_derive::Base;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Soft deletion with its time, its actor and its deletion batch.
///
/// `K` is the type of the column `deleted_by`: `Uuid`, `i64`, `i32`, `String` or a `#[derive(Key)]` type, such as the
/// key of the users. By default it is text, which holds the id of every actor. Writes to the model must name an actor.
///
/// SQL: `deleted_at`, an [`Instant`](crate::sql_types::Instant), `deleted_by`, and `deletion_batch`, a
/// [`Uuid`](crate::sql_types::Uuid), all of them `NULL` while the row is live and was never restored.
#[derive(Base, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[model(soft_delete)]
pub struct SoftDeletes<K = String> {
    /// When the row was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Who deleted it.
    #[model(deleted_by)]
    pub deleted_by: Option<K>,
    /// Which deletion deleted the row, or which restoration restored it.
    pub deletion_batch: Option<Uuid>,
}

/// The scopes of [`SoftDeletes`], in addition to the scopes of every model with soft deletion, as methods of queries
/// over models with the base.
pub trait SoftDeletesScopes<K>: NarrowBase<SoftDeletes<K>> {
    /// The rows that this user deleted: `Note::objects().only_deleted().deleted_by(ann)`.
    fn deleted_by(self, user: impl IntoField<K>) -> Self::Narrowed {
        self.narrow_base(SoftDeletes::<K>::COLUMNS.deleted_by.eq(user))
    }
}

impl<K, Query: NarrowBase<SoftDeletes<K>>> SoftDeletesScopes<K> for Query {}
