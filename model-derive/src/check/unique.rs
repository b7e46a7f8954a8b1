//! The rules of `unique` and `slug`, which look at several fields.

use quote::ToTokens as _;
use syn::ext::IdentExt as _;

use crate::attr::field::FieldOptions;
use crate::attr::index::IndexOption;
use crate::attr::model::Options;
use crate::attr::unique::{LONGEST_INDEX_NAME, UniqueOption};
use crate::ctxt::Ctxt;
use crate::model::{Deletion, Field, Model, OnInsert, Unique};
use crate::symbol::{FieldKey, ModelKey};
use crate::words::{OnDeleted, Privacy, Role};

/// Reports every contradiction in the unique constraints and slugs of a model.
pub(super) fn check(cx: &Ctxt, options: &Options<'_>, model: &Model) {
    let declared = || options.fields.iter().filter_map(|field| field.unique.as_ref()).zip(&model.uniques);
    for (option, unique) in declared() {
        check_fields(cx, option, unique, model);
        check_deletion(cx, option, options, model);
        check_name(cx, option, unique);
    }
    check_repeated(cx, declared(), &model.fields);
    check_indexes(cx, options, model);
    check_key(cx, options, model);
    check_slugs(cx, options, model);
}

fn check_fields(cx: &Ctxt, option: &UniqueOption, unique: &Unique, model: &Model) {
    let fields = &model.fields;
    let field = &fields[unique.fields[0]];
    let is_key = unique.fields.len() == model.key.len() && unique.fields.iter().all(|at| model.key.contains(at));
    match field.role {
        Role::Plain | Role::CreatedBy | Role::UpdatedBy => {}
        Role::Key if is_key && option.with.is_empty() => {
            cx.error(&option.word, format!("`{}` is the key, which is already unique: remove `unique`", field.ident));
        }
        Role::Key if is_key => {
            cx.error(&option.word, "these fields are the key, which is already unique: remove `unique`");
        }
        Role::Key => {}
        role => cx.error(
            &option.word,
            format!("`{}` {}, which other rows may share: remove `unique`", field.ident, role.meaning()),
        ),
    }
    let marker = |name: &&syn::Ident| {
        fields.iter().any(|field| field.role == Role::DeletedAt && field.ident.unraw() == name.unraw())
    };
    if let Some(name) = option.with.iter().find(marker) {
        cx.error(
            name,
            format!(
                "`{name}` is the deletion marker, and a unique constraint already leaves deleted rows out: remove it \
                 from `with`"
            ),
        );
    }
}

fn check_deletion(cx: &Ctxt, option: &UniqueOption, options: &Options<'_>, model: &Model) {
    if model.deletion == Deletion::Hard && !options.attempts.include(ModelKey::SoftDelete) {
        if let Some(word) = &option.forever {
            cx.error(
                word,
                "`forever` includes deleted rows, but this model keeps none: remove `forever`, or add `soft_delete` to \
                 the struct's `#[model(..)]`",
            );
        }
        if let (None, Some((word, _))) = (&option.forever, &option.on_deleted) {
            cx.error(
                word,
                "`on_deleted` applies to deleted rows, but this model keeps none: remove it, or add `soft_delete` to \
                 the struct's `#[model(..)]`",
            );
        }
        return;
    }
    if let (Some(_), Some((word, OnDeleted::Insert))) = (&option.forever, &option.on_deleted) {
        cx.error(
            word,
            "with `forever`, no new row can have the same value as a deleted one: write `on_deleted = revive` or \
             `on_deleted = refuse`",
        );
    }
}

/// The policy of the key is about deleted rows, whose keys no new row can have.
fn check_key(cx: &Ctxt, options: &Options<'_>, model: &Model) {
    let mut first = None;
    for (word, policy) in options.fields.iter().filter_map(|field| field.key_on_deleted.as_ref()) {
        if first.replace(word).is_some() {
            cx.error(word, "another field of the key already has `on_deleted`: remove one of the two");
        } else if model.deletion == Deletion::Hard && !options.attempts.include(ModelKey::SoftDelete) {
            cx.error(
                word,
                "`on_deleted` applies to deleted rows, but this model keeps none: remove it, or add `soft_delete` to \
                 the struct's `#[model(..)]`",
            );
        } else if *policy == OnDeleted::Insert {
            cx.error(
                word,
                "no new row can have the key of a deleted one: write `on_deleted = revive`, `restore` or `refuse`",
            );
        }
    }
}

fn check_name(cx: &Ctxt, option: &UniqueOption, unique: &Unique) {
    // On MySQL and MariaDB a column that is called after the index holds the condition.
    let longest = if option.condition.is_some() { LONGEST_INDEX_NAME - 2 } else { LONGEST_INDEX_NAME };
    if let (Some(name), true) = (&option.name, unique.index.len() > longest) {
        cx.error(name, format!("the name of an index with a condition can have at most {longest} bytes"));
    } else if unique.index.len() > longest {
        cx.error(
            &option.word,
            format!(
                "the index would be named `{}`, which has {} bytes, and the name of an index can have at most \
                 {longest}: set a shorter one with `unique(name = \"..\")`",
                unique.index,
                unique.index.len()
            ),
        );
    }
}

/// The name of an index fits, and no two have the same.
fn check_indexes(cx: &Ctxt, options: &Options<'_>, model: &Model) {
    let mut names: Vec<&str> = model.uniques.iter().map(|unique| &*unique.index).collect();
    for (option, index) in options.fields.iter().filter_map(|field| field.index.as_ref()).zip(&model.indexes) {
        let IndexOption { word, name, .. } = option;
        if name.is_none() && index.name.len() > LONGEST_INDEX_NAME {
            cx.error(
                word,
                format!(
                    "the index would be named `{}`, which has {} bytes, and the name of an index can have at most \
                     {LONGEST_INDEX_NAME}: set a shorter one with `index(name = \"..\")`",
                    index.name,
                    index.name.len()
                ),
            );
        }
        if let (Some(name), true) = (name, names.contains(&&*index.name)) {
            cx.error(name, "another index already has this name: choose another name");
        }
        names.push(&index.name);
    }
}

/// No two unique constraints have the same fields, and no two indexes the same name.
fn check_repeated<'m>(cx: &Ctxt, declared: impl Iterator<Item = (&'m UniqueOption, &'m Unique)>, fields: &[Field]) {
    let mut before: Vec<&Unique> = Vec::new();
    for (option, unique) in declared {
        let same = |other: &&&Unique| {
            other.fields.len() == unique.fields.len() && other.fields.iter().all(|at| unique.fields.contains(at))
        };
        if let Some(other) = before.iter().find(same) {
            let first = &fields[other.fields[0]].ident;
            cx.error(
                &option.word,
                format!("`{first}` is already unique together with these fields: remove one of the two"),
            );
        } else if let (Some(name), true) = (&option.name, before.iter().any(|other| other.index == unique.index)) {
            cx.error(name, "another unique constraint already has this name: choose another name");
        }
        before.push(unique);
    }
}

fn check_slugs(cx: &Ctxt, options: &Options<'_>, model: &Model) {
    let mut first = None;
    for (option, field) in options.fields.iter().zip(&model.fields) {
        let Some((word, source)) = &option.slug else { continue };
        check_slug_privacy(cx, source, field, model);
        if let Some(first) = first {
            cx.error(
                word,
                format!("`{first}` is already the slug, and a model can have only one: remove one of the two"),
            );
        }
        first = first.or(Some(&field.ident));
        // A missing source is reported elsewhere.
        if model.fields.iter().any(|field| field.ident.unraw() == source.unraw()) {
            check_slug(cx, word, source, option, field);
        }
    }
}

fn check_slug(cx: &Ctxt, word: &syn::Ident, source: &syn::Ident, option: &FieldOptions<'_>, field: &Field) {
    let ident = &field.ident;
    if field.ident.unraw() == source.unraw() {
        cx.error(source, format!("`{ident}` cannot be made from itself: name the field to make it from"));
    } else if field.role != Role::Plain {
        cx.error(
            word,
            format!("`{ident}` {}, which cannot be made from another field: remove `slug`", field.role.meaning()),
        );
    } else if let Some(default) = &option.default {
        cx.error(&default.word, "`slug` provides the value of a new row, so `default` never applies: remove it");
    } else if field.insert == OnInsert::Database {
        cx.error(word, format!("the database fills in `{ident}`, so there is no slug to make: remove `slug`"));
    } else if option.unique.is_none() && !option.attempts.include(FieldKey::Unique) {
        cx.error(
            word.to_token_stream(),
            format!("a slug must be unique, and `{ident}` is not: write `#[model(slug = {source}, unique)]`"),
        );
    }
}

/// A slug reveals the text that it is made from.
fn check_slug_privacy(cx: &Ctxt, source: &syn::Ident, field: &Field, model: &Model) {
    if let OnInsert::Slug(at) = field.insert
        && model.fields[at].privacy == Privacy::Mask
        && field.privacy == Privacy::Plain
    {
        cx.error(
            source,
            format!(
                "`{source}` is masked in the audit trail, and `{}`, which is made from it, would show it there: write \
                 `#[audit(mask)]` on `{0}` too, or choose another field",
                field.ident
            ),
        );
    }
}
