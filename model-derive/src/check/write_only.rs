//! The rules of `write_only`: what needs a value that can be read.

use quote::ToTokens as _;
use syn::ext::IdentExt as _;

use crate::attr::field::FieldOptions;
use crate::attr::model::Options;
use crate::ctxt::Ctxt;
use crate::symbol::FieldKey;

/// Reports every contradiction in the columns that are never read.
pub(super) fn check(cx: &Ctxt, options: &Options<'_>) {
    for column in &options.write_only {
        let ident = column.ident;
        if options.extends.is_some() {
            cx.error(
                ident,
                "a model that extends another cannot have write-only columns: move it to the parent, or make it a \
                 field",
            );
        }
        if is_read(options, column) {
            cx.error(ident, format!("`{ident}` is a field of the struct, so it is read: remove it from `write_only`"));
        }
        check_options(cx, column);
    }
}

/// Whether a column of `write_only` is a field of the struct as well.
pub(super) fn is_read(options: &Options<'_>, column: &FieldOptions<'_>) -> bool {
    let is_unread = options.write_only.iter().any(|other| std::ptr::eq(other, column));
    is_unread && options.fields.iter().any(|field| field.ident.unraw() == column.ident.unraw())
}

/// A column that is never read is written by the application alone.
fn check_options(cx: &Ctxt, options: &FieldOptions<'_>) {
    let FieldOptions { ident, roles, unique, slug, db, belongs_to, generic, default_scope, .. } = options;
    let words = roles.iter().map(|role| &role.word).chain(unique.iter().map(|unique| &unique.word));
    let words = words.chain(slug.iter().map(|(word, _)| word)).chain(db).chain(generic);
    let words = words.chain(belongs_to.iter().map(|option| &option.word));
    for word in words.chain(default_scope.iter().map(|option| &option.word)) {
        cx.error(
            word,
            format!(
                "`{word}` applies to columns that are read, but `{ident}` is not: remove it, or make `{ident}` a field"
            ),
        );
    }
    let choice = options.privacy.iter().map(|(word, _)| word.to_token_stream());
    for word in choice.chain(options.renamed_from.first().map(|name| name.to_token_stream())) {
        let message = format!("the audit trail never shows the value of `{ident}`, only that it was set: remove this");
        cx.error(word, message);
    }
    if options.attempts.include(FieldKey::Base) {
        cx.error(ident, format!("a base cannot be write-only: make `{ident}` a field"));
    }
}
