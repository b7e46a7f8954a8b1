//! The verbs of a set of rows: `objects().filter(..).patch()`, and the others.

use crate::model::actor::NoActor;
use crate::model::writable::Writable;
use crate::model::{Manager, Model, SoftDelete};
use crate::query::objects::row_set::RowSet;
use crate::query::objects::scope::{DeletedScope, FullyScoped, LiveScope, Restricts, ScopeOf};
use crate::query::objects::within::Confines;
use crate::query::objects::{BaseQuery, Objects, Scoped};
use crate::sql::target::ByFilter;
use crate::verbs::delete::Delete;
use crate::verbs::hard_delete::HardDelete;
use crate::verbs::restore::Restore;

/// Writes to every row of the query with set-based statements, which are audited row by row.
impl<Row, Query, Scope, Order, Within> Objects<Row, Query, Scope, Order, Within>
where
    Row: Manager,
    Scope: ScopeOf<Row::Model>,
    Within: Confines<Query>,
    Row::Filter: Restricts<Within::Output>,
    Scope::Restriction: Restricts<BaseQuery<Row, Query, Within>>,
{
    fn target<Filter>(self) -> ByFilter<Row, Filter>
    where
        Scoped<Row, Query, Scope, Within>: RowSet<Row::Model, Filter>,
    {
        ByFilter::new(self.scoped().into_clause())
    }

    /// Removes every row of the query.
    ///
    /// SQL: `DELETE FROM articles WHERE ..`
    pub fn hard_delete<Filter>(self) -> HardDelete<ByFilter<Row, Filter>, NoActor>
    where
        Row::Model: Writable,
        Scope: FullyScoped<Self>,
        Scoped<Row, Query, Scope, Within>: RowSet<Row::Model, Filter>,
    {
        HardDelete::any(self.target())
    }

    /// Changes every live row of the query. `.run(conn)` returns how many rows were changed; a row that already has the
    /// values is neither written nor counted.
    ///
    /// SQL: `UPDATE articles SET .. WHERE ..`
    pub fn patch<Filter>(self) -> <Row::Model as Model>::Patch<ByFilter<Row, Filter>>
    where
        Row::Model: Writable,
        Scope: LiveScope + FullyScoped<Self>,
        Scoped<Row, Query, Scope, Within>: RowSet<Row::Model, Filter>,
    {
        Row::Model::patch_of(self.target())
    }

    /// Changes every row of the query, deleted ones among them, which [`patch`](Self::patch) never reaches: for what
    /// others say of a row whatever became of it here, such as the copy of another server.
    ///
    /// SQL: as for [`patch`](Self::patch)
    pub fn patch_including_deleted<Filter>(self) -> <Row::Model as Model>::Patch<ByFilter<Row, Filter>>
    where
        Row::Model: SoftDelete + Writable,
        Scope: FullyScoped<Self>,
        Scoped<Row, Query, Scope, Within>: RowSet<Row::Model, Filter>,
    {
        Row::Model::patch_of(self.target().including_deleted())
    }

    /// Deletes every live row of the query: marks the rows if the model has soft deletion, and removes them otherwise.
    /// `.run(conn)` returns their number.
    ///
    /// SQL: `UPDATE articles SET deleted_at = .. WHERE ..`, or `DELETE FROM articles WHERE ..`
    pub fn delete<Filter>(self) -> Delete<ByFilter<Row, Filter>, NoActor>
    where
        Row::Model: Writable,
        Scope: LiveScope + FullyScoped<Self>,
        Scoped<Row, Query, Scope, Within>: RowSet<Row::Model, Filter>,
    {
        Delete::new(self.target())
    }

    /// Restores every deleted row of the query. `.run(conn)` returns their number.
    ///
    /// SQL: `UPDATE articles SET deleted_at = NULL, .. WHERE ..`
    pub fn restore<Filter>(self) -> Restore<ByFilter<Row, Filter>, NoActor>
    where
        Row::Model: Writable,
        Scope: DeletedScope + FullyScoped<Self>,
        Scoped<Row, Query, Scope, Within>: RowSet<Row::Model, Filter>,
    {
        Restore::new(self.target())
    }
}
