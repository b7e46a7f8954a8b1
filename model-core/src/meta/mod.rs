//! Plain data and plain types: the description of a model, errors, outcomes, the clock and the SQL types.
// May import: no other folder.
//!
//! [`Meta`] is the type of [`Model::META`](crate::Model::META), and [`Field`] is one of its columns: names, roles, what
//! a client may send, and what the schema says.

pub(crate) mod action;
pub(crate) mod builder;
pub(crate) mod bulk;
pub mod clock;
pub(crate) mod column_set;
pub(crate) mod encoding;
pub(crate) mod error;
pub(crate) mod facts;
#[doc(hidden)]
pub mod field;
pub(crate) mod hex;
pub(crate) mod index;
pub(crate) mod log;
#[cfg(feature = "tracing")]
pub(crate) mod observe;
pub(crate) mod order;
pub(crate) mod outcome;
pub(crate) mod placed;
pub(crate) mod problem;
#[cfg(feature = "validate")]
pub mod rules;
pub mod schema;
pub(crate) mod sealed;
pub(crate) mod slug;
pub(crate) mod sql_type;
pub mod sql_types;
pub(crate) mod type_only;
pub(crate) mod unique;

pub use self::column_set::ColumnSet;
pub use self::index::Index;
pub use self::order::OrderTerm;
pub use self::sql_type::SqlType;
pub use self::unique::Unique;

pub use crate::meta::clock::epoch::EpochUnit;
use crate::meta::encoding::Encoding;
use crate::meta::unique::OnDeleted;

/// The static description of a model. `#[derive(Model)]` writes it, and every algorithm of the library reads it.
#[derive(Debug)]
pub struct Meta {
    /// The name of the struct.
    pub name: &'static str,
    /// The name that the audit trail uses for the model.
    pub content_type: &'static str,
    /// The columns, in the order of the struct's fields.
    pub fields: &'static [Field],
    /// The columns that are written and never read. Their indices continue after the fields.
    pub write_only: &'static [Field],
    /// Which fields make up the primary key.
    pub key: &'static [usize],
    /// Whether writes add entries to the trail.
    pub audited: bool,
    /// Whether triggers of the database write entries for writes that bypass the library.
    pub captured: bool,
    /// Whether rows are only read: a view, or a table that others write.
    pub read_only: bool,
    /// The field that names a row for readers of the audit trail.
    pub repr: Option<usize>,
    /// The unique keys.
    pub uniques: &'static [Unique],
    /// The indexes that are not unique.
    pub indexes: &'static [Index],
    /// The documentation of the struct.
    pub doc: &'static str,
}

/// One column of a model.
#[derive(Debug)]
pub struct Field {
    /// The name of the Rust field.
    pub name: &'static str,
    /// The name of the SQL column.
    pub column: &'static str,
    /// Whether that name contains a quote character, which has to be escaped.
    pub has_quote: bool,
    /// How a value of the column is written as JSON and compared.
    pub encoding: Encoding,
    /// Whether the column can hold NULL.
    pub nullable: bool,
    /// How the audit trail shows the column.
    pub privacy: Privacy,
    /// What the library uses the column for.
    pub role: Role,
    /// Whether the database writes the column itself, so that it may change with a write that does not set it.
    pub by_database: bool,
    /// The names that the field has in older entries of the audit trail.
    pub renamed_from: &'static [&'static str],
    /// Whether a new row without a value gets a slug that is made from another column.
    pub slug: bool,
    /// Whether a default scope separates rows by the value of this column.
    pub scoping: bool,
    /// What an upsert by the key does with a deleted row, if this part of the key declares it.
    pub on_deleted: OnDeleted,
    /// Whether a client may send it with a new row.
    pub in_new: bool,
    /// Whether a client may send it with a patch.
    pub in_patch: bool,
    /// The SQL type of the column.
    pub sql: SqlType,
    /// Other facts for forms and schemas.
    pub facts: Facts,
}

/// Facts about a column for forms and schemas.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// The largest number of characters.
    pub max_length: Option<usize>,
    /// The texts that are stored, each with its label; empty if any value may be stored.
    pub choices: &'static [(&'static str, &'static str)],
    /// The model that a foreign key refers to.
    pub refers: Option<fn() -> &'static Meta>,
    /// Whether it is one column of a foreign key of several.
    pub refers_in_part: bool,
    /// The default of a new row, as written in the attribute.
    pub default: Option<&'static str>,
    /// The default that the column has in the database.
    pub sql_default: Option<&'static str>,
    /// Whether an INSERT leaves the column out, though a patch can set it.
    pub left_out: bool,
    /// The names under which a client sends the field, if they differ from its name. The first one is also the name
    /// under which it is shown.
    pub sent_as: &'static [&'static str],
    /// Whether `#[serde(skip_serializing)]` hides it from clients.
    pub hidden: bool,
    /// The rules of `#[model(validate(..))]`.
    pub formats: &'static [&'static str],
    /// What an integer in the role of a timestamp counts.
    pub epoch: Option<EpochUnit>,
    /// The documentation of the field.
    pub doc: &'static str,
}

impl Facts {
    /// No facts.
    pub(crate) const NONE: Self = Self {
        max_length: None,
        choices: &[],
        refers: None,
        refers_in_part: false,
        default: None,
        sql_default: None,
        left_out: false,
        sent_as: &[],
        hidden: false,
        formats: &[],
        epoch: None,
        doc: "",
    };
}

impl Field {
    /// The same, without its values in the audit trail.
    pub const fn masked(self) -> Self {
        Self { privacy: Privacy::Mask, ..self }
    }

    /// The same if the type of the field is secret.
    #[doc(hidden)]
    pub const fn masked_if(self, is_secret: bool) -> Self {
        if is_secret { self.masked() } else { self }
    }

    /// The same, kept out of the audit trail.
    pub const fn skipped(self) -> Self {
        Self { privacy: Privacy::Skip, ..self }
    }

    /// The same, written by the database.
    pub const fn by_database(self) -> Self {
        Self { by_database: true, in_new: false, in_patch: false, ..self }
    }

    /// The same, under other names in older entries of the audit trail.
    pub const fn renamed_from(self, names: &'static [&'static str]) -> Self {
        Self { renamed_from: names, ..self }
    }

    /// The same, made from another column.
    pub const fn slug(self) -> Self {
        Self { slug: true, ..self }
    }

    /// The same, as a client may send it: with a new row, with a patch.
    pub const fn sent(self, in_new: bool, in_patch: bool) -> Self {
        Self { in_new, in_patch, ..self }
    }

    /// The same, with another policy of an upsert by the key.
    pub const fn on_deleted(self, on_deleted: OnDeleted) -> Self {
        Self { on_deleted, ..self }
    }

    /// The same, as the column of a default scope.
    pub const fn scoping(self) -> Self {
        Self { scoping: true, ..self }
    }
}

/// How the audit trail shows a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// Old and new values.
    Plain,
    /// That it changed, but no values.
    Mask,
    /// Nothing: a change of only this column adds no entry to the trail.
    Skip,
}

/// What the library uses a column for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The application's own.
    Plain,
    /// Part of the primary key.
    Key,
    /// When the row was created.
    CreatedAt,
    /// When the row was last written.
    UpdatedAt,
    /// The marker of soft deletion.
    DeletedAt,
    /// Who created the row.
    CreatedBy,
    /// Who wrote the row last.
    UpdatedBy,
    /// Who deleted the row.
    DeletedBy,
    /// Which deletion deleted the row, or which restoration restored it.
    DeletionBatch,
    /// How often the row was written.
    Version,
    /// The change log of the row.
    ChangeLog,
}

impl Role {
    /// Whether the library updates this column on every write, so that a change of only this column does not count.
    pub(crate) fn follows_writes(self) -> bool {
        matches!(self, Self::UpdatedAt | Self::UpdatedBy | Self::Version)
    }
}

impl Meta {
    /// A column that a write sets, by its index.
    pub(crate) fn column(&self, index: usize) -> &'static Field {
        let unread = || &self.write_only[index - self.fields.len()];
        self.fields.get(index).unwrap_or_else(unread)
    }

    /// The columns among these that are written and never read.
    pub(crate) fn unread(&self, written: ColumnSet) -> impl Iterator<Item = usize> + Clone + use<> {
        let first = self.fields.len();
        (first..first + self.write_only.len()).filter(move |index| written.contains(*index))
    }

    /// Whether a write sets a column that is never read.
    pub(crate) fn has_unread(&self, written: ColumnSet) -> bool {
        self.unread(written).next().is_some()
    }

    /// The columns that a write of `written` can have changed and that are in the audit trail.
    pub(crate) fn traced(&self, written: ColumnSet) -> impl Iterator<Item = usize> + Clone + '_ {
        self.fields
            .iter()
            .enumerate()
            .filter(move |(index, field)| {
                field.privacy != Privacy::Skip && (field.by_database || written.contains(*index))
            })
            .map(|(index, _)| index)
    }

    /// The columns that a write of `written` can have changed and that are in a change log: without those that the
    /// database writes itself, because a statement cannot know their values in advance.
    pub(crate) fn logged(&self, written: ColumnSet) -> impl Iterator<Item = usize> + Clone + '_ {
        self.traced(written).filter(|index| !self.fields[*index].by_database)
    }

    /// The column with the change log of a row.
    pub(crate) const fn change_log(&self) -> Option<usize> {
        self.with_role(Role::ChangeLog)
    }

    /// Whether a write compares rows before and after: for the audit trail, or for a change log.
    pub(crate) const fn is_compared(&self) -> bool {
        self.audited || self.change_log().is_some()
    }

    /// The columns of which at least one must differ before a change gets an entry. With `touches`, columns that the
    /// library updates on every write count too.
    #[cfg(feature = "postgres")]
    pub(crate) fn significant(&self, written: ColumnSet, touches: bool) -> impl Iterator<Item = usize> + Clone + '_ {
        self.traced(written).filter(move |index| touches || !self.fields[*index].role.follows_writes())
    }

    /// Whether the entry of a write includes changes of the columns that every write sets. It does not if the write
    /// sets a skipped column, whose change must not be visible in the trail. Any other row is written because the
    /// database found a difference. If the trail finds none (because the column or a trigger rounds, trims or converts
    /// the value), these columns show that the row was written, so that each write has an entry.
    pub(crate) fn tells_touches(&self, written: ColumnSet) -> bool {
        let unseen =
            |index: usize| self.column(index).privacy == Privacy::Skip && self.column(index).role == Role::Plain;
        !written.iter().any(unseen)
    }

    /// Whether a write may update columns that every write sets without adding an entry: if it changes only a skipped
    /// column.
    pub(crate) fn touches_unseen(&self) -> bool {
        self.fields.iter().any(|field| field.privacy == Privacy::Skip && field.role == Role::Plain)
    }

    /// All columns that are read.
    pub(crate) fn columns(&self) -> ColumnSet {
        ColumnSet::of(self.fields.iter().map(|_| true))
    }

    /// The columns that are in the audit trail.
    pub(crate) fn shown(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.fields.len()).filter(|index| self.fields[*index].privacy != Privacy::Skip)
    }

    /// Whether the deletion marker is a flag rather than a nullable timestamp.
    pub(crate) fn has_flag_marker(&self) -> bool {
        self.with_role(Role::DeletedAt).is_some_and(|marker| self.fields[marker].encoding == Encoding::Bool)
    }

    /// The index of the field that has this role.
    pub const fn with_role(&self, role: Role) -> Option<usize> {
        let mut index = 0;
        while index < self.fields.len() {
            if self.fields[index].role as u8 == role as u8 {
                return Some(index);
            }
            index += 1;
        }
        None
    }

    /// The index of the field with this role, in a model that must have such a field.
    ///
    /// # Panics
    /// If there is no such field. Only constants call this function, so the panic is a compile error.
    pub(crate) const fn column_of(&self, role: Role) -> usize {
        match self.with_role(role) {
            Some(index) => index,
            None => panic!("the model has no field of this role"),
        }
    }

    /// The column of the default scope.
    pub(crate) fn default_scope(&self) -> Option<usize> {
        self.fields.iter().position(|field| field.scoping)
    }

    /// The field to which a name in an entry of the audit trail refers, which may be an earlier name of it. None for a
    /// column that was dropped.
    pub(crate) fn known_as(&self, name: &str) -> Option<usize> {
        let present = self.fields.iter().position(|field| field.name == name);
        present.or_else(|| self.fields.iter().position(|field| field.renamed_from.contains(&name)))
    }

    /// The index of a field by its name, for the compile-time check of names in a proxy's attributes.
    ///
    /// # Panics
    /// If there is no such field. Only constants call this function, so the panic is a compile error.
    pub const fn index_of(&self, name: &str) -> usize {
        let mut index = 0;
        while index < self.fields.len() {
            if same(self.fields[index].name, name) {
                return index;
            }
            index += 1;
        }
        panic!("the base model has no field with this name")
    }

    /// The index of a field by the name of its column, for compile-time checks of columns.
    ///
    /// # Panics
    /// If there is no such field. Only constants call this function, so the panic is a compile error.
    pub const fn index_of_column(&self, column: &str) -> usize {
        let mut index = 0;
        while index < self.fields.len() {
            if same(self.fields[index].column, column) {
                return index;
            }
            index += 1;
        }
        panic!("the model has no field for this column")
    }
}

pub(crate) const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}
