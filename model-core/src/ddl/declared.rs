//! A table as its model declares it: plain data, without a backend.

use crate::meta::error::Result;
use crate::meta::{Field, Meta, OrderTerm, Role};
use crate::model::key::RowKey;
use crate::model::{Manager, Model};
use crate::query::relations::belongs_to::BelongsTo;
use crate::query::relations::reference::{Reference, ReferenceWithin};
use crate::sql::dialect::{AnyBackend, Dialect};
use diesel::query_builder::QueryFragment;
use std::fmt;

/// The name of a table, and of the schema that it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableName {
    /// The schema; none for the tables that are found without one.
    pub(crate) schema: Option<String>,
    /// The table.
    pub(crate) name: String,
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.schema.iter().try_for_each(|schema| write!(f, "{schema}."))?;
        f.write_str(&self.name)
    }
}

/// A table as its model declares it.
#[derive(Debug, Clone)]
pub(crate) struct Declared {
    pub(crate) meta: &'static Meta,
    pub(crate) table: TableName,
    pub(crate) order: &'static [OrderTerm],
    /// Whether the database numbers the rows.
    pub(crate) is_numbered: bool,
    pub(crate) parents: Vec<ParentTable>,
}

/// The table that a foreign key refers to.
#[derive(Debug, Clone)]
pub struct ParentTable {
    /// The foreign key, as indices of the fields, in the order of the key that it refers to.
    pub(crate) fields: &'static [usize],
    pub(crate) meta: &'static Meta,
    pub(crate) table: TableName,
}

impl ParentTable {
    /// The key that the foreign key refers to.
    pub(crate) fn key(&self) -> impl Iterator<Item = &'static Field> + use<> {
        self.meta.key.iter().map(|column| &self.meta.fields[*column])
    }

    /// The part of the key that a column refers to.
    pub(crate) fn key_of(&self, column: usize) -> Option<&'static Field> {
        let part = self.fields.iter().position(|field| *field == column)?;
        self.key().nth(part)
    }

    /// The column that stands for the foreign key: the last one of the table.
    pub(crate) fn last(&self) -> usize {
        self.fields.iter().copied().max().unwrap_or_default()
    }

    /// What a name has of the foreign key: its columns.
    pub(crate) fn stem(&self, declared: &Declared) -> String {
        let columns = self.fields.iter().map(|field| declared.meta.fields[*field].column);
        columns.collect::<Vec<_>>().join("_")
    }
}

/// A list of references whose tables have names.
#[doc(hidden)]
pub trait ParentTables<M> {
    /// Adds the table of each reference.
    ///
    /// # Errors
    /// A name that cannot be quoted; no such name is known.
    fn push_tables(tables: &mut Vec<ParentTable>) -> Result<()>;
}

impl<M> ParentTables<M> for () {
    fn push_tables(_: &mut Vec<ParentTable>) -> Result<()> {
        Ok(())
    }
}

impl<M, P, C, Rest> ParentTables<M> for (Reference<P, C>, Rest)
where
    M: BelongsTo<P, C>,
    P: Model<Table: QueryFragment<AnyBackend>>,
    Rest: ParentTables<M>,
{
    fn push_tables(tables: &mut Vec<ParentTable>) -> Result<()> {
        tables.push(ParentTable { fields: M::FOREIGN_KEY, meta: P::META, table: table_name::<P>()? });
        Rest::push_tables(tables)
    }
}

impl<M, P, C, Rest> ParentTables<M> for (ReferenceWithin<P, C>, Rest)
where
    M: BelongsTo<P, C>,
    P: Model<Table: QueryFragment<AnyBackend>>,
    Rest: ParentTables<M>,
{
    fn push_tables(tables: &mut Vec<ParentTable>) -> Result<()> {
        tables.push(ParentTable { fields: M::FOREIGN_KEY, meta: P::META, table: table_name::<P>()? });
        Rest::push_tables(tables)
    }
}

/// A model whose table can be described. Implemented for every model over a `diesel::table!`.
#[doc(hidden)]
pub trait HasTable: Model<Table: QueryFragment<AnyBackend>, References: ParentTables<Self>> {}

impl<M: Model<Table: QueryFragment<AnyBackend>, References: ParentTables<M>>> HasTable for M {}

/// The declarations of a model, with the order of one of its managers.
pub(crate) fn declared<R: Manager<Model: HasTable>>() -> Result<Declared> {
    let meta = R::Model::META;
    let mut parents = Vec::new();
    <R::Model as Model>::References::push_tables(&mut parents)?;
    // The table of a child has the key of its parent, which has its number already.
    let is_foreign = |key: &usize| parents.iter().any(|parent| parent.fields.contains(key));
    let is_numbered = <R::Model as Model>::Key::NUMBERED && !meta.key.iter().any(is_foreign);
    Ok(Declared { meta, table: table_name::<R::Model>()?, order: R::ORDERING, is_numbered, parents })
}

/// The name of the table of a model, as `table!` has it.
pub(crate) fn table_name<M: Model<Table: QueryFragment<AnyBackend>>>() -> Result<TableName> {
    let mut names = unquoted(&AnyBackend::text_of(M::TABLE)?);
    let name = names.pop().unwrap_or_default();
    Ok(TableName { schema: names.pop(), name })
}

/// The names in a text like `"schema"."table"`.
fn unquoted(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(quote) = letters.next() {
        if quote == '.' {
            continue;
        }
        let mut name = String::new();
        while let Some(letter) = letters.next() {
            // A quote within a name is doubled.
            if letter == quote && letters.next_if_eq(&quote).is_none() {
                break;
            }
            name.push(letter);
        }
        names.push(name);
    }
    names
}

/// An index that something of the model needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) name: String,
    /// The columns, each in its order.
    pub(crate) columns: Vec<OrderTerm>,
    /// How many of them an index has to begin with to do as well.
    pub(crate) needed: usize,
    pub(crate) reason: Reason,
}

/// What needs an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// `#[model(index)]`.
    Declared,
    /// The rows of a parent.
    Parent,
    /// The rows of a deletion.
    Batch,
    /// The default order.
    Order,
    /// An order that a list offers.
    #[cfg(all(feature = "check", feature = "list"))]
    List,
}

impl Reason {
    /// Whether an index is of use only if it sorts the rows.
    #[cfg(feature = "check")]
    pub(crate) fn is_order(self) -> bool {
        !matches!(self, Self::Declared | Self::Parent | Self::Batch)
    }
}

impl Declared {
    /// The indexes that the model needs besides its key and its unique indexes, each only if none before it does as
    /// well.
    pub(crate) fn indexes(&self) -> Vec<Wanted> {
        let ascending =
            |columns: &[usize]| columns.iter().map(|column| OrderTerm::ascending(*column)).collect::<Vec<_>>();
        let declared = self.meta.indexes.iter().map(|index| Wanted {
            name: index.name.to_owned(),
            columns: ascending(index.columns),
            needed: index.columns.len(),
            reason: Reason::Declared,
        });
        let of_columns = |stem: &str, columns: &[usize], reason| Wanted {
            name: shortened(format!("{}_{stem}_index", self.table.name)),
            columns: ascending(columns),
            needed: columns.len(),
            reason,
        };
        let parents = self.parents.iter().map(|parent| of_columns(&parent.stem(self), parent.fields, Reason::Parent));
        let batch = self.meta.with_role(Role::DeletionBatch);
        let batch = batch.map(|column| of_columns(self.meta.fields[column].column, &[column], Reason::Batch));
        let mut wanted: Vec<Wanted> = Vec::new();
        for index in declared.chain(parents).chain(batch).chain(self.ordered()) {
            let begins = |columns: &[usize]| {
                let needed = index.columns.iter().take(index.needed).map(|term| &term.field);
                columns.len() >= index.needed && needed.eq(columns.iter().take(index.needed))
            };
            let others = wanted.iter().map(|other| other.columns.iter().map(|term| term.field).collect::<Vec<_>>());
            let uniques = self.meta.uniques.iter().any(|unique| begins(unique.columns));
            if !begins(self.meta.key) && !uniques && !others.into_iter().any(|columns| begins(&columns)) {
                wanted.push(index);
            }
        }
        wanted
    }

    /// The index of the default order, which ends with the key.
    fn ordered(&self) -> Option<Wanted> {
        let mut columns = self.order.to_vec();
        let last = *columns.last()?;
        let rest = self.meta.key.iter().filter(|key| !self.order.iter().any(|term| term.field == **key));
        columns.extend(rest.map(|key| OrderTerm { field: *key, nulls_first: None, ..last }));
        Some(Wanted {
            // A proxy of the model has an order of its own.
            name: shortened(format!("{}_{}_order", self.table.name, self.meta.fields[columns[0].field].column)),
            columns,
            needed: 1,
            reason: Reason::Order,
        })
    }

    /// Whether an index of the model has this column, so that MySQL needs to know how long its text is.
    pub(crate) fn is_indexed(&self, column: usize) -> bool {
        self.meta.key.contains(&column)
            || self.meta.uniques.iter().any(|unique| unique.columns.contains(&column))
            || self.indexes().iter().any(|index| index.columns.iter().any(|term| term.field == column))
    }
}

/// The longest name that PostgreSQL keeps as it is.
const LONGEST: usize = 63;

/// A name that every backend keeps as it is.
pub(crate) fn shortened(name: String) -> String {
    if name.len() <= LONGEST {
        return name;
    }
    // FNV-1a: the same in every build.
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let end = (0..=LONGEST - 9).rev().find(|end| name.is_char_boundary(*end)).unwrap_or_default();
    format!("{}_{hash:08x}", &name[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quotes_of_a_name_are_taken_off() {
        assert_eq!(unquoted("`articles`"), ["articles"]);
        assert_eq!(unquoted("\"desk\".\"a \"\"b\"\".c\""), ["desk", "a \"b\".c"]);
    }

    #[test]
    fn a_long_name_is_cut_and_stays_different() {
        let long = |end: &str| shortened(format!("{}{end}", "ä".repeat(40)));
        assert!(long("x").len() <= LONGEST && long("x") != long("y"));
        assert_eq!(shortened("short".to_owned()), "short");
    }
}
