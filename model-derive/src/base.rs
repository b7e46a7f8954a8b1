//! The checked base: columns that several models share.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt as _;
use syn::{Attribute, DeriveInput, Expr, Generics, Type, Visibility, parse_quote};

use crate::attr::field::FieldOptions;
use crate::attr::model::Options;
use crate::attr::serde;
use crate::ctxt::Ctxt;
use crate::embed::{Columns, Flat, Hooked, Member};
use crate::model::{Check, Field, OnInsert, Relations};
use crate::words::Role;

/// A struct with `#[derive(Base)]`.
#[derive(Debug)]
pub(crate) struct Base {
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) parts: Vec<Part>,
    pub(crate) members: Vec<Member>,
    /// Whether it has hooks of its own.
    pub(crate) hooks: bool,
    /// The columns as the models see them.
    pub(crate) columns: Columns,
    /// The same columns, for the checks.
    pub(crate) fields: Vec<Field>,
}

/// What a model needs of one column in the scope of the base.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    /// The `T` of an `Option<T>`, or the type itself.
    pub(crate) value: Type,
    /// The expression of `default = ..`.
    pub(crate) default: Option<Expr>,
    /// The model that `belongs_to` names.
    pub(crate) parent: Option<TokenStream>,
    pub(crate) default_scope: Option<ScopeSource>,
    pub(crate) checks: Vec<Check>,
    /// The drafts in which a hook can set it.
    pub(crate) set_in: Vec<Step>,
}

/// The step of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Creating,
    Changing,
}

/// Where the default scope of a column is declared.
#[derive(Debug)]
pub(crate) enum ScopeSource {
    /// In this base, which names the methods.
    Own { by: Ident, lifted_by: Ident },
    /// In a base within it: its scope, as a type.
    FromBase(TokenStream),
}

impl Base {
    /// Always a base, so that the checks after this find their mistakes too.
    pub(crate) fn resolve(cx: &Ctxt, options: &Options<'_>, flat: &Flat) -> Self {
        let fields = Field::resolve_base(cx, options);
        let relations = Relations::resolve(cx, options, &fields);
        let parts = fields.iter().zip(&options.fields).enumerate();
        let parts = parts.map(|(at, (field, options))| part(at, field, options, &relations)).collect();
        let DeriveInput { vis, ident, generics, .. } = options.input;
        Self {
            vis: vis.clone(),
            ident: ident.clone(),
            generics: generics.clone(),
            parts,
            members: flat.members.clone(),
            hooks: options.hooks.is_some(),
            columns: columns(options, flat, &fields),
            fields,
        }
    }
}

/// The columns as the models see them.
fn columns(options: &Options<'_>, flat: &Flat, fields: &[Field]) -> Columns {
    let mut columns = Columns::default();
    for ((column, field_options), field) in flat.columns.iter().zip(&options.fields).zip(fields) {
        let found = (field_options.roles.is_empty()).then(|| role(field.role)).flatten();
        // The rule of this struct for names is known here alone.
        let name = field_options
            .serde
            .name
            .is_none()
            .then(|| serde::renamed(&options.input.attrs, &field.ident.unraw().to_string()));
        let name = name.flatten().map(|name| parse_quote!(#[serde(rename = #name)]));
        columns.push(column.path(), column.field.clone(), found.into_iter().chain(name));
    }
    columns.hooked.extend(flat.members.iter().flat_map(Member::hooked).map(|(_, _, hooked)| hooked.clone()));
    let own = options.hooks.is_some().then(|| Hooked { path: Vec::new(), columns: 0..fields.len() });
    columns.hooked.extend(own);
    columns
}

fn part(at: usize, field: &Field, options: &FieldOptions<'_>, relations: &Relations) -> Part {
    Part {
        ident: field.ident.clone(),
        ty: field.ty.clone(),
        value: field.nullable.clone().unwrap_or_else(|| field.ty.clone()),
        default: match &field.insert {
            OnInsert::Default(value) => Some(value.clone()),
            _ => None,
        },
        parent: relations.parents.iter().find(|relation| relation.fields == [at]).map(|relation| relation.ty.clone()),
        default_scope: options.default_scope.as_ref().map(|scope| match options.origin {
            Some(origin) => ScopeSource::FromBase(origin.scope()),
            None => ScopeSource::Own { by: scope.by.clone(), lifted_by: scope.lifted_by.clone() },
        }),
        checks: field.checks.clone(),
        set_in: set_in(field),
    }
}

fn set_in(field: &Field) -> Vec<Step> {
    // A column with this name is the key of the model.
    let changes = field.is_patched() && field.ident != "id";
    let creating = field.is_given_on_insert().then_some(Step::Creating);
    creating.into_iter().chain(changes.then_some(Step::Changing)).collect()
}

/// The attribute of a role that was found by name, so that no model has to find it again.
fn role(role: Role) -> Option<Attribute> {
    match role {
        Role::CreatedAt => Some(parse_quote!(#[model(created_at)])),
        Role::UpdatedAt => Some(parse_quote!(#[model(updated_at)])),
        Role::DeletedAt => Some(parse_quote!(#[model(deleted_at)])),
        Role::DeletionBatch => Some(parse_quote!(#[model(deletion_batch)])),
        Role::Plain | Role::Key | Role::CreatedBy | Role::UpdatedBy | Role::DeletedBy => None,
        Role::Version | Role::ChangeLog => None,
    }
}
