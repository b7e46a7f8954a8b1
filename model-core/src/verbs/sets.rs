//! The verbs of a set of rows: `objects().filter(..).patch()`, and the others.

use crate::model::actor::NoActor;
use crate::model::{Manager, Model};
use crate::query::objects::row_set::RowSet;
use crate::query::objects::scope::{DeletedScope, FullyScoped, LiveScope, Restricts, ScopeOf};
use crate::query::objects::within::Confines;
use crate::query::objects::{BaseQuery, Objects, Scoped};
use crate::sql::target::ByFilter;
use crate::verbs::delete::Delete;
use crate::verbs::hard_delete::HardDelete;
use crate::verbs::restore::Restore;

/// Writes to every row of the query with set-based statements, which are audited row by row.
impl<R, Q, S, O, X> Objects<R, Q, S, O, X>
where
    R: Manager,
    S: ScopeOf<R::Model>,
    X: Confines<Q>,
    R::Filter: Restricts<X::Output>,
    S::Restriction: Restricts<BaseQuery<R, Q, X>>,
{
    fn target<W>(self) -> ByFilter<R, W>
    where
        Scoped<R, Q, S, X>: RowSet<R::Model, W>,
    {
        ByFilter::new(self.scoped().into_clause())
    }

    /// Removes every row of the query.
    ///
    /// SQL: `DELETE FROM articles WHERE ..`
    pub fn hard_delete<W>(self) -> HardDelete<ByFilter<R, W>, NoActor>
    where
        S: FullyScoped<Self>,
        Scoped<R, Q, S, X>: RowSet<R::Model, W>,
    {
        HardDelete::any(self.target())
    }

    /// Changes every live row of the query. `.run(conn)` returns how many rows were changed; a row that already has the
    /// values is neither written nor counted.
    ///
    /// SQL: `UPDATE articles SET .. WHERE ..`
    pub fn patch<W>(self) -> <R::Model as Model>::Patch<ByFilter<R, W>>
    where
        S: LiveScope + FullyScoped<Self>,
        Scoped<R, Q, S, X>: RowSet<R::Model, W>,
    {
        R::Model::patch_of(self.target())
    }

    /// Deletes every live row of the query: marks the rows if the model has soft deletion, and removes them otherwise.
    /// `.run(conn)` returns their number.
    ///
    /// SQL: `UPDATE articles SET deleted_at = .. WHERE ..`, or `DELETE FROM articles WHERE ..`
    pub fn delete<W>(self) -> Delete<ByFilter<R, W>, NoActor>
    where
        S: LiveScope + FullyScoped<Self>,
        Scoped<R, Q, S, X>: RowSet<R::Model, W>,
    {
        Delete::new(self.target())
    }

    /// Restores every deleted row of the query. `.run(conn)` returns their number.
    ///
    /// SQL: `UPDATE articles SET deleted_at = NULL, .. WHERE ..`
    pub fn restore<W>(self) -> Restore<ByFilter<R, W>, NoActor>
    where
        S: DeletedScope + FullyScoped<Self>,
        Scoped<R, Q, S, X>: RowSet<R::Model, W>,
    {
        Restore::new(self.target())
    }
}
