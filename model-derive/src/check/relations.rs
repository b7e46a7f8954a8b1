//! The rules about relations.

use std::collections::HashSet;

use proc_macro2::Ident;
use syn::Path;
use syn::ext::IdentExt as _;

use crate::attr::field::FieldOptions;
use crate::attr::model::Options;
use crate::ctxt::Ctxt;
use crate::model::{Deletion, Model};
use crate::symbol::{ChildrenKey, FieldKey};
use crate::words::{OnDelete, Role};

/// The methods of every model, which an accessor with the same name would hide.
const METHODS: &[&str] = &[
    "objects",
    "create",
    "create_many",
    "patch",
    "patch_by_key",
    "patch_of",
    "delete",
    "delete_by_key",
    "hard_delete",
    "history",
    "verify_history",
    "key",
    "selection",
    "link",
    "table",
    "id",
    "as_model",
];

pub(super) fn check(cx: &Ctxt, options: &Options<'_>, model: &Model) {
    check_names(cx, model);
    check_policies(cx, options);
    check_without_hooks(cx, options);
    check_batch(cx, options, model);
    check_fields(cx, options, model);
    check_lock(cx, options);
    check_touches(cx, options);
}

/// A base names no column of a table.
pub(super) fn check_base(cx: &Ctxt, options: &Options<'_>) {
    for (word, _) in touches(options) {
        cx.error(
            word,
            "a base cannot name the column that counts, because it is a column of one table: declare the field with \
             `touches` in each model",
        );
    }
}

fn touches<'o>(options: &'o Options<'_>) -> impl Iterator<Item = (&'o Ident, &'o Path)> {
    options.fields.iter().filter_map(|field| {
        let option = field.belongs_to.as_ref()?;
        option.touches.as_ref().map(|(word, _)| (word, &option.parent))
    })
}

/// Only rows of one table are counted, and in a row of another.
fn check_touches(cx: &Ctxt, options: &Options<'_>) {
    let ident = &options.input.ident;
    for (word, parent) in touches(options) {
        if options.extends.is_some() || options.extended_by.is_some() {
            cx.error(
                word,
                format!(
                    "`{ident}` is in two tables, and writes to one of them would not be counted: remove `touches`, or \
                     use a model of one table with a `belongs_to`"
                ),
            );
        } else if parent.is_ident("Self") || parent.segments.last().is_some_and(|last| last.ident == *ident) {
            cx.error(
                word,
                format!(
                    "a row of `{ident}` cannot count the rows below it in the same table, because counting them is a \
                     write that the row above would have to count: remove `touches`, or count in a row of another model"
                ),
            );
        }
    }
}

/// Each accessor has a name of its own.
fn check_names(cx: &Ctxt, model: &Model) {
    let mut taken = HashSet::new();
    for name in model.relations.names() {
        let plain = name.unraw().to_string();
        if METHODS.contains(&plain.as_str()) {
            cx.error(name, format!("`{plain}` is a method of every model: give the relation another name"));
        } else if !taken.insert(plain) {
            cx.error(name, format!("two relations are named `{name}`: give one of them another name"));
        }
    }
}

/// Every relation says what happens to its rows when the row that they belong to is deleted.
fn check_policies(cx: &Ctxt, options: &Options<'_>) {
    for option in &options.children {
        // Nothing is deleted with a row that is only read.
        if options.read_only.is_some() || option.on_delete.is_some() || option.attempts.include(ChildrenKey::OnDelete) {
            continue;
        }
        let (ident, name) = (&options.input.ident, &option.name);
        let whose = if option.one { "its" } else { "their" };
        cx.error(
            name,
            format!(
                "`{name}` is missing `on_delete`: what should happen to `{name}` when {whose} `{ident}` is deleted? \
                 Add `on_delete = ..`, with {}",
                OnDelete::CHOICES
            ),
        );
    }
}

/// Only a relation that writes rows can skip their hooks.
fn check_without_hooks(cx: &Ctxt, options: &Options<'_>) {
    for option in &options.children {
        if let (Some(word), Some((_, policy @ (OnDelete::Restrict | OnDelete::Keep)))) =
            (&option.without_hooks, &option.on_delete)
        {
            cx.error(
                word,
                format!(
                    "`on_delete = {}` writes no rows of `{}`, so there are no hooks to skip: remove `without_hooks`",
                    policy.word(),
                    option.name
                ),
            );
        }
    }
}

/// A soft deletion that writes other rows records its batch.
fn check_batch(cx: &Ctxt, options: &Options<'_>, model: &Model) {
    let has_batch = model.fields.iter().any(|field| field.role == Role::DeletionBatch)
        || options.fields.iter().any(|field| field.attempts.include(FieldKey::DeletionBatch));
    if model.deletion == Deletion::Hard || has_batch {
        return;
    }
    let touched = options.children.iter().filter_map(|option| option.on_delete.as_ref());
    if let Some((word, policy)) = touched.into_iter().find(|(_, policy)| marks(*policy)) {
        cx.error(
            word,
            format!(
                "`{}` needs to record which rows were deleted together, and `{}` has no field for that: add \
                 `deletion_batch: Option<Uuid>`, with a `Nullable` column",
                policy.word(),
                options.input.ident
            ),
        );
    }
}

/// Whether a policy finds its rows by the batch of the deletion.
fn marks(policy: OnDelete) -> bool {
    matches!(policy, OnDelete::Cascade | OnDelete::SetNull)
}

/// A foreign key has no role that the library writes itself.
fn check_fields(cx: &Ctxt, options: &Options<'_>, model: &Model) {
    let own = options.fields.iter().zip(&model.fields);
    let own = own.filter_map(|(option, field)| Some((&option.belongs_to.as_ref()?.word, field)));
    let keyed = options.parents.iter().flat_map(|option| &option.foreign_key);
    let keyed = keyed.filter_map(|name| Some((name, model.fields.iter().find(|field| field.ident == *name)?)));
    for (word, field) in own.chain(keyed) {
        if matches!(field.role, Role::CreatedAt | Role::UpdatedAt | Role::DeletedAt | Role::ChangeLog) {
            cx.error(
                word,
                format!(
                    "`{}` {}, so it cannot be a foreign key: remove `belongs_to`",
                    field.ident,
                    field.role.meaning()
                ),
            );
        }
    }
}

/// Only a model with parents can lock them.
fn check_lock(cx: &Ctxt, options: &Options<'_>) {
    let belongs =
        |option: &FieldOptions<'_>| option.belongs_to.is_some() || option.attempts.include(FieldKey::BelongsTo);
    if let (Some(word), Some(keyed)) = (&options.lock_parents, options.parents.first()) {
        let parent = keyed.parent.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        cx.error(
            word,
            format!(
                "`lock_parents = write` cannot lock the `{parent}` of a foreign key of several fields: remove \
                 `lock_parents`, or that `belongs_to`"
            ),
        );
        return;
    }
    if let Some(word) = &options.lock_parents
        && !options.fields.iter().any(belongs)
    {
        let ident = &options.input.ident;
        cx.error(word, format!("`{ident}` has no `belongs_to`, so it has no parents to lock: remove `lock_parents`"));
    }
}
