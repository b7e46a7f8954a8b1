//! The declarations of the models, as plain data.

use crate::ddl::declared::{Declared, HasTable, TableName, declared, table_name};
use crate::effects::{Cascade, CascadeWithin, Keep, Owned, Restrict, SetNull, Unlink};
#[cfg(feature = "list")]
use crate::meta::Meta;
use crate::meta::error::Result;
use crate::model::{DeletionPolicy, Manager, Model};
use crate::query::relations::belongs_to::BelongsTo;

/// What happens to the rows that belong to a deleted row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// They are deleted with it.
    Cascade,
    /// It cannot be deleted.
    Restrict,
    /// Their foreign key becomes NULL.
    SetNull,
    /// They stay as they are.
    Keep,
}

/// Rows that belong to a row: their table, the columns of their foreign key, and what happens to them.
#[derive(Debug, Clone)]
pub(crate) struct OwnedTable {
    pub(crate) table: TableName,
    pub(crate) columns: Vec<&'static str>,
    pub(crate) policy: Policy,
}

/// The declarations.
#[derive(Debug, Default)]
pub struct Declarations {
    pub(crate) tables: Vec<Declared>,
    pub(crate) owned: Vec<OwnedTable>,
    #[cfg(feature = "list")]
    pub(crate) lists: Vec<SortedList>,
}

/// The columns by which a list can be sorted, and those that it searches for words.
#[cfg(feature = "list")]
#[derive(Debug)]
pub(crate) struct SortedList {
    pub(crate) meta: &'static Meta,
    pub(crate) columns: Vec<usize>,
    /// The text search configuration of PostgreSQL, and the columns.
    pub(crate) words: Option<(&'static str, Vec<usize>)>,
}

impl Declarations {
    /// The names of all tables, and of their schemas.
    pub(crate) fn names(&self) -> (Vec<String>, Vec<String>) {
        let names = self.tables.iter().map(|declared| declared.table.name.clone()).chain(["audit_logs".to_owned()]);
        let schemas = self.tables.iter().filter_map(|declared| declared.table.schema.clone());
        (sorted(names), sorted(schemas))
    }
}

/// Each name once.
fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let names: std::collections::BTreeSet<_> = names.collect();
    names.into_iter().collect()
}

/// Models that can be compared with a database: one, or a tuple of them, which may contain further tuples. A model
/// brings the tables of the models that extend it, and a proxy brings its order.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model, a proxy of one, or a tuple of them",
    label = "`check` compares models with a database",
    note = "a model that extends another is checked with its parent: name the parent; a tuple has at most 16 elements, \
            and can contain tuples"
)]
pub trait Models {
    /// Adds their declarations.
    ///
    /// # Errors
    /// A name that cannot be quoted; no such name is known.
    #[doc(hidden)]
    fn declare(into: &mut Declarations) -> Result<()>;
}

impl<R: Manager<Model: HasTable + Model<Deletion: DeletionPolicy<Owned: OwnedTables<R::Model>>>>> Models for R {
    fn declare(into: &mut Declarations) -> Result<()> {
        into.tables.push(declared::<R>()?);
        <<R::Model as Model>::Deletion as DeletionPolicy>::Owned::declare_owned(into)
    }
}

macro_rules! models_in_tuple {
    ($($models:ident)+) => {
        impl<$($models: Models),+> Models for ($($models,)+) {
            fn declare(into: &mut Declarations) -> Result<()> {
                $($models::declare(into)?;)+
                Ok(())
            }
        }
    };
}

models_in_tuple!(A);
models_in_tuple!(A B);
models_in_tuple!(A B C);
models_in_tuple!(A B C D);
models_in_tuple!(A B C D E);
models_in_tuple!(A B C D E F);
models_in_tuple!(A B C D E F G);
models_in_tuple!(A B C D E F G H);
models_in_tuple!(A B C D E F G H I);
models_in_tuple!(A B C D E F G H I J);
models_in_tuple!(A B C D E F G H I J K);
models_in_tuple!(A B C D E F G H I J K L);
models_in_tuple!(A B C D E F G H I J K L M);
models_in_tuple!(A B C D E F G H I J K L M N);
models_in_tuple!(A B C D E F G H I J K L M N O);
models_in_tuple!(A B C D E F G H I J K L M N O P);

/// A list of relations to the rows that belong to a row.
#[doc(hidden)]
pub trait OwnedTables<P> {
    /// Adds the table of each, and the tables of the models that extend this one.
    ///
    /// # Errors
    /// As for [`Models::declare`].
    fn declare_owned(into: &mut Declarations) -> Result<()>;
}

impl<P> OwnedTables<P> for () {
    fn declare_owned(_: &mut Declarations) -> Result<()> {
        Ok(())
    }
}

impl<P, Child, C, On, Rest> OwnedTables<P> for (Owned<Child, C, On>, Rest)
where
    P: Model,
    Child: HasTable + BelongsTo<P, C>,
    On: HasPolicy,
    Rest: OwnedTables<P>,
{
    fn declare_owned(into: &mut Declarations) -> Result<()> {
        let foreign_key = <Child as BelongsTo<P, C>>::FOREIGN_KEY;
        let columns = foreign_key.iter().map(|field| Child::META.fields[*field].column).collect();
        let is_part = On::LINKS && Child::META.key.iter().all(|key| foreign_key.contains(key));
        if is_part {
            into.tables.push(declared::<Child>()?);
        }
        into.owned.push(OwnedTable { table: table_name::<Child>()?, columns, policy: On::POLICY });
        Rest::declare_owned(into)
    }
}

/// A policy as a type.
#[doc(hidden)]
pub trait HasPolicy {
    /// The policy.
    #[doc(hidden)]
    const POLICY: Policy;
    /// Whether the rows are links, or more columns of a row.
    const LINKS: bool = false;
}

macro_rules! policies {
    ($($ty:ident => $policy:ident;)+) => {$(
        impl HasPolicy for $ty {
            const POLICY: Policy = Policy::$policy;
        }
    )+};
}

policies! {
    Cascade => Cascade;
    CascadeWithin => Cascade;
    Restrict => Restrict;
    SetNull => SetNull;
    Keep => Keep;
}

impl HasPolicy for Unlink {
    const POLICY: Policy = Policy::Cascade;
    const LINKS: bool = true;
}
