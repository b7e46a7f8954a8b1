//! The checked model: everything the expansion needs to know. Names become fields here, and what was not written gets
//! its default. `check` finds contradictions between options.

mod checked;
mod condition;
mod field;
mod inherit;
mod lookup;
mod relations;
mod resolve;
mod roles;
mod unique;

pub(crate) use checked::{Audit, Deletion, Hooks, Index, Model, Piece, Unique};
pub(crate) use field::{Check, Field, OnInsert, OnUpdate, nullable};
pub(crate) use inherit::{Extends, shares_key, take_parent};
pub(crate) use relations::{Children, Linked, Pair, Parent, Referring, Relations};
pub(crate) use resolve::VERBS;
