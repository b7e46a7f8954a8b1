//! Nothing but a table: no audit, no timestamps, no soft deletion, a key of text.

use super::Reaction;
use crate::schema::tags;
use model_core::prelude::*;
use serde::{Deserialize, Serialize};

/// The key of a tag.
#[derive(Key, Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TagCode(String);

/// A tag.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = tags, referred_by(reactions = Reaction))]
pub struct Tag {
    /// The key.
    #[model(primary_key)]
    pub code: TagCode,
    /// What it is called.
    pub name: String,
    /// How often it is used.
    #[model(default)]
    pub uses: i32,
}
