//! What is measured while something grows.

use serde::{Deserialize, Serialize};

/// The number of the article whose history grows: it is not deleted.
pub(crate) const CHANGED: u64 = 3;

/// What is done at each size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Step {
    Find,
    FirstPage,
    MiddlePage,
    CreateAudited,
    Newest,
    AsOf,
    PatchAudited,
    Verify,
}

impl Step {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Find => "find by key",
            Self::FirstPage => "first 50 of a filter",
            Self::MiddlePage => "50 in the middle of a filter",
            Self::CreateAudited => "create, audited",
            Self::Newest => "the 50 newest entries",
            Self::AsOf => "the row as it was half way",
            Self::PatchAudited => "patch by key, audited",
            Self::Verify => "verify_history",
        }
    }
}
