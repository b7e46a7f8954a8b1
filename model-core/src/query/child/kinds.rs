//! Rows of a parent, each with the row of the child that it is.

use crate::model::CoversFor;
use crate::model::{Manager, Model};
use crate::query::child::Extends;
use crate::query::child::load::{PartTable, SameKey};
use crate::query::objects::Objects;
use crate::query::objects::joined::LeftJoined;
use crate::query::relations::join::{LeftOuter, left_outer};
use diesel::query_dsl::InternalJoinDsl;

/// A model that is extended by `C`. Implemented by `#[model(extended_by(..))]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say that `{C}` extends it",
    label = "removing a row of `{Self}` would leave its row of `{C}` behind",
    note = "add `extended_by({C})` to `#[model(..)]` of `{Self}`"
)]
pub trait ExtendedBy<C>: Model {}

/// Lets generated code check that a parent names a child.
#[doc(hidden)]
pub const fn extends_known<P, C>()
where
    P: ExtendedBy<C>,
{
}

/// A model that others extend. Implemented by `#[model(extended_by(..))]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not extended by other models",
    label = "`{Self}` does not name any model that extends it",
    note = "add `extended_by(..)` with the names of those models to `#[model(..)]` of `{Self}`; a model that extends \
            another cannot itself be extended"
)]
pub trait HasKinds: Model {
    /// The models that extend it: pairs of one and the rest, ending in `()`.
    type Children;
    /// The generated enum with a variant for each child, and one for a row without a child.
    type Kind;
}

/// Lets generated code check that a model names models that extend it.
#[doc(hidden)]
pub const fn is_extended<P: HasKinds>() {}

/// A model whose removals name an actor if rows of the child `C` need one.
#[diagnostic::on_unimplemented(
    message = "removing a row of `{Self}` would write a row of `{C}` without an actor",
    label = "rows of `{C}` need an actor, but those of `{Self}` do not ask for one",
    note = "add `audit` to `#[model(..)]` of `{Self}`, or remove it from `{C}`"
)]
pub trait CoversChild<C> {}

#[diagnostic::do_not_recommend]
impl<P, Child> CoversChild<Child> for P
where
    P: Model<Attribution: CoversFor<Child::Part>>,
    Child: Extends,
{
}

/// Lets generated code check that a model extends another.
#[doc(hidden)]
pub const fn is_child<C: Extends>() -> bool {
    true
}

/// Lets generated code check that a child that a parent names extends the parent, and can be removed with it.
#[doc(hidden)]
pub const fn can_be_extended<P, Child>()
where
    P: Model + CoversChild<Child>,
    Child: Extends<Parent = P>,
{
}

/// A list of children whose tables can be joined with the query `Query` of scope `Scope`.
pub trait JoinsKinds<Query, Scope> {
    /// The query with the joins.
    type Query;
    /// The scope, with the columns of each child.
    type Scope;

    /// Adds the joins.
    fn join(query: Query) -> Self::Query;
}

impl<Query, Scope> JoinsKinds<Query, Scope> for () {
    type Query = Query;
    type Scope = Scope;

    fn join(query: Query) -> Query {
        query
    }
}

impl<Query, Scope, Child, Rest, Joined> JoinsKinds<Query, Scope> for (Child, Rest)
where
    Child: Extends,
    Query: InternalJoinDsl<PartTable<Child>, LeftOuter, SameKey<Child>, Output = Joined>,
    Rest: JoinsKinds<Joined, LeftJoined<Scope, Child::Part>>,
{
    type Query = Rest::Query;
    type Scope = Rest::Scope;

    fn join(query: Query) -> Self::Query {
        Rest::join(query.join(*Child::Part::TABLE, left_outer(), Default::default()))
    }
}

impl<Row, Query, Scope, Order, Within> Objects<Row, Query, Scope, Order, Within>
where
    Row: Manager,
{
    /// Each row as its kind: `PaymentMethod::objects().kinds().load::<PaymentMethodKind>(conn)`, with a `match` that
    /// the compiler checks. A row without a child has the variant of the parent. Filters, orders and limits compose,
    /// over the columns of all tables.
    ///
    /// SQL: `SELECT .. FROM payment_methods LEFT OUTER JOIN cards ON (cards.id = payment_methods.id) LEFT OUTER JOIN
    /// bank_transfers ON (..) WHERE ..`
    pub fn kinds<Children, Joined, Widened>(self) -> Objects<Row, Joined, Widened, Order, Within>
    where
        // Named here and not in the result, or a model without kinds would have an error of the compiler's words.
        Row::Model: HasKinds<Children = Children>,
        Children: JoinsKinds<Query, Scope, Query = Joined, Scope = Widened>,
    {
        self.turn(Children::join)
    }
}
