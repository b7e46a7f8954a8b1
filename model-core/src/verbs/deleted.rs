//! The verbs of a deleted row.

use crate::model::actor::NoActor;
use crate::model::deleted::Deleted;
use crate::model::{Manager, SoftDelete};
use crate::sql::target::ByKey;
use crate::verbs::hard_delete::HardDelete;
use crate::verbs::restore::Restore;

impl<Row: Manager> Deleted<Row> {
    /// Restores this row.
    ///
    /// SQL: `UPDATE articles SET deleted_at = NULL, updated_at = .. WHERE id = .. AND deleted_at IS NOT NULL`
    pub fn restore(self) -> Restore<ByKey<Row>, NoActor>
    where
        Row::Model: SoftDelete,
    {
        Restore::new(ByKey::of(self.row()))
    }

    /// Removes this row.
    ///
    /// SQL: `DELETE FROM articles WHERE id = .. AND deleted_at IS NOT NULL`
    pub fn hard_delete(self) -> HardDelete<ByKey<Row>, NoActor>
    where
        Row::Model: SoftDelete,
    {
        HardDelete::deleted(ByKey::of(self.row()))
    }
}
