//! A garden: two relations of a model to itself, links between its rows, and children with a key of two parts.

use crate::schema::{branches, leaves, ties};
use chrono::{DateTime, Utc};
use model_core::prelude::*;
use uuid::Uuid;

/// The key of a branch.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BranchId(i64);

/// A branch: what grows on it and what is grafted onto it goes with it.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = branches, soft_delete, audit, ordering = "code")]
#[model(has_many(leaves = Leaf, on_delete = cascade))]
#[model(has_many(shoots = Branch, by = branches::parent_id, on_delete = cascade))]
#[model(has_many(grafts = Branch, by = branches::graft_id, on_delete = cascade))]
#[model(has_many(ties = Tie, by = ties::from_id, on_delete = cascade))]
#[model(has_many(tied_from = Tie, by = ties::to_id, on_delete = cascade))]
#[model(many_to_many(tied = Branch, through = Tie, by = ties::from_id, to = ties::to_id))]
pub struct Branch {
    /// The key.
    pub id: BranchId,
    /// What it is called.
    #[model(unique)]
    pub code: String,
    /// What kind of tree it is of.
    #[model(default = "oak".to_owned())]
    pub kind: String,
    /// The branch that it grows on.
    #[model(belongs_to(Branch, name = parent))]
    pub parent_id: Option<BranchId>,
    /// The branch that it is grafted onto.
    #[model(belongs_to(Branch, name = stock))]
    pub graft_id: Option<BranchId>,
    /// When the row was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Which deletion took it, or which restoration brought it back.
    pub deletion_batch: Option<Uuid>,
}

/// The branches of oaks.
#[derive(Proxy, Debug, Clone, PartialEq)]
#[proxy(of = Branch, filter(kind = "oak"))]
pub struct OakBranch(Branch);

/// A leaf.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = leaves, soft_delete, audit, ordering = "branch_id, number")]
pub struct Leaf {
    /// The branch.
    #[model(primary_key(on_deleted = revive), belongs_to = Branch)]
    pub branch_id: BranchId,
    /// Its number there.
    #[model(primary_key)]
    pub number: i32,
    /// What is written on it.
    #[model(unique)]
    pub label: String,
    /// When the row was deleted.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Which deletion took it, or which restoration brought it back.
    pub deletion_batch: Option<Uuid>,
}

/// A string from one branch to another, which leaves no trail.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = ties, soft_delete, ordering = "id")]
pub struct Tie {
    /// The key.
    pub id: i64,
    /// Where it begins.
    #[model(belongs_to(Branch, name = start))]
    pub from_id: BranchId,
    /// Where it ends.
    #[model(belongs_to(Branch, name = end))]
    pub to_id: BranchId,
    /// Whether it was deleted.
    pub is_deleted: bool,
    /// Which deletion took it, or which restoration brought it back.
    pub deletion_batch: Option<Uuid>,
}
