//! Reads the rows of models that extend another: both tables at once.

pub(crate) mod kinds;
pub(crate) mod load;

use crate::meta::Meta;
use crate::model::Model;
use crate::query::child::load::{ChildObjects, JoinsParent};
use crate::query::relations::belongs_to::BelongsTo;

/// A struct that represents rows in two tables: that of the model that it extends, and that of its own columns.
/// Implemented by `#[derive(Model)]` with `#[model(extends = ..)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not extend another model",
    label = "`{Self}` does not name a parent model",
    note = "add `extends = ..` to `#[model(..)]` of `{Self}`, and a field with `#[model(parent)]` that holds the \
            parent's row"
)]
pub trait Extends: Sized + Send + Sync + 'static {
    /// The model that is extended.
    type Parent: Model;
    /// The columns of the child's own table, as a model that no program names.
    #[doc(hidden)]
    type Part: Model<Key = <Self::Parent as Model>::Key> + BelongsTo<Self::Parent, Self::Column>;
    /// The column of the shared key in the child's table.
    type Column;
    /// The description of the columns that the child adds; the parent has its own description.
    const META: &'static Meta = <Self::Part as Model>::META;
    /// A new row, as `create` accepts it.
    type New;
    /// A patch that is bound to its target.
    type Patch<Target>;

    /// The row of the parent.
    fn parent(&self) -> &Self::Parent;

    /// The row of the child from its two parts.
    #[doc(hidden)]
    fn of_parts(parent: Self::Parent, part: Self::Part) -> Self;

    /// The values of a new row.
    #[doc(hidden)]
    fn values_of(new: Self::New) -> Halves<Self>;

    /// Binds an empty patch to a target.
    #[doc(hidden)]
    fn patch_of<Target>(target: Target) -> Self::Patch<Target>;

    /// The primary key, which is that of the parent's row.
    fn key(&self) -> <Self::Parent as Model>::Key {
        self.parent().key()
    }

    /// The live rows, as a query that composes with Diesel's own methods: the rows of the parent of this kind, in the
    /// parent's order. Scopes and conditions are those of the parent, and filters may name the columns of both tables.
    ///
    /// SQL: `SELECT .. FROM payment_methods INNER JOIN cards ON (cards.id = payment_methods.id) WHERE (..) AND
    /// payment_methods.deleted_at IS NULL ORDER BY ..`
    fn objects() -> ChildObjects<Self>
    where
        Self: JoinsParent,
    {
        <Self as JoinsParent>::joined()
    }
}

/// The values of a write to both tables.
#[doc(hidden)]
#[allow(missing_debug_implementations)]
pub struct Halves<Child: Extends> {
    /// The values of the parent's columns.
    pub parent: <Child::Parent as Model>::Values,
    /// The values of the child's own columns.
    pub part: <Child::Part as Model>::Values,
}
