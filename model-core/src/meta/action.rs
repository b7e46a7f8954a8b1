//! The kinds of writes to a row, and the word that the audit trail uses for each.

/// The kind of a write to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// A new row.
    Create,
    /// Other values.
    Patch,
    /// Marked as deleted, or removed where a model has no soft deletion.
    Delete,
    /// No longer marked as deleted.
    Restore,
    /// Removed from the table.
    HardDelete,
    /// Nothing: it is there already, and its trail begins.
    Begin,
}

/// The condition that an entry of the trail is a part of the history of a row, and no event.
pub(crate) const IN_HISTORY: &str = "action IN ('create', 'patch', 'delete', 'restore', 'hard_delete', 'begin')";

impl Action {
    const ALL: [Self; 6] = [Self::Create, Self::Patch, Self::Delete, Self::Restore, Self::HardDelete, Self::Begin];

    /// Whether this word of the audit trail names a write.
    pub(crate) fn is_name(word: &str) -> bool {
        Self::ALL.iter().any(|action| action.name() == word)
    }

    /// The word in the audit trail.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Patch => "patch",
            Self::Delete => "delete",
            Self::Restore => "restore",
            Self::HardDelete => "hard_delete",
            Self::Begin => "begin",
        }
    }
}
