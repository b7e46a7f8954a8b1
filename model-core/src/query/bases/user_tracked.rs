//! The base of rows that record who created and last wrote them.

use crate::meta::builder::IntoField;
use crate::query::bases::condition::NarrowBase;
use model_derive::Base;
use serde::{Deserialize, Serialize};

/// `created_by` and `updated_by`, set to the actor of each write, which must name one.
///
/// `K` is the type of the columns: `Uuid`, `i64`, `i32`, `String` or a `#[derive(Key)]` type, such as the key of the
/// users. By default it is text, which holds the id of every actor.
///
/// SQL: `created_by` and `updated_by`, which are `NULL` for an actor without an id.
#[derive(Base, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct UserTracked<K = String> {
    /// Who created the row.
    #[model(created_by)]
    pub created_by: Option<K>,
    /// Who last wrote it.
    #[model(updated_by)]
    pub updated_by: Option<K>,
}

/// The scopes of [`UserTracked`], as methods of every query over models with the base.
pub trait UserTrackedScopes<K>: NarrowBase<UserTracked<K>> {
    /// The rows that this user created.
    fn created_by(self, user: impl IntoField<K>) -> Self::Narrowed {
        self.narrow_base(UserTracked::<K>::COLUMNS.created_by.eq(user))
    }

    /// The rows that this user wrote last.
    fn updated_by(self, user: impl IntoField<K>) -> Self::Narrowed {
        self.narrow_base(UserTracked::<K>::COLUMNS.updated_by.eq(user))
    }
}

impl<K, Query: NarrowBase<UserTracked<K>>> UserTrackedScopes<K> for Query {}
