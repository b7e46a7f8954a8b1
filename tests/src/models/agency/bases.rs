//! What keeps the rows apart. Nothing named here is in scope where the models are.

use crate::models::{Agency, AgencyId};
use model_core::prelude::*;

/// Rows of one agency.
#[derive(Base, Debug, Clone, PartialEq)]
pub struct AgencyOwned {
    /// Whose it is.
    #[model(belongs_to = Agency, skip_update)]
    #[model(default_scope(by = for_agency, lifted_by = across_agencies))]
    pub agency_id: AgencyId,
}

/// What an agency has filed: a base with the scope of another.
#[derive(Base, Debug, Clone, PartialEq)]
pub struct Filed {
    /// Whose it is.
    #[model(base)]
    pub owner: AgencyOwned,
    /// What it says.
    pub body: String,
}
