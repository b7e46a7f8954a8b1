//! The rules between options, and between fields.

mod field;
mod relations;
mod unique;

use std::collections::HashMap;

use proc_macro2::Ident;
use quote::ToTokens;
use syn::ext::IdentExt as _;

use crate::attr::field::FieldOptions;
use crate::attr::model::{AuditOption, Options};
use crate::ctxt::Ctxt;
use crate::model::{Field, Model, Privacy, Role};
use crate::symbol::ModelKey;

/// Reports every contradiction in what the user wrote.
pub(crate) fn model(cx: &Ctxt, options: &Options<'_>, model: &Model) {
    let fields = || options.fields.iter().zip(&model.fields);
    for (options, field) in fields() {
        field::check(cx, options, field);
    }
    check_roles(cx, options);
    check_columns(cx, fields());
    check_setters(cx, &model.fields);
    check_audit(cx, options, model);
    check_renames(cx, options, model);
    check_repr(cx, options, model);
    check_content_type(cx, options, model);
    relations::check(cx, options, model);
    unique::check(cx, options, model);
}

/// No two fields have one role, the key apart.
fn check_roles(cx: &Ctxt, options: &Options<'_>) {
    let mut holders: HashMap<Role, &FieldOptions<'_>> = HashMap::new();
    for field in &options.fields {
        for option in field.roles.iter().filter(|option| option.role != Role::Key) {
            if let Some(holder) = holders.get(&option.role) {
                cx.error(
                    &option.word,
                    format!(
                        "`{}` is already marked `{}`, and a model has one such field: remove one of the two",
                        holder.ident, option.word
                    ),
                );
            } else {
                holders.insert(option.role, field);
            }
        }
    }
}

/// No two fields are one column.
fn check_columns<'f>(cx: &Ctxt, fields: impl Iterator<Item = (&'f FieldOptions<'f>, &'f Field)>) {
    let mut columns = HashMap::new();
    for (options, field) in fields {
        let column = field.column.unraw();
        if let Some(other) = columns.insert(column.clone(), &field.ident) {
            let at = options.column.as_ref().unwrap_or(options.ident);
            cx.error(
                at,
                format!(
                    "`{other}` and `{}` are both the column `{column}`: each field needs a column of its own",
                    field.ident
                ),
            );
        }
    }
}

/// No two setters have one name, which moving one out of the way of a verb can bring about.
fn check_setters(cx: &Ctxt, fields: &[Field]) {
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
            None if !options.attempts.include(ModelKey::Audit) => {
                let privacy = field.privacy.as_ref().map(|(word, _)| (word.to_token_stream(), word.to_string()));
                let renamed =
                    field.renamed_from.first().map(|name| (name.to_token_stream(), "renamed_from".to_owned()));
                if let Some((at, word)) = privacy.or(renamed) {
                    cx.error(
                        at,
                        format!(
                            "`{word}` says what the audit trail holds, and this model has none: add `audit` to the struct's \
                             `#[model(..)]`"
                        ),
                    );
                }
            }
            Some(AuditOption::Explicit) if !field.audit_attempted && checked.role == Role::Plain => cx.error(
                field.ident,
                format!(
                    "`audit(explicit)` asks every field for a choice, and `{}` has none: write `#[audit(include)]`, \
                     `#[audit(mask)]` or `#[audit(skip)]` on it",
                    field.ident
                ),
            ),
            _ => {}
        }
    }
}

/// A name in old entries is that of one field.
fn check_renames(cx: &Ctxt, options: &Options<'_>, model: &Model) {
    let mut claimed: HashMap<String, &Ident> = HashMap::new();
    for field in &options.fields {
        for name in &field.renamed_from {
            let old = name.value();
            if let Some(present) = model.fields.iter().find(|field| field.ident.unraw() == old) {
                cx.error(
                    name,
                    format!(
                        "`{}` is a field of this model, so entries under this name are its own: name what `{}` was called \
                         before",
                        present.ident, field.ident
                    ),
                );
            } else if let Some(other) = claimed.insert(old, field.ident) {
                cx.error(
                    name,
                    format!("`{other}` was renamed from this name already: one name in old entries is one field"),
                );
            }
        }
    }
}

/// The trail must not hold in plain text, as the name of the row, what it hides as a column.
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
        format!("`{word}` is {kept} in the audit trail, and `repr` would show it there as the name of the row: choose another field"),
    );
}

fn check_content_type(cx: &Ctxt, options: &Options<'_>, model: &Model) {
    use crate::attr::model::LONGEST_CONTENT_TYPE;
    if let (None, Some(table)) = (&options.content_type, &options.table)
        && model.content_type.len() > LONGEST_CONTENT_TYPE
    {
        cx.error(
            table.to_token_stream(),
            format!(
                "the name of this table has {} bytes, and the column that stores it as the content type holds \
                 {LONGEST_CONTENT_TYPE}: give a shorter one with `content_type = \"..\"`",
                model.content_type.len()
            ),
        );
    }
}
