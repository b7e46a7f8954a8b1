//! A register: models whose bases check values, and count writes.

mod bases;

pub use self::bases::{Contact, Person, PersonScopes};
use super::EditorId;
use crate::schema::{badges, lots, visitors};
use model_core::bases::{SoftDeletes, UserTracked, Versioned};
use model_core::prelude::*;

/// A name that the bases do not mean.
#[allow(dead_code)]
fn is_badge(_: &i32) -> Result<(), String> {
    Err("is not what the base means".to_owned())
}

/// Who came in.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = visitors, edit)]
pub struct Visitor {
    /// The key.
    pub id: i64,
    /// Who it is.
    #[model(base)]
    pub person: Person,
    /// Where they went.
    #[model(check = is_room)]
    pub room: String,
    /// How often the row was written.
    #[model(base)]
    pub versioned: Versioned,
}

fn is_room(room: &str) -> Result<(), String> {
    if room.is_empty() { Err("is no room".to_owned()) } else { Ok(()) }
}

/// What was left for somebody.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = lots, soft_delete)]
pub struct Lot {
    /// The key.
    pub id: i64,
    /// What is written on it.
    pub label: String,
    /// How often the row was written.
    #[model(base)]
    pub versioned: Versioned<i32>,
    /// Whether it is gone.
    pub deleted: bool,
}

/// What a visitor wears.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = badges, ordering = "label")]
pub struct Badge {
    /// The key.
    pub id: i64,
    /// What is written on it.
    pub label: String,
    /// Who wrote it.
    #[model(base)]
    pub people: UserTracked<EditorId>,
    /// Whether it is gone.
    #[model(base)]
    pub deletion: SoftDeletes<EditorId>,
}
