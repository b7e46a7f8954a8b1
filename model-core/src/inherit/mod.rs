//! Models that extend another by columns in a table of their own: multi-table inheritance.
//!
//! ```
//! # use diesel::prelude::*;
//! use model_core::prelude::*;
//! # diesel::table! {
//! #     payment_methods (id) {
//! #         id -> BigInt, owner_id -> BigInt, label -> Text, created_at -> Timestamp, deleted_at -> Nullable<Timestamp>,
//! #     }
//! # }
//! # diesel::table! { cards (id) { id -> BigInt, last_four -> Text, network -> Text, } }
//! # diesel::table! { bank_transfers (id) { id -> BigInt, iban -> Text, } }
//! # diesel::allow_tables_to_appear_in_same_query!(payment_methods, cards, bank_transfers);
//! # use chrono::NaiveDateTime;
//!
//! #[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
//! pub struct PaymentMethodId(i64);
//!
//! #[derive(Model, Debug, Clone)]
//! #[model(table = payment_methods, timestamps, soft_delete, ordering = "-created_at")]
//! #[model(extended_by(Card, BankTransfer))]
//! pub struct PaymentMethod {
//!     pub id: PaymentMethodId,
//!     pub owner_id: i64,
//!     pub label: String,
//!     pub created_at: NaiveDateTime,
//!     pub deleted_at: Option<NaiveDateTime>,
//! }
//!
//! #[derive(Model, Debug, Clone)]
//! #[model(table = cards, extends = PaymentMethod)]
//! pub struct Card {
//!     #[model(parent)]
//!     pub method: PaymentMethod,
//!     #[model(max_length = 4)]
//!     pub last_four: String,
//!     pub network: String,
//! }
//!
//! #[derive(Model, Debug, Clone)]
//! #[model(table = bank_transfers, extends = PaymentMethod)]
//! pub struct BankTransfer {
//!     #[model(parent)]
//!     pub method: PaymentMethod,
//!     pub iban: String,
//! }
//!
//! # #[cfg(feature = "sqlite")]
//! # fn at_the_desk(conn: &mut SqliteConnection) -> Result<(), Error> {
//! // One transaction, two rows with one key.
//! let method = NewPaymentMethod::builder().label("Travel").owner_id(7).build();
//! let card = Card::create(NewCard::builder().method(method).last_four("4242").network("visa").build()).run(conn)?;
//!
//! // One statement with one join: live rows in the order of the parent, and filters over both tables.
//! let cards: Vec<Card> = Card::objects()
//!     .filter(cards::network.eq("visa"))
//!     .filter(payment_methods::owner_id.eq(7))
//!     .load(conn)?;
//!
//! // Only the tables with a change are written.
//! let card = card.patch().last_four("1881").method(PaymentMethodPatch::new().label("Home")).run(conn)?;
//! let gone: Deleted<Card> = card.delete().run(conn)?;
//! let card = gone.restore().run(conn)?;
//!
//! // Each as what it is, in one statement.
//! for method in PaymentMethod::objects().kinds().load::<PaymentMethodKind>(conn)? {
//!     match method {
//!         PaymentMethodKind::Card(card) => println!("{} ending in {}", card.method.label, card.last_four),
//!         PaymentMethodKind::BankTransfer(transfer) => println!("{}", transfer.iban),
//!         PaymentMethodKind::PaymentMethod(plain) => println!("{}", plain.label),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What is where
//!
//! The child's table has the columns of the child and the key of the parent, which is its primary key and a foreign key:
//! `id BIGINT PRIMARY KEY REFERENCES payment_methods (id)`. It is the column `id`, or the one that
//! `#[diesel(column_name = ..)]` on the field of the parent names. The parent says by `extended_by(..)` which models extend
//! it, so that a row of it that is removed takes theirs along. Both tables appear in one query: Diesel's
//! `allow_tables_to_appear_in_same_query!` has to name them.
//!
//! The row of the parent is a row like any other. Its timestamps, its version, its soft deletion, its unique rules, its
//! relations and its trail are those of the whole: deleting it through `PaymentMethod` hides the card, since the live scope
//! of the child is that of the parent, and a row that refers to a card refers to its `PaymentMethod`. A child can have
//! unique fields, foreign keys, checks, defaults and bases of plain columns. A unique rule of its own counts deleted rows,
//! of which the child's table knows nothing. Where both are audited, each row has its entries under its own content type,
//! with one batch; a child is not audited without its parent, whose removal has to name an actor for it.
//!
//! A child is not extended in turn, and nothing belongs to a child: let it belong to the parent, whose key is the same. Nor is
//! a row of the parent made one of a child later: that it is one is decided when it is created. `Card::history(&id)` tells
//! what was written to either row, in one sequence.
//!
//! # What it costs
//!
//! | | statements, beside `BEGIN` and `COMMIT` |
//! |---|---|
//! | `Card::objects()`, `count`, `exists`, `find` | one, with an inner join on the keys |
//! | `Card::create` | the insert of the parent, and that of the child |
//! | `Card::create_many` | the inserts of the parents, and those of the children, each in as few as the bind limit allows |
//! | `card.patch()` of the parent's columns | the parent's patch, and a read of the child |
//! | `card.patch()` of the child's columns | a read of the parent that locks it, the child's patch, and, when that changed something, an update of what moves with every write: `updated_at`, `updated_by`, the version (with an entry in the parent's trail) |
//! | `card.patch()` of both | the two patches |
//! | `card.delete()`, `gone.restore()` | the parent's, and a read of the child |
//! | `card.hard_delete()`, or `delete()` without soft deletion | a read of each, and the removal of the parent, which looks for rows of each child and removes those first |
//! | `method.hard_delete()`, `purge`, of a parent | what these are, and for each child a read, and a removal where there are rows |
//! | `PaymentMethod::objects().kinds()` | one, with a left join for each child |
//! | `PaymentMethod::objects()` | one, as for every model |
//!
//! Where a write to one row of a model is several statements (an audited one on SQLite and MySQL/MariaDB), each of these is.
//! On SQLite, a statement that takes the write lock comes first.
//!
//! A join is made by every read, also by one that looks at the child's columns alone. That is what this form costs, and why it
//! is the last that should be tried:
//!
//! - Columns that several models have in common, and nobody asks for across them: a [base](crate::bases). There is one table
//!   for each model, and no join.
//! - Kinds that differ in what they do and not in their columns: a [`Proxy`](macro@crate::Proxy) for each. There is one table.
//! - Others refer to rows of several models that have nothing in common: a [generic reference](crate::generic).
//! - What is shared is a thing of its own, that others refer to and that is listed and counted by itself, and each kind adds
//!   columns that cannot be NULL: this.
//!
//! # Sets
//!
//! A set is written through the model that has the columns. That of the parent takes the keys of the children:
//!
//! ```text
//! let old: Vec<PaymentMethodId> = Card::objects().filter(cards::network.eq("maestro")).select(payment_methods::id).load(conn)?;
//! PaymentMethod::objects().filter(payment_methods::id.eq_any(old)).delete().by(&me).run(conn)?;
//! ```
//!
//! `Card::objects().delete()` does not compile, and there is no upsert of a child: which of the two rows it would find is
//! nothing that one conflict target could say.

mod delete;
mod history;
mod insert;
mod kinds;
mod load;
mod macros;
mod patch;
mod run;

pub use self::delete::{DeleteChild, DeletedChild, HardDeleteChild, RestoreChild};
pub use self::history::{ChildEntry, ChildHistory};
pub use self::insert::{CreateChild, CreateChildren};
pub use self::kinds::{CoversChild, ExtendedBy, HasKinds, JoinsKinds, can_be_extended, extends_known, is_extended};
pub use self::load::{ChildObjects, JoinsParent};
pub use self::macros::{__child as child, __child_new as child_new, __child_patch as child_patch, __kinds as kinds};
pub use self::patch::{PartPatch, PatchesChild, UpdateChild};
pub use self::run::WritesChild;

use crate::actor::NoActor;
use crate::audit::{Break, Verifies};
use crate::error::Result;
use crate::key::KeyOf;
use crate::meta::Meta;
use crate::model::Model;
use crate::relations::BelongsTo;
use crate::write::{ByKey, Dialect};
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;
use std::convert::Infallible;

/// A struct that stands for rows of two tables: those of a model, and what it adds to them. Implemented by
/// `#[derive(Model)]` with `#[model(extends = ..)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not extend another model",
    label = "nothing says that rows of `{Self}` are in two tables",
    note = "add `extends = ..` to `#[model(..)]` of `{Self}`, and a field with `#[model(parent)]` for the row of that model"
)]
pub trait Extends: Sized + 'static {
    /// The model that is extended.
    type Parent: Model;
    /// The columns of the child's own table, as a model that no program names.
    #[doc(hidden)]
    type Part: Model<Key = <Self::Parent as Model>::Key> + BelongsTo<Self::Parent, Self::Column>;
    /// The column of the shared key in the child's table.
    type Column;
    /// What is known of the columns that the child adds; the parent's are in its own.
    const META: &'static Meta = <Self::Part as Model>::META;
    /// A new row, as `create` takes it.
    type New;
    /// A patch that is bound to what it will be applied to.
    type Patch<Target>;

    /// The row of the parent.
    fn parent(&self) -> &Self::Parent;

    /// The row that these two are.
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

    /// The live rows, as a query that Diesel's own methods compose with: those of the parent that are of this kind, in the
    /// parent's order. The scopes and conditions are the parent's, and filters may name the columns of both tables.
    ///
    /// SQL: `SELECT .. FROM payment_methods INNER JOIN cards ON (cards.id = payment_methods.id) WHERE (..) AND
    /// payment_methods.deleted_at IS NULL ORDER BY ..`
    fn objects() -> ChildObjects<Self>
    where
        Self: JoinsParent,
    {
        <Self as JoinsParent>::joined()
    }

    /// A new row in both tables: `Card::create(NewCard::builder()..build()).by(&me).run(conn)`.
    ///
    /// SQL: `INSERT INTO payment_methods ..`, and `INSERT INTO cards ..` with the key of that row, in one transaction
    fn create(new: Self::New) -> CreateChild<Self, NoActor> {
        CreateChild::new(Self::values_of(new))
    }

    /// Many new rows, in as few statements as the backend's bind limit allows, in one transaction; the result keeps
    /// the order of the input.
    fn create_many(new: impl IntoIterator<Item = Self::New>) -> CreateChildren<Self, NoActor> {
        CreateChildren::new(new.into_iter().map(Self::values_of).collect())
    }

    /// A change of this row: `card.patch().last_four("1881").by(&me).run(conn)`. Only the fields that are set are written,
    /// only where one of them differs from what is stored, and only in the tables that have such a field. A change of the
    /// child's row is one of the whole: it moves `updated_at`, `updated_by` and the version of the parent's.
    fn patch(&self) -> Self::Patch<ByKey<Self::Parent>> {
        Self::patch_of(ByKey::of(self.parent()))
    }

    /// A change of the row with this key, which need not be loaded first.
    fn patch_by_key(key: impl KeyOf<Self::Parent>) -> Self::Patch<ByKey<Self::Parent>> {
        Self::patch_of(ByKey::new(key.borrow().clone()))
    }

    /// Deletes this row: marks that of the parent when it has soft deletion, and removes both otherwise.
    fn delete(self) -> DeleteChild<Self, NoActor> {
        DeleteChild::new(ByKey::of(self.parent()))
    }

    /// Removes this row from both tables for good, whether the parent has soft deletion or not.
    fn hard_delete(self) -> HardDeleteChild<Self, NoActor> {
        HardDeleteChild::live(ByKey::of(self.parent()))
    }

    /// What the audit trail has on the row with this key, in either table, oldest first.
    fn history(key: impl KeyOf<Self::Parent>) -> ChildHistory<Self> {
        ChildHistory::new(key.borrow())
    }

    /// Checks the audit trails of the parent and of the child's own columns; see [`Model::verify_history`].
    ///
    /// # Errors
    /// Those of the database.
    fn verify_history<Conn>(conn: &mut Conn) -> Result<Vec<Break>>
    where
        Conn: LoadConnection<Backend: Verifies<Conn, Self::Parent> + Verifies<Conn, Self::Part>>,
    {
        let mut breaks = Self::Parent::verify_history(conn)?;
        if Self::Part::META.audited {
            breaks.extend(Self::Part::verify_history(conn)?);
        }
        Ok(breaks)
    }

    /// Never there; see [`InOneTable`].
    #[doc(hidden)]
    fn upsert(_: Self::New) -> Infallible
    where
        Self: InOneTable,
    {
        Self::never()
    }

    /// Never there; see [`InOneTable`].
    #[doc(hidden)]
    fn get_or_create(_: Self::New) -> Infallible
    where
        Self: InOneTable,
    {
        Self::never()
    }
}

/// A row that one unique value finds. Implemented by no child: an error message about one of them names this trait, and it is
/// the reason.
#[diagnostic::on_unimplemented(
    message = "a row of `{Self}` is in two tables, and an upsert finds rows of one",
    label = "which of the two rows it is that would be found, no conflict target can say",
    note = "look for the row first, in a transaction: `{Self}::objects().filter(..).first(conn).optional()?`, and then `patch` \
            or `create`"
)]
pub trait InOneTable {
    /// Never called.
    fn never() -> Infallible;
}

/// The statements that create the unique indexes of a child's own table on a backend; see
/// [`ddl::unique_indexes`](crate::ddl::unique_indexes) for those of its parent's.
///
/// SQL: `CREATE UNIQUE INDEX cards_token_unique ON cards (token)`
///
/// # Errors
/// A name that the backend cannot quote, which is not known to exist.
pub fn unique_indexes<C, DB>() -> Result<Vec<String>>
where
    DB: Dialect,
    C: Extends<Part: Model<Table: QueryFragment<DB>>>,
{
    crate::ddl::unique_indexes::<C::Part, DB>()
}

/// The values of a write to both tables.
#[doc(hidden)]
#[allow(missing_debug_implementations)]
pub struct Halves<C: Extends> {
    /// Those of the parent.
    pub parent: <C::Parent as Model>::Values,
    /// Those of the child's own columns.
    pub part: <C::Part as Model>::Values,
}
