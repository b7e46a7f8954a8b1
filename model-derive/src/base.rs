//! `#[derive(Base)]`: columns that several models share.

mod columns;
pub(crate) mod flat;
pub(crate) mod relay;

use proc_macro2::{Ident, TokenStream};
use syn::{Attribute, DeriveInput, Expr, Generics, Type, Visibility, parse_quote};

use crate::attr::field::FieldOptions;
use crate::attr::model::Options;
use crate::check;
use crate::ctxt::Ctxt;
use crate::model::{Check, Field, OnInsert, Relations, Role, roles};

pub(crate) use columns::{Columns, Hooked};
pub(crate) use flat::{Column, Flat, Member, Origin};

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
    /// What the models are told.
    pub(crate) columns: Columns,
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
    pub(crate) default_scope: Option<DefaultScope>,
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

/// By what the rows of the models are kept apart.
#[derive(Debug)]
pub(crate) enum DefaultScope {
    /// The base says so, and names the methods.
    Own { by: Ident, lifted_by: Ident },
    /// A base within it does, and this is its scope, as a type.
    Brought(TokenStream),
}

impl Base {
    /// The base that the tokens describe, or every mistake in them.
    pub(crate) fn parse(input: &DeriveInput, bases: &[Columns]) -> syn::Result<Self> {
        let cx = Ctxt::new();
        let flat = Flat::of(input, bases);
        let base = Options::of_base(&cx, input, &flat).map(|options| {
            let roles = roles::of_base(&cx, &options);
            let fields: Vec<_> = Field::resolve_all(&options, &roles);
            let relations = Relations::resolve(&cx, &options);
            check::base(&cx, &options, &fields);
            let parts =
                fields.iter().enumerate().map(|(at, field)| part(at, field, &options.fields[at], &relations)).collect();
            let mut columns = Columns::default();
            for ((column, options), field) in flat.columns.iter().zip(&options.fields).zip(&fields) {
                let found = (options.roles.is_empty()).then(|| role(field.role)).flatten();
                columns.push(column.path(), column.field.clone(), found);
            }
            let hooks = options.hooks.is_some();
            columns.hooked.extend(flat.members.iter().flat_map(Member::hooked).map(|(_, _, hooked)| hooked.clone()));
            columns.hooked.extend(hooks.then(|| Hooked { path: Vec::new(), columns: 0..fields.len() }));
            let (vis, ident, generics) = (input.vis.clone(), input.ident.clone(), input.generics.clone());
            Self { vis, ident, generics, parts, hooks, columns, members: flat.members.clone() }
        });
        cx.finish(base)
    }
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
        parent: relations.parents.iter().find(|relation| relation.field == at).map(|relation| relation.ty.clone()),
        default_scope: options.default_scope.as_ref().map(|scope| match options.origin {
            Some(origin) => DefaultScope::Brought(origin.scope()),
            None => DefaultScope::Own { by: scope.by.clone(), lifted_by: scope.lifted_by.clone() },
        }),
        checks: field.checks.clone(),
        set_in: set_in(field),
    }
}

fn set_in(field: &Field) -> Vec<Step> {
    // A column of this name is the key of the model.
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
