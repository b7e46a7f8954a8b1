//! Not audited, a flag for deletion, a key that the database numbers, an address and a name that
//! are unique among the live.

use crate::schema::members;
use model_core::prelude::*;

/// A member.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = members, soft_delete)]
pub struct Member {
    /// The key.
    pub id: i64,
    /// The address.
    #[model(unique(name = "members_mail", on_deleted = revive))]
    pub mail: String,
    /// The name.
    pub name: String,
    /// The name, as others call the member.
    #[model(slug = name, unique)]
    pub handle: String,
    /// Whether the member comes to the meetings.
    #[model(default)]
    pub live: bool,
    /// Whether the member has left.
    pub is_deleted: bool,
}
