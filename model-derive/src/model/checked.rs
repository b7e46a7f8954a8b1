//! A model with no contradiction left in it.

use proc_macro2::{Ident, TokenStream};
use quote::format_ident;
use syn::{Attribute, Path, Visibility};

use super::field::Field;
use super::inherit::Extends;
use super::relations::Relations;
use crate::attr::ordering::Direction;
use crate::embed::Member;
use crate::words::{DieselDerives, OnDeleted};

/// A struct with `#[derive(Model)]`.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) vis: Visibility,
    /// The struct that is the model of the table: the user's own, or the part of it that is in this table.
    pub(crate) ident: Ident,
    /// The user's own struct.
    pub(crate) name: Ident,
    pub(crate) table: Path,
    pub(crate) content_type: String,
    /// Whether the user gave the content type.
    pub(crate) names_itself: bool,
    pub(crate) fields: Vec<Field>,
    /// The columns that are written and never read.
    pub(crate) write_only: Vec<Field>,
    /// The fields of the struct as it is written.
    pub(crate) members: Vec<Member>,
    /// The fields of the key, in the order of the struct.
    pub(crate) key: Vec<usize>,
    pub(crate) deletion: Deletion,
    pub(crate) audit: Audit,
    /// Whether triggers tell the trail what bypasses the library.
    pub(crate) captured: bool,
    pub(crate) ordering: Vec<OrderTerm>,
    /// The field that names a row to a reader of the audit trail.
    pub(crate) repr: Option<usize>,
    /// Whether rows can be compared, field by field.
    pub(crate) edit: bool,
    pub(crate) hooks: Hooks,
    pub(crate) relations: Relations,
    pub(crate) uniques: Vec<Unique>,
    pub(crate) indexes: Vec<Index>,
    pub(crate) docs: Vec<Attribute>,
    pub(crate) default_scope: Option<DefaultScope>,
    pub(crate) diesel_derives: DieselDerives,
    /// The model that this one extends.
    pub(crate) extends: Option<Extends>,
    /// The models that extend this one.
    pub(crate) extended_by: Vec<Path>,
    /// Whether a write to a row also writes the rows that it belongs to.
    pub(crate) writes_parents: bool,
    /// Whether rows are only read.
    pub(crate) read_only: bool,
}

/// What `delete` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deletion {
    Hard,
    Soft,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audit {
    Off,
    On,
}

/// The code of the application that runs with a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hooks {
    None,
    Within,
    /// The same, and code that runs after the commit.
    AfterCommit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OrderTerm {
    pub(crate) field: usize,
    pub(crate) direction: Direction,
}

/// The column whose value every query has to select.
#[derive(Debug)]
pub(crate) struct DefaultScope {
    pub(crate) field: usize,
    /// The scope, as a type.
    pub(crate) ty: TokenStream,
}

/// A unique constraint.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unique {
    /// The field that declares it, and the fields it is unique together with.
    pub(crate) fields: Vec<usize>,
    /// Whether it includes deleted rows.
    pub(crate) forever: bool,
    /// The name of the index in the database.
    pub(crate) index: String,
    pub(crate) on_deleted: OnDeleted,
    /// The function of the first field whose results are unique, and how many characters they can have.
    pub(crate) applied: Option<(Ident, usize)>,
    /// The rows that it is about, as SQL.
    pub(crate) condition: Vec<Piece>,
}

/// A piece of a condition.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Column(usize),
    Sql(String),
}

/// An index that is not unique.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Index {
    /// The field that declares it, and the fields behind it.
    pub(crate) fields: Vec<usize>,
    /// Its name in the database.
    pub(crate) name: String,
}

impl Model {
    /// The columns that a write may set, each with its index: those that are never read come last.
    pub(crate) fn written(&self) -> impl Iterator<Item = (usize, &Field)> + Clone {
        self.fields.iter().chain(&self.write_only).enumerate()
    }

    /// A column that a write may set.
    pub(crate) fn column(&self, index: usize) -> &Field {
        self.fields.get(index).unwrap_or_else(|| &self.write_only[index - self.fields.len()])
    }

    /// The same, as the part of a child that is in the child's own table.
    pub(crate) fn extending(self, parent: Option<Extends>) -> Self {
        let Some(parent) = parent else { return self };
        let ident = format_ident!("{}Part", self.name, span = self.name.span());
        // The derives next to ours are about the whole struct.
        Self { ident, extends: Some(parent), diesel_derives: DieselDerives::default(), ..self }
    }
}
