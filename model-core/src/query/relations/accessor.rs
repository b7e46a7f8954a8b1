//! The queries that `article.author()`, `article.comments()` and `article.tags()` return.

use crate::meta::bulk::Unspecified;
use crate::model::StartOf;
use crate::model::hooked::PassedBy;
use crate::model::{Manager, Model};
use crate::query::objects::Objects;
use crate::query::objects::manager::ManagerVerbs;
use crate::query::objects::scope::Single;
use crate::query::objects::within::{Anywhere, Inside};
use crate::query::relations::belongs_to::{BelongsTo, ForeignKeyTo, RefersTo};
use crate::query::relations::conditions::{ChildOf, IsParent, LinkedTo};
use crate::query::relations::join::JoinScope;
use diesel::query_builder::AsQuery;

/// The query over a whole table.
type WholeTable<M> = <<M as Model>::Table as AsQuery>::Query;

/// The parent `P` of a row of `M` through the column `C`, as a query.
pub type ParentOf<M, P, C> = Objects<
    P,
    WholeTable<P>,
    <<M as BelongsTo<P, C>>::Parents as JoinScope>::Start<P>,
    Single,
    Inside<Anywhere, IsParent<M, P, C>>,
>;

/// The live rows of `Row` that satisfy a condition, in their default order.
type All<Row, Condition> = Objects<
    Row,
    WholeTable<<Row as Manager>::Model>,
    StartOf<<Row as Manager>::Model>,
    <Row as Manager>::Ordering,
    Inside<Anywhere, Condition>,
>;

/// The rows of `Row` that belong to a row of `P` through the column `C`, as a query.
pub type ChildrenOf<Row, P, C> = All<Row, ChildOf<<Row as Manager>::Model, P, C>>;

/// The rows of `Row` that are linked to a row of `P` through rows of `Link`, as a query.
pub type LinkedOf<Row, Link, P, By, To> = All<Row, LinkedTo<<Row as Manager>::Model, Link, P, By, To>>;

/// A query over rows of `Row`, restricted to those that belong to a row of `P` through the column `C`.
pub(crate) type NarrowedToChildren<Row, Query, Scope, Order, Within, P, C> =
    Objects<Row, Query, Scope, Order, Inside<Within, ChildOf<<Row as Manager>::Model, P, C>>>;

/// The parent of a row.
pub fn parent<M, P, C>(child: &M) -> ParentOf<M, P, C>
where
    M: BelongsTo<P, C>,
    P: Model,
{
    Objects::new(AsQuery::as_query(*P::TABLE)).keep_within(IsParent::new(child))
}

/// The rows that belong to a row.
pub fn children<Row, P, C>(parent: &P) -> ChildrenOf<Row, P, C>
where
    Row: Manager,
    P: Model,
{
    Row::objects().keep_within(ChildOf::new(parent))
}

/// The rows that are linked to a row, through links that are removed with either side.
pub fn linked<Row, Link, P, By, To>(row: &P) -> LinkedOf<Row, Link, P, By, To>
where
    Row: Manager,
    Link: Model<Hooks: PassedBy<Link, Unspecified>>,
    P: Model,
{
    linked_without_hooks(row)
}

/// The same for a relation that removes its links without hooks.
pub fn linked_without_hooks<Row, Link, P, By, To>(row: &P) -> LinkedOf<Row, Link, P, By, To>
where
    Row: Manager,
    P: Model,
{
    Row::objects().keep_within(LinkedTo::new(row))
}

impl<Row, Query, Scope, Order, Within> Objects<Row, Query, Scope, Order, Within>
where
    Row: Manager,
{
    /// The rows that belong to this one: `PublishedArticle::objects().of(&author)`. Like the scope, the condition stays
    /// outside every filter.
    ///
    /// SQL: `.. WHERE (..) AND (author_id = ..)`
    pub fn of<P>(
        self,
        parent: &P,
    ) -> NarrowedToChildren<Row, Query, Scope, Order, Within, P, ForeignKeyTo<<Row as Manager>::Model, P>>
    where
        P: Model,
        Row::Model: RefersTo<P>,
    {
        self.keep_within(ChildOf::new(parent))
    }

    /// The same for a model with several foreign keys to one table: `Article::objects().of_by(articles::edited_by,
    /// &author)`.
    ///
    /// SQL: `.. WHERE (..) AND (edited_by = ..)`
    pub fn of_by<P, C>(self, _: C, parent: &P) -> NarrowedToChildren<Row, Query, Scope, Order, Within, P, C>
    where
        P: Model,
        Row::Model: BelongsTo<P, C>,
    {
        self.keep_within(ChildOf::new(parent))
    }
}
