//! Who created, wrote and deleted a row is in the row; a field is called `type`; the key is a plain UUID.

use crate::schema::documents;
use chrono::{DateTime, Utc};
use model_core::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The key of an editor.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EditorId(i64);

/// A document.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = documents, soft_delete, audit)]
pub struct Document {
    /// The key.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// What kind it is.
    #[diesel(column_name = type_)]
    #[model(default = "memo")]
    pub r#type: String,
    /// Who created it: always somebody.
    #[model(created_by)]
    pub created_by: EditorId,
    /// Who wrote it last.
    #[model(updated_by)]
    pub updated_by: Option<EditorId>,
    /// Who deleted it.
    #[model(deleted_by)]
    pub deleted_by: Option<EditorId>,
    /// When it was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
}
