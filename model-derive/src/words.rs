//! The words that attributes, checks and the checked model have in common: what a column is for, and the policies that
//! a user chooses by name.

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    Plain,
    Key,
    CreatedAt,
    UpdatedAt,
    DeletedAt,
    CreatedBy,
    UpdatedBy,
    DeletedBy,
    DeletionBatch,
    Version,
    ChangeLog,
}

impl Role {
    /// What a column with this role holds, for a sentence that begins with the name of the field.
    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Self::Plain => "is a plain column",
            Self::Key => "is the key",
            Self::CreatedAt => "is the creation time",
            Self::UpdatedAt => "is the time of the last update",
            Self::DeletedAt => "is the deletion marker",
            Self::CreatedBy => "is the actor who created the row",
            Self::UpdatedBy => "is the actor who last updated the row",
            Self::DeletedBy => "is the actor who deleted the row",
            Self::DeletionBatch => "is the deletion batch",
            Self::Version => "is the version of the row",
            Self::ChangeLog => "is the change log of the row",
        }
    }
}

/// What the audit trail may hold of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Privacy {
    Plain,
    /// That it changed, and no value.
    Mask,
    /// Nothing.
    Skip,
}

/// What happens to the rows that belong to a row when that row is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnDelete {
    Cascade,
    Restrict,
    SetNull,
    Keep,
}

impl OnDelete {
    pub(crate) const ALL: &'static [Self] = &[Self::Cascade, Self::Restrict, Self::SetNull, Self::Keep];
    /// The policies and what they do, for a message.
    pub(crate) const CHOICES: &'static str = "`cascade` (they are deleted with it), `restrict` (it cannot be deleted \
                                              while there are any), `set_null` (they stay, and their foreign key \
                                              becomes NULL) or `keep` (they stay as they are)";

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Cascade => "cascade",
            Self::Restrict => "restrict",
            Self::SetNull => "set_null",
            Self::Keep => "keep",
        }
    }
}

/// Whether a client may send a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Input {
    Open,
    Closed,
    /// Open if the application makes the key, which its type says.
    OfKey,
}

/// What an upsert does when it finds a deleted row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnDeleted {
    Revive,
    Restore,
    Insert,
    Refuse,
}

/// The derives of Diesel next to `Model`. Their impls must not be generated twice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct DieselDerives {
    pub(crate) queryable: bool,
    pub(crate) selectable: bool,
    pub(crate) identifiable: bool,
}

#[cfg(test)]
mod tests {
    use super::OnDelete;

    #[test]
    fn the_message_lists_every_policy() {
        for policy in OnDelete::ALL {
            assert!(OnDelete::CHOICES.contains(&format!("`{}` (", policy.word())), "{policy:?}");
        }
    }
}
