//! The verbs of models that extend another: each writes two tables.

pub(crate) mod delete;
pub(crate) mod history;
pub(crate) mod insert;
pub(crate) mod macros;
pub(crate) mod patch;
pub(crate) mod run;

use crate::meta::error::Result;
use crate::model::KeyOf;
use crate::model::actor::NoActor;
use crate::query::child::Extends;
use crate::sql::dialect::Dialect;
use crate::sql::target::ByKey;
use crate::verbs::child::delete::{DeleteChild, HardDeleteChild};
use crate::verbs::child::history::ChildHistory;
use crate::verbs::child::insert::{CreateChild, CreateChildren};
use crate::verbs::model::IsDeleted;
use std::convert::Infallible;

/// A row in one table, which an upsert can find by a unique value. No child implements it, so that the error message
/// names this trait, and thereby the reason.
#[diagnostic::on_unimplemented(
    message = "an upsert works on one table, but a row of `{Self}` is in two",
    label = "no conflict target can say which of the two rows to look for",
    note = "look for the row first, in a transaction: `{Self}::objects().filter(..).first(conn).optional()?`, and then \
            call `patch` or `create`"
)]
pub trait InOneTable {
    /// Never called.
    fn never() -> Infallible;
}

/// The statements that create the unique indexes of a child's own table on a backend; see
/// [`ddl::unique_indexes`](crate::ddl::unique_indexes) for the indexes of the parent's table.
///
/// SQL: `CREATE UNIQUE INDEX cards_token_unique ON cards (token)`
///
/// # Errors
/// A name that the backend cannot quote; no such name is known.
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub fn unique_indexes<Child, DB>() -> Result<Vec<String>>
where
    DB: Dialect,
    Child: Extends<Part: crate::ddl::HasTable + crate::model::writable::Writable>,
{
    crate::ddl::unique_indexes::<Child::Part, DB>()
}

/// The statements that create a child's own table on a backend; see [`ddl::create_table`](crate::ddl::create_table),
/// which creates the parent's table, and comes first.
///
/// SQL: `CREATE TABLE cards (.., PRIMARY KEY (id), CONSTRAINT cards_id_fk FOREIGN KEY (id) REFERENCES payment_methods
/// (id))`
///
/// # Errors
/// As for [`ddl::create_table`](crate::ddl::create_table).
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))]
pub fn create_table<Child, DB>() -> Result<Vec<String>>
where
    DB: Dialect,
    Child: Extends<Part: crate::ddl::HasTable + crate::model::writable::Writable>,
{
    crate::ddl::create_table::<Child::Part, DB>()
}

/// The verbs of a model that extends another. Implemented for every such model; see [`Extends`].
pub trait ChildVerbs: Extends {
    /// Creates a row in both tables: `Card::create(NewCard::builder()..build()).by(&me).run(conn)`.
    ///
    /// SQL: `INSERT INTO payment_methods ..`, and `INSERT INTO cards ..` with the key of that row, in one transaction
    fn create(new: Self::New) -> CreateChild<Self, NoActor> {
        CreateChild::new(Self::values_of(new))
    }

    /// Creates many rows, in as few statements as the bind limit of the backend allows, in one transaction; the result
    /// has the order of the input.
    fn create_many(new: impl IntoIterator<Item = Self::New>) -> CreateChildren<Self, NoActor> {
        CreateChildren::new(new.into_iter().map(Self::values_of).collect())
    }

    /// Changes this row: `card.patch().last_four("1881").by(&me).run(conn)`. Only the fields that are set are written,
    /// only if one of them differs from the stored value, and only in the tables that have such a field. A change of
    /// the child's columns also updates `updated_at`, `updated_by` and the version of the parent's row.
    fn patch(&self) -> Self::Patch<ByKey<Self::Parent>> {
        Self::patch_of(ByKey::of(self.parent()))
    }

    /// Changes the row with this key, which need not be loaded first.
    fn patch_by_key(key: impl KeyOf<Self::Parent>) -> Self::Patch<ByKey<Self::Parent>> {
        Self::patch_of(ByKey::new(key.borrow().clone()))
    }

    /// Deletes this row: marks the parent's row if the parent has soft deletion, and removes both rows otherwise.
    fn delete(self) -> DeleteChild<Self, NoActor> {
        DeleteChild::new(ByKey::of(self.parent()))
    }

    /// Only a deleted row has this verb: [`DeletedChild::restore`](crate::verbs::DeletedChild::restore).
    #[doc(hidden)]
    fn restore(self) -> Self::Restored
    where
        Self: IsDeleted,
    {
        self.never()
    }

    /// Removes this row from both tables, whether the parent has soft deletion or not.
    fn hard_delete(self) -> HardDeleteChild<Self, NoActor> {
        HardDeleteChild::live(ByKey::of(self.parent()))
    }

    /// The entries of the audit trail for the row with this key, in either table, oldest first.
    fn history(key: impl KeyOf<Self::Parent>) -> ChildHistory<Self> {
        ChildHistory::new(key.borrow())
    }

    /// Does not compile; see [`InOneTable`].
    #[doc(hidden)]
    fn upsert(_: Self::New) -> Infallible
    where
        Self: InOneTable,
    {
        Self::never()
    }

    /// Does not compile; see [`InOneTable`].
    #[doc(hidden)]
    fn get_or_create(_: Self::New) -> Infallible
    where
        Self: InOneTable,
    {
        Self::never()
    }
}

impl<Child: Extends> ChildVerbs for Child {}
