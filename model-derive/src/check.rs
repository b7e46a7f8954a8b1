//! The rules between options, and between fields.

mod field;
mod inherit;
mod pairs;
mod read_only;
mod relations;
mod unique;
mod write_only;

use std::collections::HashMap;

use proc_macro2::Ident;
use quote::ToTokens;
use syn::Visibility;
use syn::ext::IdentExt as _;

use crate::attr::field::{DefaultScopeOption, FieldOptions};
use crate::attr::model::{AuditOption, LONGEST_CONTENT_TYPE, Options};
use crate::base::Base;
use crate::ctxt::Ctxt;
use crate::embed::Origin;
use crate::model::{Extends, Field, Model};
use crate::symbol::ModelKey;
use crate::words::{Privacy, Role};

/// Reports every contradiction in what the user wrote.
pub(crate) fn model(cx: &Ctxt, options: &Options<'_>, model: &Model, parent: Option<&Extends>) {
    let fields = || options.fields.iter().chain(&options.write_only).zip(model.written().map(|(_, field)| field));
    for (options, field) in fields() {
        field::check(cx, options, field);
    }
    check_roles(cx, options);
    // A column that is read all the same is reported as that.
    check_columns(cx, fields().filter(|(column, _)| !write_only::is_read(options, column)));
    check_setters(cx, &model.written().map(|(_, field)| field).collect::<Vec<_>>());
    write_only::check(cx, options);
    read_only::check(cx, options);
    check_default_scopes(cx, options);
    check_own_default_scope(cx, options);
    check_audit(cx, options, model);
    check_renames(cx, options, model);
    check_repr(cx, options, model);
    check_content_type(cx, options, model);
    check_hooks(cx, options);
    relations::check(cx, options, model);
    pairs::check(cx, options, model);
    unique::check(cx, options, model);
    inherit::check(cx, options, model, parent);
}

/// Reports every contradiction in a base. Rules that need the rest of the model are checked there.
pub(crate) fn base(cx: &Ctxt, options: &Options<'_>, base: &Base) {
    let vis = &options.input.vis;
    let fields = || options.fields.iter().zip(&base.fields);
    for (options, field) in fields() {
        field::check(cx, options, field);
        check_visible(cx, &options.field.vis, vis, options);
    }
    relations::check_base(cx, options);
    check_roles(cx, options);
    check_columns(cx, fields());
    check_setters(cx, &base.fields.iter().collect::<Vec<_>>());
    check_default_scopes(cx, options);
}

/// No two fields have the same role, except the key.
fn check_roles(cx: &Ctxt, options: &Options<'_>) {
    let mut holders: HashMap<Role, &FieldOptions<'_>> = HashMap::new();
    for field in &options.fields {
        for option in field.roles.iter().filter(|option| option.role != Role::Key) {
            if let Some(holder) = holders.get(&option.role) {
                // Two fields with the same name are reported elsewhere.
                if holder.ident == field.ident {
                    continue;
                }
                let word = &option.word;
                match (holder.origin, field.origin) {
                    (None, None) => cx.error(
                        word,
                        format!(
                            "`{}` is already marked `{word}`, and a model can have only one such field: remove one of \
                             the two",
                            holder.ident
                        ),
                    ),
                    _ => cx.error(
                        word,
                        format!(
                            "{} and {} are both marked `{word}`, and a model can have only one such field",
                            column_of(holder),
                            column_of(field)
                        ),
                    ),
                }
            } else {
                holders.insert(option.role, field);
            }
        }
    }
}

/// A query selects one value of one default scope.
fn check_default_scopes(cx: &Ctxt, options: &Options<'_>) {
    let mut scoped = options.fields.iter().filter_map(|field| Some((field, &field.default_scope.as_ref()?.word)));
    let Some((first, _)) = scoped.next() else { return };
    for (field, word) in scoped {
        cx.error(
            word,
            format!(
                "{} and {} both declare a default scope, and a {} can have only one: turn one of them into an ordinary \
                 scope, in an `impl` with `#[scopes]`",
                column_of(first),
                column_of(field),
                options.what
            ),
        );
    }
}

/// Its methods are generated with a base.
fn check_own_default_scope(cx: &Ctxt, options: &Options<'_>) {
    for field in options.fields.iter().filter(|field| field.origin.is_none()) {
        if let Some(DefaultScopeOption { word, .. }) = &field.default_scope {
            cx.error(
                word,
                format!(
                    "a default scope must be declared in a base: move `{}` to a struct with `#[derive(Base)]`, and \
                     embed that with `#[model(base)]`",
                    field.ident
                ),
            );
        }
    }
}

/// No two fields use the same column, and no field of a base has the name of another field.
fn check_columns<'f>(cx: &Ctxt, fields: impl Iterator<Item = (&'f FieldOptions<'f>, &'f Field)>) {
    let mut columns = HashMap::new();
    let mut names = HashMap::new();
    for (options, field) in fields {
        let (column, name) = (field.column.unraw(), field.ident.unraw());
        let same_column = columns.insert(column.clone(), options);
        let same_name = names.insert(name.clone(), options);
        let from_base = |other: &&FieldOptions<'_>| options.origin.is_some() || other.origin.is_some();
        let at = options.column.as_ref().unwrap_or(options.ident);
        if let Some(other) = same_column.filter(from_base) {
            let (first, second) = (source_of(other), source_of(options));
            cx.error(
                at,
                format!("{first} and {second} both have the column `{column}`: a model can have each column only once"),
            );
        } else if let Some(other) = same_name.filter(from_base) {
            let (first, second) = (source_of(other), source_of(options));
            cx.error(
                at,
                format!(
                    "{first} and {second} both have a field `{name}`, and each generated setter needs its own name: \
                     rename one of them"
                ),
            );
        } else if let Some(other) = same_column {
            cx.error(
                at,
                format!(
                    "`{}` and `{}` both use the column `{column}`: each field needs a column of its own",
                    other.ident, field.ident
                ),
            );
        }
    }
}

/// Where a column comes from, for a message.
fn source_of(options: &FieldOptions<'_>) -> String {
    options.origin.map_or_else(|| format!("the field `{}`", options.ident), Origin::described)
}

/// A column with the base that it comes from, for a message.
fn column_of(options: &FieldOptions<'_>) -> String {
    let ident = options.ident;
    options.origin.map_or_else(|| format!("`{ident}`"), |origin| format!("`{ident}` of {}", origin.described()))
}

/// The fields of a base are as visible as the base: its models read them.
fn check_visible(cx: &Ctxt, vis: &Visibility, base: &Visibility, options: &FieldOptions<'_>) {
    if options.origin.is_none() && matches!(vis, Visibility::Inherited) && !matches!(base, Visibility::Inherited) {
        let ident = options.ident;
        cx.error(
            ident,
            format!("`{ident}` is private, but the models that embed this base need to read it: write `pub {ident}`"),
        );
    }
}

/// No two setters have the same name. A setter that was renamed because of a method can collide with another.
fn check_setters(cx: &Ctxt, fields: &[&Field]) {
    for moved in fields.iter().filter(|field| field.setter != field.ident) {
        if let Some(other) = fields.iter().find(|field| field.ident == moved.setter) {
            cx.error(
                &other.ident,
                format!(
                    "the setter of `{}` is called `{}`, because `{0}` is a method of the generated types: rename this \
                     field, and keep its column with `#[diesel(column_name = {1})]`",
                    moved.ident, other.ident
                ),
            );
        }
    }
}

fn check_audit(cx: &Ctxt, options: &Options<'_>, model: &Model) {
    for (field, checked) in options.fields.iter().zip(&model.fields) {
        match options.audit {
            // A base declares what a trail may hold, whether or not its models have one.
            None if field.origin.is_none() && !options.attempts.include(ModelKey::Audit) => {
                let privacy = field.privacy.as_ref().map(|(word, _)| (word.to_token_stream(), word.to_string()));
                let renamed =
                    field.renamed_from.first().map(|name| (name.to_token_stream(), "renamed_from".to_owned()));
                if let Some((at, word)) = privacy.or(renamed) {
                    cx.error(
                        at,
                        format!(
                            "`{word}` applies to the audit trail, but this model has none: add `audit` to the struct's \
                             `#[model(..)]`"
                        ),
                    );
                }
            }
            Some(AuditOption { explicit: true, .. }) if !field.audit_attempted && checked.role == Role::Plain => cx.error(
                field.ident,
                format!(
                    "`audit(explicit)` requires a choice for every field, and {} has none: write `#[audit(include)]`, \
                     `#[audit(mask)]` or `#[audit(skip)]` on it",
                    column_of(field)
                ),
            ),
            _ => {}
        }
    }
}

/// A former name belongs to one field.
fn check_renames(cx: &Ctxt, options: &Options<'_>, model: &Model) {
    let mut claimed: HashMap<String, &Ident> = HashMap::new();
    for field in &options.fields {
        for name in &field.renamed_from {
            let old = name.value();
            if let Some(present) = model.fields.iter().find(|field| field.ident.unraw() == old) {
                cx.error(
                    name,
                    format!(
                        "`{}` is a field of this model, so audit entries with this name belong to it: write a former \
                         name of `{}`",
                        present.ident, field.ident
                    ),
                );
            } else if let Some(other) = claimed.insert(old, field.ident) {
                cx.error(
                    name,
                    format!(
                        "`{other}` was already renamed from this name, and an old name can belong to only one field"
                    ),
                );
            }
        }
    }
}

/// The trail must not reveal, as the name of the row, what it hides as a column.
fn check_repr(cx: &Ctxt, options: &Options<'_>, model: &Model) {
    let (Some(word), Some(at)) = (&options.repr, model.repr) else {
        return;
    };
    let kept = match model.fields[at].privacy {
        Privacy::Plain => return,
        Privacy::Mask => "masked",
        Privacy::Skip => "skipped",
    };
    cx.error(
        word,
        format!(
            "`{word}` is {kept} in the audit trail, and `repr` would show it there as the name of the row: choose \
             another field"
        ),
    );
}

/// `after_commit` is a part of the hooks.
fn check_hooks(cx: &Ctxt, options: &Options<'_>) {
    if let (None, Some(word)) = (&options.hooks, &options.after_commit)
        && !options.attempts.include(ModelKey::Hooks)
    {
        cx.error(
            word,
            "`after_commit` needs `hooks`: write `hooks, after_commit`, and an `impl Hooks<..>`, which may be empty",
        );
    }
}

fn check_content_type(cx: &Ctxt, options: &Options<'_>, model: &Model) {
    if let (None, Some(table)) = (&options.content_type, &options.table)
        && model.content_type.len() > LONGEST_CONTENT_TYPE
    {
        cx.error(
            table.to_token_stream(),
            format!(
                "the name of this table has {} bytes, and a content type can have at most {LONGEST_CONTENT_TYPE}: set \
                 a shorter one with `content_type = \"..\"`",
                model.content_type.len()
            ),
        );
    }
}
