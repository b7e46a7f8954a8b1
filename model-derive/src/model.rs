//! The checked model: everything the expansion needs to know, with no contradiction left in it.

mod inherit;
mod relations;
mod resolve;
pub(crate) mod roles;
mod unique;

use proc_macro2::{Ident, TokenStream};
use syn::{Attribute, DeriveInput, Expr, LitInt, LitStr, Path, Type, Visibility};

use crate::attr::model::Options;
use crate::base::{Columns, Flat, Member};
use crate::check;
use crate::ctxt::Ctxt;

pub(crate) use inherit::{Extends, shares_key};
pub(crate) use relations::{Children, Linked, OnDelete, Parent, Referring, Relations};
pub(crate) use resolve::nullable;

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
    pub(crate) fields: Vec<Field>,
    /// The fields of the struct as it is written.
    pub(crate) members: Vec<Member>,
    /// The fields of the key, in the order of the struct.
    pub(crate) key: Vec<usize>,
    pub(crate) deletion: Deletion,
    pub(crate) audit: Audit,
    pub(crate) ordering: Vec<OrderTerm>,
    /// The field that names a row to a reader of the audit trail.
    pub(crate) repr: Option<usize>,
    /// Whether rows can be compared, field by field.
    pub(crate) edit: bool,
    pub(crate) hooks: Hooks,
    pub(crate) relations: Relations,
    pub(crate) uniques: Vec<Unique>,
    pub(crate) default_scope: Option<DefaultScope>,
    pub(crate) siblings: Siblings,
    /// The model that this one extends.
    pub(crate) extends: Option<Extends>,
    /// The models that extend this one.
    pub(crate) extended_by: Vec<Path>,
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

/// What of the application runs with a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hooks {
    None,
    Within,
    /// The same, and something after the commit.
    AfterCommit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OrderTerm {
    pub(crate) field: usize,
    pub(crate) descending: bool,
}

/// By what rows are kept apart.
#[derive(Debug)]
pub(crate) struct DefaultScope {
    pub(crate) field: usize,
    /// The scope, as a type.
    pub(crate) ty: TokenStream,
}

/// What no two rows have in common.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unique {
    /// The field that says so, and those it is unique together with.
    pub(crate) fields: Vec<usize>,
    /// Whether deleted rows count.
    pub(crate) forever: bool,
    /// The name of the index in the database.
    pub(crate) index: String,
    pub(crate) on_deleted: OnDeleted,
}

/// What an upsert does that finds a deleted row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnDeleted {
    Revive,
    Insert,
    Refuse,
}

/// One column.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) ident: Ident,
    /// The way to it from the struct: its name, behind that of the base that brings it.
    pub(crate) path: Vec<Ident>,
    pub(crate) ty: Type,
    /// The type as somebody wrote it, in the scope of the struct or of a base.
    pub(crate) written: Type,
    /// The name of the column's type in `diesel::table!`.
    pub(crate) column: Ident,
    /// The name of the setter in generated types, out of the way of their other methods.
    pub(crate) setter: Ident,
    pub(crate) role: Role,
    pub(crate) insert: OnInsert,
    pub(crate) update: OnUpdate,
    pub(crate) privacy: Privacy,
    /// The names that the field has in older entries of the trail.
    pub(crate) renamed_from: Vec<LitStr>,
    pub(crate) max_length: Option<LitInt>,
    /// The functions that may refuse a value.
    pub(crate) checks: Vec<Check>,
    /// The functions of the library that may.
    pub(crate) rules: Vec<Ident>,
    /// The `T` of a field written as `Option<T>`.
    pub(crate) nullable: Option<Type>,
    pub(crate) docs: Vec<Attribute>,
}

/// A function that may refuse a value.
#[derive(Debug, Clone)]
pub(crate) enum Check {
    /// By its path, which means something where the struct is defined.
    Own(Path),
    /// All those that a base has for the column, by what the base implements.
    Brought(TokenStream),
}

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    Plain,
    Key,
    CreatedAt,
    UpdatedAt,
    DeletedAt,
    CreatedBy,
    UpdatedBy,
    DeletedBy,
    DeletionBatch,
    Version,
    ChangeLog,
}

/// Where the value of a new row comes from.
#[allow(clippy::large_enum_variant, reason = "there is one for each field, and it lives as long as one expansion")]
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum OnInsert {
    /// From the caller, always.
    Required,
    /// From the caller, or NULL.
    Null,
    /// From the caller, or this expression.
    Default(Expr),
    /// From the caller, or `Default::default()`.
    DefaultTrait,
    /// From the caller, or made of the text of this field, with a number where that is taken.
    Slug(usize),
    /// From the library: a key of its own, timestamps, actors, the deletion marker.
    Managed,
    /// From the database: the column is in no INSERT.
    Database,
}

/// Who may change the column of an existing row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnUpdate {
    /// The caller, in a patch.
    Patch,
    /// Only the library.
    Managed,
    /// Nobody.
    Never,
}

/// What the audit trail may hold of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Privacy {
    Plain,
    /// That it changed, and no value.
    Mask,
    /// Nothing.
    Skip,
}

/// Diesel's derives beside ours, whose impls must not be emitted twice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Siblings {
    pub(crate) queryable: bool,
    pub(crate) selectable: bool,
    pub(crate) identifiable: bool,
}

impl Model {
    /// The model that the tokens describe, or every mistake in them.
    pub(crate) fn parse(input: &DeriveInput, bases: &[Columns], siblings: Siblings) -> syn::Result<Self> {
        let cx = Ctxt::new();
        let Some((input, parent)) = inherit::halved(&cx, input) else {
            return cx.finish(None);
        };
        let flat = Flat::of(&input, bases);
        let model = Options::parse(&cx, &input, &flat).map(|options| {
            let model = Self::resolve(&cx, &options, siblings);
            check::model(&cx, &options, &model, parent.as_ref());
            match parent {
                Some(parent) => model.extending(parent),
                None => model,
            }
        });
        cx.finish(model)
    }
}

impl Role {
    /// What a column with this role holds, for a sentence that begins with the name of the field.
    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Self::Plain => "is a plain column",
            Self::Key => "is the key",
            Self::CreatedAt => "is the time of creation",
            Self::UpdatedAt => "is the time of the last update",
            Self::DeletedAt => "is the deletion marker",
            Self::CreatedBy => "is who created the row",
            Self::UpdatedBy => "is who last updated the row",
            Self::DeletedBy => "is who deleted the row",
            Self::DeletionBatch => "is the deletion that took the row",
            Self::Version => "is the version of the row",
            Self::ChangeLog => "is the log of the row's changes",
        }
    }
}
