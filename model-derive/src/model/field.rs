//! One column of a model or a base.

use proc_macro2::{Ident, TokenStream};
use syn::{Attribute, Expr, GenericArgument, LitInt, LitStr, Path, PathArguments, Type};

use crate::symbol::{EncodingKey, EpochKey};
use crate::words::{Input, OnDeleted, Privacy, Role};

/// One column.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) ident: Ident,
    /// The path from the struct to the value: the name of the field, after that of its base.
    pub(crate) path: Vec<Ident>,
    pub(crate) ty: Type,
    /// The type as it is written, in the scope of the struct or of a base.
    pub(crate) written: Type,
    /// The name of the column's type in `diesel::table!`.
    pub(crate) column: Ident,
    /// The name of the setter in generated types, out of the way of their other methods.
    pub(crate) setter: Ident,
    pub(crate) role: Role,
    pub(crate) insert: OnInsert,
    pub(crate) update: OnUpdate,
    /// The columns that move it when a patch sets one of them, if not each patch does.
    pub(crate) moved_by: Option<Vec<usize>>,
    pub(crate) privacy: Privacy,
    /// Whether a client may send it.
    pub(crate) input: Input,
    /// The names under which a client sends it, the first of which is the one in messages.
    pub(crate) sent_as: Vec<String>,
    /// The function that reads what a client sends.
    pub(crate) read_with: Option<Path>,
    /// Whether a client never sees it.
    pub(crate) hidden: bool,
    /// The function that writes what a client sees.
    pub(crate) shown_with: Option<Path>,
    /// The names that the field has in older entries of the trail.
    pub(crate) renamed_from: Vec<LitStr>,
    /// How the trail writes its values, if the SQL type does not say it.
    pub(crate) encoding: Option<EncodingKey>,
    /// What its integers count.
    pub(crate) epoch: Option<EpochKey>,
    /// What an upsert by the key does with a deleted row, if this part of the key says so.
    pub(crate) on_deleted: Option<OnDeleted>,
    pub(crate) max_length: Option<LitInt>,
    /// The default, as it is written.
    pub(crate) default: Option<String>,
    /// The name of the column's type in a schema, and its default there.
    pub(crate) sql_type: Option<LitStr>,
    pub(crate) sql_default: Option<LitStr>,
    /// The functions that may refuse a value.
    pub(crate) checks: Vec<Check>,
    /// The rules of the library that may.
    pub(crate) rules: Vec<Ident>,
    /// Whether an SQL expression may set it although its values are checked.
    pub(crate) expressions: bool,
    /// The `T` of a field written as `Option<T>`.
    pub(crate) nullable: Option<Type>,
    pub(crate) docs: Vec<Attribute>,
}

/// A function that may refuse a value.
#[derive(Debug, Clone)]
pub(crate) enum Check {
    /// By its path, which is resolved where the struct is defined.
    Own(Path),
    /// All checks that a base has for the column, through a trait that the base implements.
    FromBase(TokenStream),
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
    /// From the caller, or made from the text of this field, with a number if that is taken.
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

impl Field {
    /// Whether the builder of a new row has a setter for it.
    pub(crate) fn is_given_on_insert(&self) -> bool {
        let kept = [Role::DeletedAt, Role::DeletedBy, Role::DeletionBatch, Role::Version, Role::ChangeLog];
        self.insert != OnInsert::Database && !kept.contains(&self.role)
    }

    /// Whether a new row or a patch may be read with it.
    pub(crate) fn is_read(&self) -> bool {
        self.input != Input::Closed
    }

    /// Whether an option of it looks at each value before it is written.
    pub(crate) fn is_checked(&self) -> bool {
        self.max_length.is_some() || !self.checks.is_empty() || !self.rules.is_empty()
    }

    /// Whether a patch has a setter for it.
    pub(crate) fn is_patched(&self) -> bool {
        self.update == OnUpdate::Patch
    }
}

/// The `T` of `Option<T>`, by the way it is written: a macro cannot see through an alias.
pub(crate) fn nullable(ty: &Type) -> Option<Type> {
    let path = match ty {
        Type::Path(path) if path.qself.is_none() => &path.path,
        Type::Group(group) => return nullable(&group.elem),
        Type::Paren(paren) => return nullable(&paren.elem),
        _ => return None,
    };
    let written: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let written: Vec<_> = written.iter().map(String::as_str).collect();
    if !matches!(written.as_slice(), ["Option"] | ["std" | "core", "option", "Option"]) {
        return None;
    }
    match &path.segments.last()?.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
            Some(GenericArgument::Type(inner)) if arguments.args.len() == 1 => Some(inner.clone()),
            _ => None,
        },
        _ => None,
    }
}
