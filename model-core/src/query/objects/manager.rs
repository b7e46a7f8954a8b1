//! The start of a scoped query.

use crate::model::StartOf;
use crate::model::{Manager, Model};
use crate::query::objects::Objects;
use diesel::query_builder::AsQuery;

/// The queries of a model or a proxy. Implemented for every [`Manager`], and imported with the prelude.
pub trait ManagerVerbs: Manager {
    /// The live rows, as a query that composes with Diesel's own methods.
    ///
    /// The scope is applied last, outside every filter, so no `or_filter` can bypass it.
    ///
    /// SQL: `SELECT .. FROM articles WHERE (..) AND deleted_at IS NULL ORDER BY ..`
    #[allow(clippy::type_complexity)]
    fn objects()
    -> Objects<Self, <<Self::Model as Model>::Table as AsQuery>::Query, StartOf<Self::Model>, Self::Ordering>
    where
        <Self::Model as Model>::Table: AsQuery,
    {
        Objects::new(AsQuery::as_query(*Self::Model::TABLE))
    }
}

impl<Row: Manager> ManagerVerbs for Row {}
