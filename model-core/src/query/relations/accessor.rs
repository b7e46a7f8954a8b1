//! What `article.author()`, `article.comments()` and `article.tags()` return.

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

/// The parent `P` of a row of `M` by the column `C`, as a query.
pub type ParentOf<M, P, C> = Objects<
    P,
    WholeTable<P>,
    <<M as BelongsTo<P, C>>::Parents as JoinScope>::Start<P>,
    Single,
    Inside<Anywhere, IsParent<M, P, C>>,
>;

/// The live rows of `R` within a condition, in their order.
type All<R, P> = Objects<
    R,
    WholeTable<<R as Manager>::Model>,
    StartOf<<R as Manager>::Model>,
    <R as Manager>::Ordering,
    Inside<Anywhere, P>,
>;

/// The rows of `R` that belong to a row of `P` by the column `C`, as a query.
pub type ChildrenOf<R, P, C> = All<R, ChildOf<<R as Manager>::Model, P, C>>;

/// The rows of `R` that are linked to a row of `P` by the rows of `Link`, as a query.
pub type LinkedOf<R, Link, P, By, To> = All<R, LinkedTo<<R as Manager>::Model, Link, P, By, To>>;

/// A query over rows of `R`, within those that belong to a row of `P` by the column `C`.
pub(crate) type NarrowedToChildren<R, Q, S, O, X, P, C> =
    Objects<R, Q, S, O, Inside<X, ChildOf<<R as Manager>::Model, P, C>>>;

/// The parent of a row.
pub fn parent<M, P, C>(child: &M) -> ParentOf<M, P, C>
where
    M: BelongsTo<P, C>,
    P: Model,
{
    Objects::new(AsQuery::as_query(*P::TABLE)).keep_within(IsParent::new(child))
}

/// The rows that belong to a row.
pub fn children<R, P, C>(parent: &P) -> ChildrenOf<R, P, C>
where
    R: Manager,
    P: Model,
{
    R::objects().keep_within(ChildOf::new(parent))
}

/// The rows that are linked to a row, by links that are removed with either side.
pub fn linked<R, Link, P, By, To>(row: &P) -> LinkedOf<R, Link, P, By, To>
where
    R: Manager,
    Link: Model<Hooks: PassedBy<Link, Unspecified>>,
    P: Model,
{
    linked_without_hooks(row)
}

/// The same where the relation passes the hooks of the links by.
pub fn linked_without_hooks<R, Link, P, By, To>(row: &P) -> LinkedOf<R, Link, P, By, To>
where
    R: Manager,
    P: Model,
{
    R::objects().keep_within(LinkedTo::new(row))
}

impl<R, Q, S, O, X> Objects<R, Q, S, O, X>
where
    R: Manager,
{
    /// The rows that belong to this one: `PublishedArticle::objects().of(&author)`. Like the scope, it stays outside of
    /// every filter.
    ///
    /// SQL: `.. WHERE (..) AND (author_id = ..)`
    pub fn of<P>(self, parent: &P) -> NarrowedToChildren<R, Q, S, O, X, P, ForeignKeyTo<<R as Manager>::Model, P>>
    where
        P: Model,
        R::Model: RefersTo<P>,
    {
        self.keep_within(ChildOf::new(parent))
    }

    /// The same where several columns refer to one table: `Article::objects().of_by(articles::edited_by, &author)`.
    ///
    /// SQL: `.. WHERE (..) AND (edited_by = ..)`
    pub fn of_by<P, C>(self, _: C, parent: &P) -> NarrowedToChildren<R, Q, S, O, X, P, C>
    where
        P: Model,
        R::Model: BelongsTo<P, C>,
    {
        self.keep_within(ChildOf::new(parent))
    }
}
