//! What the models share. Nothing named here is in scope where the models are.

use crate::models::{EditorId, Tenant, TenantId};
use model_core::bases::{Timestamps, UserTracked};
use model_core::prelude::*;

/// What a note is for.
#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// To be kept.
    Memo,
    /// To be done.
    Reminder,
}

/// Rows of one tenant.
#[derive(Base, Debug, Clone, PartialEq)]
pub struct TenantOwned {
    /// Whose it is.
    #[model(belongs_to = Tenant, skip_update)]
    pub tenant_id: TenantId,
    /// What it is for.
    #[model(default = Kind::Memo)]
    pub kind: Kind,
    /// In which hand it is written.
    #[diesel(column_name = type_)]
    #[model(default = "plain", max_length = 10)]
    pub r#type: String,
}

/// When and by whom a row was written: a base of bases.
#[derive(Base, Debug, Clone, PartialEq)]
pub struct Tracked {
    /// When.
    #[model(base)]
    pub stamps: Timestamps,
    /// By whom.
    #[model(base)]
    pub people: UserTracked<EditorId>,
}
