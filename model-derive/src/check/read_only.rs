//! The rules of `read_only`: what only a write needs.

use proc_macro2::Ident;

use crate::attr::model::Options;
use crate::ctxt::Ctxt;
use crate::symbol::{FieldKey, ModelKey};
use crate::words::OnDeleted;

/// Reports every option of a read-only model that only writes would use. Those of a base are left alone: other models
/// that embed it are written.
pub(super) fn check(cx: &Ctxt, options: &Options<'_>) {
    if options.read_only.is_none() {
        return;
    }
    let of_struct = options.words.iter().filter(|(key, _)| is_of_writes(*key)).map(|(_, word)| word);
    let own = options.fields.iter().filter(|field| field.origin.is_none());
    let of_fields = own.clone().flat_map(|field| &field.words).filter(|(key, _)| is_of_written_field(*key));
    let within = own.flat_map(|field| {
        let keeps_deleted = |_: &&(Ident, OnDeleted)| options.soft_delete.is_some();
        let touches = field.belongs_to.iter().flat_map(|option| &option.touches).map(|(word, _)| word);
        // Without deleted rows, another rule refuses it.
        let on_deleted = field.unique.iter().flat_map(|unique| &unique.on_deleted).chain(&field.key_on_deleted);
        let on_deleted = on_deleted.filter(keeps_deleted).map(|(word, _)| word);
        let on = field.roles.iter().flat_map(|role| &role.on).map(|(word, _)| word);
        touches
            .chain(on)
            .map(|word| (word, word.to_string()))
            .chain(on_deleted.map(|word| (word, "on_deleted".to_owned())))
    });
    let words = of_struct.chain(of_fields.map(|(_, word)| word)).map(|word| (word, word.to_string()));
    words.chain(within).for_each(|(at, word)| refuse(cx, options, at, &word));
    for option in &options.children {
        if let Some((word, _)) = &option.on_delete {
            refuse(cx, options, word, "on_delete");
        } else if let Some(word) = &option.without_hooks {
            refuse(cx, options, word, "without_hooks");
        }
    }
}

fn refuse(cx: &Ctxt, options: &Options<'_>, at: &Ident, word: &str) {
    let ident = &options.input.ident;
    cx.error(at, format!("`{ident}` is read only, and `{word}` is for writes: remove it, or remove `read_only`"));
}

fn is_of_writes(key: ModelKey) -> bool {
    match key {
        ModelKey::Audit
        | ModelKey::Edit
        | ModelKey::Hooks
        | ModelKey::AfterCommit
        | ModelKey::Extends
        | ModelKey::ExtendedBy
        | ModelKey::WriteOnly
        | ModelKey::LockParents => true,
        ModelKey::Table
        | ModelKey::Timestamps
        | ModelKey::SoftDelete
        | ModelKey::Ordering
        | ModelKey::ContentType
        | ModelKey::Repr
        | ModelKey::BelongsTo
        | ModelKey::HasMany
        | ModelKey::HasOne
        | ModelKey::ManyToMany
        | ModelKey::ReferredBy
        | ModelKey::Generic
        | ModelKey::ReadOnly
        | ModelKey::Crate => false,
    }
}

fn is_of_written_field(key: FieldKey) -> bool {
    match key {
        FieldKey::CreatedBy
        | FieldKey::UpdatedBy
        | FieldKey::DeletedBy
        | FieldKey::DeletionBatch
        | FieldKey::Version
        | FieldKey::ChangeLog
        | FieldKey::Default
        | FieldKey::MaxLength
        | FieldKey::Check
        | FieldKey::Validate
        | FieldKey::Index
        | FieldKey::Slug
        | FieldKey::SkipInsert
        | FieldKey::SkipUpdate
        | FieldKey::Expressions
        | FieldKey::Db
        | FieldKey::Input
        | FieldKey::SqlDefault
        | FieldKey::Parent => true,
        FieldKey::PrimaryKey
        | FieldKey::CreatedAt
        | FieldKey::UpdatedAt
        | FieldKey::DeletedAt
        | FieldKey::Unique
        | FieldKey::BelongsTo
        | FieldKey::Generic
        | FieldKey::DefaultScope
        | FieldKey::SqlType
        | FieldKey::Encoding
        | FieldKey::Epoch
        | FieldKey::Base => false,
    }
}
