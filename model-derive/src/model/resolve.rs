//! From what the user wrote to what it means: names become fields, and what is not written gets its default.

use proc_macro2::Ident;
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;
use syn::{Attribute, Path};

use super::checked::{Audit, DefaultScope, Deletion, Hooks, Model, OrderTerm};
use super::field::{Check, Field, OnInsert, OnUpdate, nullable};
use super::lookup::{no_such_field, position};
use super::relations::Relations;
use super::{roles, unique};
use crate::attr::field::{DefaultOption, FieldOptions, Keeper};
use crate::attr::model::Options;
use crate::attr::serde;
use crate::ctxt::Ctxt;
use crate::embed::Origin;
use crate::words::{Input, Privacy, Role};

/// The fields that identify a row to a reader, in order of preference.
const REPR_NAMES: &[&str] = &["title", "name", "label"];

/// The methods of generated types that a setter of the same name would hide.
pub(crate) const VERBS: &[&str] = &[
    "applied_to",
    "by",
    "run",
    "at",
    "build",
    "builder",
    "new",
    "on",
    "with",
    "apply",
    "try_run",
    "without_hooks",
    "each",
    "within",
    "batch",
    "expecting",
    "including_deleted",
    "keep_updated_at",
    "returning",
    "statement",
    "objects",
];

impl Model {
    /// Always a model, so that the checks after this find their mistakes too; where an error was reported, a
    /// placeholder stands in it, and it never reaches the expansion.
    pub(crate) fn resolve(cx: &Ctxt, options: &Options<'_>) -> Self {
        let input = options.input;
        let roles = roles::assign(cx, options);
        let key: Vec<usize> = at_role(&roles, Role::Key).collect();
        let mut fields = Field::resolve_all(options, &roles);
        slugs(cx, options, &mut fields);
        moved(cx, options, &mut fields);
        let table = options.table.clone().unwrap_or_else(|| Path::from(input.ident.clone()));
        Self {
            vis: input.vis.clone(),
            ident: input.ident.clone(),
            name: input.ident.clone(),
            content_type: content_type(options, &table),
            names_itself: options.content_type.is_some(),
            deletion: if roles.contains(&Role::DeletedAt) { Deletion::Soft } else { Deletion::Hard },
            audit: if options.audit.is_some() { Audit::On } else { Audit::Off },
            captured: options.audit.is_some_and(|audit| audit.capture),
            ordering: ordering(cx, options, &fields),
            repr: repr(cx, options, &fields),
            edit: options.edit.is_some(),
            hooks: match (&options.hooks, &options.after_commit) {
                (_, Some(_)) => Hooks::AfterCommit,
                (Some(_), None) => Hooks::Within,
                (None, None) => Hooks::None,
            },
            relations: Relations::resolve(cx, options, &fields),
            uniques: unique::resolve(cx, options, &table, &fields),
            indexes: unique::indexes(cx, options, &table, &fields),
            docs: docs(&input.attrs),
            default_scope: default_scope(options),
            key,
            fields,
            write_only: options.write_only.iter().map(|field| Field::write_only(field, &input.attrs)).collect(),
            members: options.members.to_vec(),
            table,
            diesel_derives: options.diesel_derives,
            extends: None,
            writes_parents: options.lock_parents.is_some(),
            read_only: options.read_only.is_some(),
            extended_by: options.extended_by.iter().flat_map(|(_, children)| children).cloned().collect(),
        }
    }
}

impl Field {
    /// The fields of a base.
    pub(crate) fn resolve_base(cx: &Ctxt, options: &Options<'_>) -> Vec<Self> {
        let mut fields = Self::resolve_all(options, &roles::of_base(cx, options));
        moved(cx, options, &mut fields);
        fields
    }

    /// The fields with these roles.
    fn resolve_all(options: &Options<'_>, roles: &[Role]) -> Vec<Self> {
        let keys = at_role(roles, Role::Key).count();
        options
            .fields
            .iter()
            .zip(roles)
            .map(|(field, role)| Self::resolve(field, *role, keys, &options.input.attrs))
            .collect()
    }

    /// A column that is never read. The trail tells no value of it, and no client sends it unless that is said.
    fn write_only(options: &FieldOptions<'_>, attrs: &[Attribute]) -> Self {
        let input = options.input.as_ref().map_or(Input::Closed, |(_, input)| *input);
        Self { input, privacy: Privacy::Mask, ..Self::resolve(options, Role::Plain, 0, attrs) }
    }

    fn resolve(options: &FieldOptions<'_>, role: Role, keys: usize, attrs: &[Attribute]) -> Self {
        let FieldOptions { field, ident, origin, .. } = options;
        let nullable = nullable(&field.ty).map(|inner| origin.map_or(inner, Origin::value));
        Self {
            ident: (*ident).clone(),
            path: origin.map_or_else(|| vec![(*ident).clone()], |origin| origin.path.clone()),
            ty: origin.map_or_else(|| field.ty.clone(), Origin::ty),
            written: field.ty.clone(),
            column: options.column.clone().unwrap_or_else(|| (*ident).clone()),
            setter: setter(ident),
            role,
            insert: on_insert(options, role, keys, nullable.is_some()),
            update: on_update(options, role),
            moved_by: None,
            privacy: privacy(options, role),
            input: input(options, role, keys),
            sent_as: sent_as(options, attrs),
            // The names of a base cannot be resolved in another module.
            read_with: options.serde.with.clone().filter(|_| origin.is_none()),
            hidden: options.serde.hidden,
            shown_with: options.serde.shown_with.clone().filter(|_| origin.is_none()),
            renamed_from: options.renamed_from.clone(),
            default: default_text(options, role),
            sql_type: options.sql_type.clone(),
            sql_default: options.sql_default.clone(),
            encoding: options.encoding.as_ref().map(|(_, encoding)| *encoding),
            epoch: options.epoch.as_ref().map(|(_, unit)| *unit),
            on_deleted: options.key_on_deleted.as_ref().map(|(_, policy)| *policy),
            max_length: options.max_length.as_ref().map(|(_, length)| length.clone()),
            checks: checks(options),
            rules: options.validate.iter().flat_map(|(_, rules)| rules).cloned().collect(),
            expressions: options.expressions.is_some(),
            nullable,
            docs: docs(&field.attrs),
        }
    }
}

/// The columns that move `updated_at`: names become fields, or columns that are never read.
fn moved(cx: &Ctxt, options: &Options<'_>, fields: &mut [Field]) {
    for at in 0..fields.len() {
        let roles = &options.fields[at].roles;
        let Some((_, names)) = roles.iter().find_map(|role| role.on.as_ref()) else { continue };
        let place = |name: &Ident| {
            let unread = || options.write_only.iter().position(|column| column.ident == name);
            let found = position(fields, &name.unraw().to_string()).or_else(|| Some(fields.len() + unread()?));
            if found.is_none() {
                cx.error(name, no_such_field(&name.unraw().to_string(), options, fields));
            }
            found.filter(|found| {
                let follows = fields.get(*found).filter(|field| is_moved_by_every_write(field.role));
                if follows.is_some() {
                    cx.error(name, format!("`{name}` is set by the library: name columns that the application sets"));
                }
                follows.is_none()
            })
        };
        let places = names.iter().filter_map(place).collect();
        fields[at].moved_by = Some(places);
    }
}

fn is_moved_by_every_write(role: Role) -> bool {
    matches!(role, Role::UpdatedAt | Role::UpdatedBy | Role::Version | Role::ChangeLog)
}

fn docs(attrs: &[Attribute]) -> Vec<Attribute> {
    attrs.iter().filter(|attr| attr.path().is_ident("doc")).cloned().collect()
}

/// The default of a plain field, as it is written.
fn default_text(options: &FieldOptions<'_>, role: Role) -> Option<String> {
    let DefaultOption { value, .. } = options.default.as_ref().filter(|_| role == Role::Plain)?;
    let text = value.as_ref().map_or_else(|| "Default::default()".to_owned(), |value| quote!(#value).to_string());
    Some(text.replace(" :: ", "::").replace(" ()", "()"))
}

/// The change log is never in the audit trail: it would repeat each entry.
fn privacy(options: &FieldOptions<'_>, role: Role) -> Privacy {
    match (role, &options.privacy) {
        (Role::ChangeLog, _) => Privacy::Skip,
        (_, Some((_, privacy))) => *privacy,
        (_, None) => Privacy::Plain,
    }
}

/// What the library keeps is closed, and everything else is open.
fn input(options: &FieldOptions<'_>, role: Role, keys: usize) -> Input {
    match (&options.input, role) {
        (Some((_, input)), _) => *input,
        _ if options.serde.skipped => Input::Closed,
        (None, Role::Plain) => Input::Open,
        (None, Role::Key) if keys > 1 => Input::Open,
        (None, Role::Key) => Input::OfKey,
        (None, _) => Input::Closed,
    }
}

fn sent_as(options: &FieldOptions<'_>, attrs: &[Attribute]) -> Vec<String> {
    let plain = options.ident.unraw().to_string();
    let given = options.serde.name.as_ref().map(syn::LitStr::value);
    // A base has applied the rule of its own struct.
    let ruled = || options.origin.is_none().then(|| serde::renamed(attrs, &plain)).flatten();
    let name = given.or_else(ruled).unwrap_or(plain);
    std::iter::once(name).chain(options.serde.aliases.iter().map(syn::LitStr::value)).collect()
}

/// The checks of a base run in the base, where the names of its functions can be resolved.
fn checks(options: &FieldOptions<'_>) -> Vec<Check> {
    match options.origin {
        Some(origin) if !options.checks.is_empty() => vec![Check::FromBase(origin.check())],
        _ => options.checks.iter().map(|(_, check)| Check::Own(check.clone())).collect(),
    }
}

fn at_role(roles: &[Role], wanted: Role) -> impl Iterator<Item = usize> {
    roles.iter().enumerate().filter(move |(_, role)| **role == wanted).map(|(at, _)| at)
}

fn on_insert(options: &FieldOptions<'_>, role: Role, keys: usize, nullable: bool) -> OnInsert {
    if is_kept_by_database(options) || options.skip_insert.is_some() {
        return OnInsert::Database;
    }
    match (role, &options.default) {
        (Role::Plain, Some(DefaultOption { value: None, .. })) => OnInsert::DefaultTrait,
        (Role::Plain, Some(DefaultOption { value: Some(value), .. })) => {
            OnInsert::Default(options.origin.map_or_else(|| value.clone(), Origin::default))
        }
        (Role::Plain, None) if nullable => OnInsert::Null,
        (Role::Plain, None) => OnInsert::Required,
        // The parts of a composite key are usually the keys of other rows: nobody can invent them.
        (Role::Key, _) if keys > 1 => OnInsert::Required,
        _ => OnInsert::Managed,
    }
}

fn on_update(options: &FieldOptions<'_>, role: Role) -> OnUpdate {
    match role {
        _ if is_kept_by_database(options) => OnUpdate::Never,
        Role::Plain if options.skip_update.is_none() => OnUpdate::Patch,
        Role::Plain | Role::Key | Role::CreatedAt | Role::CreatedBy => OnUpdate::Never,
        Role::UpdatedAt | Role::UpdatedBy | Role::DeletedAt | Role::DeletedBy | Role::DeletionBatch => {
            OnUpdate::Managed
        }
        Role::Version | Role::ChangeLog => OnUpdate::Managed,
    }
}

fn is_kept_by_database(options: &FieldOptions<'_>) -> bool {
    options.db.is_some() || options.roles.iter().any(|role| role.keeper == Keeper::Database)
}

/// The default scope that a base declares.
fn default_scope(options: &Options<'_>) -> Option<DefaultScope> {
    let scoped = options.fields.iter().enumerate().filter(|(_, field)| field.default_scope.is_some());
    let mut scoped = scoped.filter_map(|(at, field)| Some((at, field.origin?)));
    scoped.next().map(|(field, origin)| DefaultScope { field, ty: origin.scope() })
}

fn content_type(options: &Options<'_>, table: &Path) -> String {
    let given = options.content_type.as_ref().map(syn::LitStr::value);
    given.unwrap_or_else(|| {
        let name = table.segments.last().map(|segment| segment.ident.unraw().to_string());
        name.unwrap_or_default()
    })
}

fn ordering(cx: &Ctxt, options: &Options<'_>, fields: &[Field]) -> Vec<OrderTerm> {
    let Some(ordering) = &options.ordering else {
        return Vec::new();
    };
    let mut terms = Vec::new();
    for term in &ordering.terms {
        match position(fields, &term.name) {
            Some(field) => terms.push(OrderTerm { field, direction: term.direction }),
            None => cx.error(&ordering.literal, no_such_field(&term.name, options, fields)),
        }
    }
    terms
}

fn repr(cx: &Ctxt, options: &Options<'_>, fields: &[Field]) -> Option<usize> {
    if let Some(name) = &options.repr {
        let found = position(fields, &name.unraw().to_string());
        if found.is_none() {
            cx.error(name, no_such_field(&name.unraw().to_string(), options, fields));
        }
        return found;
    }
    REPR_NAMES.iter().filter_map(|name| position(fields, name)).find(|at| fields[*at].privacy == Privacy::Plain)
}

/// Slugs, whose sources are fields like any others.
fn slugs(cx: &Ctxt, options: &Options<'_>, fields: &mut [Field]) {
    for (at, option) in options.fields.iter().enumerate() {
        let Some((_, source)) = &option.slug else { continue };
        let name = source.unraw().to_string();
        match position(fields, &name) {
            Some(source) if fields[at].insert != OnInsert::Database => fields[at].insert = OnInsert::Slug(source),
            Some(_) => {}
            None => cx.error(source, no_such_field(&name, options, fields)),
        }
    }
}

fn setter(field: &Ident) -> Ident {
    let name = field.unraw().to_string();
    if VERBS.contains(&name.as_str()) { format_ident!("set_{}", name, span = field.span()) } else { field.clone() }
}
