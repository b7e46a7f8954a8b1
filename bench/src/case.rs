//! What is measured.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// An operation that every side performs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Case {
    Find,
    List,
    OffsetPage,
    KeysetPage,
    Create,
    CreateAudited,
    CreateMany,
    Patch,
    PatchAudited,
    BulkDelete,
    BulkDeleteAudited,
    BulkRestore,
    BulkRestoreAudited,
    Parents,
    ListPage,
    Related,
    Cached,
    Expression,
    PatchMany,
    UpsertMany,
    GetOrCreate,
    CreateCaptured,
    PatchCaptured,
    AsOf,
    Verify,
}

/// How many rows a bulk write is about.
pub(crate) const BULK: u64 = 5_000;
/// How many rows `create_many` writes.
pub(crate) const MANY: u64 = 10_000;
/// How many rows a list has.
pub(crate) const LIST: i64 = 100;
/// How many rows a page has, and which page it is.
pub(crate) const PAGE: i64 = 50;
pub(crate) const SKIPPED: i64 = 5_000;
/// How many items are written at once.
pub(crate) const ITEMS: u64 = 1_000;
/// How many related rows each row gets at most, where that is limited.
pub(crate) const EACH: u32 = 3;
/// How many rows are found again and again, where rows are kept in memory.
pub(crate) const KEPT: u64 = 16;
/// How many changes a row with a long history has, and how many rows with a short one are verified.
pub(crate) const CHANGES: u64 = 1_000;
pub(crate) const VERIFIED: u64 = 1_000;

impl Case {
    pub(crate) const ALL: [Self; 25] = [
        Self::Find,
        Self::List,
        Self::OffsetPage,
        Self::KeysetPage,
        Self::Create,
        Self::CreateAudited,
        Self::CreateMany,
        Self::Patch,
        Self::PatchAudited,
        Self::BulkDelete,
        Self::BulkDeleteAudited,
        Self::BulkRestore,
        Self::BulkRestoreAudited,
        Self::Parents,
        Self::ListPage,
        Self::Related,
        Self::Cached,
        Self::Expression,
        Self::PatchMany,
        Self::UpsertMany,
        Self::GetOrCreate,
        Self::CreateCaptured,
        Self::PatchCaptured,
        Self::AsOf,
        Self::Verify,
    ];

    /// Those that this program can measure.
    pub(crate) fn present() -> Vec<Self> {
        Self::ALL.into_iter().filter(|case| *case != Self::Cached || cfg!(feature = "cache")).collect()
    }

    /// Its name in tables.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Find => "find by key, live rows only",
            Self::List => "list the 100 newest live rows (30% deleted)",
            Self::OffsetPage => "page of 50 behind 5,000 of 100,000 rows (OFFSET)",
            Self::KeysetPage => "page of 50 behind 5,000 of 100,000 rows (keyset)",
            Self::Create => "create",
            Self::CreateAudited => "create, audited",
            Self::CreateMany => "create 10,000 at once",
            Self::Patch => "patch one field by key",
            Self::PatchAudited => "patch one field by key, audited",
            Self::BulkDelete => "delete 5,000 by a filter",
            Self::BulkDeleteAudited => "delete 5,000 by a filter, audited",
            Self::BulkRestore => "restore 5,000 by a filter",
            Self::BulkRestoreAudited => "restore 5,000 by a filter, audited",
            Self::Parents => "100 parents with 500 children and 300 tags",
            Self::ListPage => "page of 50 from a query string: a filter, a cursor",
            Self::Related => "100 parents with 3 of 5 children each, and counts of tags",
            Self::Cached => "find by key, kept in memory",
            Self::Expression => "patch by key, views + 1",
            Self::PatchMany => "patch 1,000 rows, each to its own values",
            Self::UpsertMany => "upsert 1,000 rows, half of them different",
            Self::GetOrCreate => "get or create, the row exists",
            Self::CreateCaptured => "create, audited, with triggers for other writes",
            Self::PatchCaptured => "patch one field by key, audited, with triggers for other writes",
            Self::AsOf => "a row as it was 500 of 1,000 changes ago",
            Self::Verify => "verify 1,000 rows with 3,000 entries",
        }
    }

    /// Its name where there is little room.
    pub(crate) fn short(self) -> &'static str {
        match self {
            Self::Find => "find by key",
            Self::List => "list of 100 rows",
            Self::OffsetPage => "page of 50 (OFFSET)",
            Self::KeysetPage => "page of 50 (keyset)",
            Self::Create => "create",
            Self::CreateAudited => "create, audited",
            Self::CreateMany => "create 10,000",
            Self::Patch => "patch one field",
            Self::PatchAudited => "patch one field, audited",
            Self::BulkDelete => "delete 5,000",
            Self::BulkDeleteAudited => "delete 5,000, audited",
            Self::BulkRestore => "restore 5,000",
            Self::BulkRestoreAudited => "restore 5,000, audited",
            Self::Parents => "100 parents, children, tags",
            Self::ListPage => "page from a query string",
            Self::Related => "100 parents, limited children",
            Self::Cached => "find by key, kept in memory",
            Self::Expression => "patch, views + 1",
            Self::PatchMany => "patch 1,000, own values",
            Self::UpsertMany => "upsert 1,000",
            Self::GetOrCreate => "get or create",
            Self::CreateCaptured => "create, audited, with triggers",
            Self::PatchCaptured => "patch one field, audited, with triggers",
            Self::AsOf => "as_of, 1,000 changes",
            Self::Verify => "verify 1,000 rows",
        }
    }

    /// Its name in files.
    pub(crate) fn key(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// How many articles there are before it.
    pub(crate) fn seeds(self) -> u64 {
        match self {
            Self::OffsetPage | Self::KeysetPage => 100_000,
            Self::CreateMany | Self::Parents | Self::Related | Self::Verify => 0,
            Self::PatchMany | Self::UpsertMany | Self::GetOrCreate => 0,
            _ => 10_000,
        }
    }

    /// Whether every tenth to third seeded row is deleted.
    pub(crate) fn seeds_deleted(self) -> bool {
        !self.is_bulk()
    }

    pub(crate) fn is_bulk(self) -> bool {
        self.deletes() || self.restores()
    }

    pub(crate) fn deletes(self) -> bool {
        matches!(self, Self::BulkDelete | Self::BulkDeleteAudited)
    }

    pub(crate) fn restores(self) -> bool {
        matches!(self, Self::BulkRestore | Self::BulkRestoreAudited)
    }

    pub(crate) fn is_audited(self) -> bool {
        matches!(
            self,
            Self::CreateAudited
                | Self::PatchAudited
                | Self::BulkDeleteAudited
                | Self::BulkRestoreAudited
                | Self::CreateCaptured
                | Self::PatchCaptured
        )
    }

    /// Whether it is about posts, their remarks and their labels.
    pub(crate) fn has_posts(self) -> bool {
        matches!(self, Self::Parents | Self::Related)
    }

    /// Whether it is about items.
    pub(crate) fn has_items(self) -> bool {
        matches!(self, Self::PatchMany | Self::UpsertMany | Self::GetOrCreate)
    }

    /// Whether one run takes so long that a turn is one run.
    pub(crate) fn is_long(self) -> bool {
        self.is_bulk() || self == Self::CreateMany
    }

    /// Whether there is a usual way to write it by hand. Nobody writes a trail's past or its verification by hand, and
    /// triggers that know the application's own writes.
    pub(crate) fn has_usual(self) -> bool {
        !matches!(self, Self::CreateCaptured | Self::PatchCaptured | Self::AsOf | Self::Verify)
    }

    /// Whether a good user of Diesel can write it in a quicker way than in the usual one.
    pub(crate) fn has_best(self) -> bool {
        matches!(
            self,
            Self::Find
                | Self::Create
                | Self::CreateAudited
                | Self::CreateMany
                | Self::Patch
                | Self::PatchAudited
                | Self::BulkDeleteAudited
                | Self::BulkRestoreAudited
        )
    }
}
