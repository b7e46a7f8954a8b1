//! What is measured.

/// An operation that both sides perform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Find,
    CreateAudited,
    PatchAudited,
}

impl Case {
    pub(crate) const ALL: [Self; 3] = [Self::Find, Self::CreateAudited, Self::PatchAudited];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Find => "find by key, live rows only",
            Self::CreateAudited => "create, audited",
            Self::PatchAudited => "patch one field by key, audited",
        }
    }
}

/// How many articles there are before.
pub(crate) const SEEDS: u64 = 10_000;
