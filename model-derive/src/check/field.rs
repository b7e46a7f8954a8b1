//! The rules between the options of one field.

use proc_macro2::Ident;

use crate::attr::field::{DefaultOption, FieldOptions, Keeper};
use crate::ctxt::Ctxt;
use crate::model::{Field, OnInsert, OnUpdate, Privacy, Role};

/// Reports every contradiction between the options of one field.
pub(super) fn check(cx: &Ctxt, options: &FieldOptions<'_>, field: &Field) {
    // All of them by name, so that an option added later does not compile until a rule has seen it.
    let FieldOptions {
        field: _,
        ident: _,
        roles,
        default,
        max_length,
        skip_insert,
        skip_update,
        db,
        privacy,
        column: _,
        attempts: _,
        audit_attempted: _,
    } = options;
    if let [first, others @ ..] = roles.as_slice() {
        for other in others {
            cx.error(
                &other.word,
                format!(
                    "`{}` is already marked `{}`, and one column has one role: give `{}` to a field of its own",
                    field.ident, first.word, other.word
                ),
            );
        }
    }
    if let Some(default) = default {
        check_default(cx, default, options, field);
    }
    if let Some((word, _)) = max_length {
        check_max_length(cx, word, options, field);
    }
    if let Some(word) = skip_insert {
        check_skip_insert(cx, word, options, field);
    }
    if let Some(word) = skip_update {
        check_skip_update(cx, word, options, field);
    }
    if let Some(word) = db {
        check_db(cx, word, field);
    }
    if let Some((word, Privacy::Mask)) = privacy
        && field.role == Role::Key
    {
        cx.error(
            word,
            format!(
                "`{}` is the key, and every entry of the audit trail names its row by the key: it cannot be masked",
                field.ident
            ),
        );
    }
    if field.role == Role::Key && field.nullable.is_some() {
        cx.error(&field.ty, format!("`{}` is the key, and a key is never NULL: remove the `Option`", field.ident));
    }
}

fn check_default(cx: &Ctxt, default: &DefaultOption, options: &FieldOptions<'_>, field: &Field) {
    let DefaultOption { word, value: _ } = default;
    let ident = &field.ident;
    if let Some(writer) = writer(options) {
        cx.error(word, format!("`{writer}` leaves `{ident}` to the database in an INSERT, so `default` never applies: remove one of the two"));
    } else if field.insert == OnInsert::Managed {
        cx.error(
            word,
            format!(
                "`{ident}` {}, which the library fills in, so `default` never applies: remove it",
                field.role.meaning()
            ),
        );
    } else if field.role == Role::Key {
        cx.error(word, format!("`{ident}` is a part of the key, which the caller always gives: remove `default`"));
    }
}

fn check_max_length(cx: &Ctxt, word: &Ident, options: &FieldOptions<'_>, field: &Field) {
    let ident = &field.ident;
    let by_database = field.insert == OnInsert::Database && field.update == OnUpdate::Never;
    if let (true, Some(writer)) = (by_database, writer(options)) {
        cx.error(
            word,
            format!(
                "`{writer}` leaves `{ident}` to the database, so there is no value to measure: remove `max_length`"
            ),
        );
    } else if !matches!(field.role, Role::Plain | Role::Key) {
        cx.error(
            word,
            format!("`{ident}` {}, which is not text from a caller: remove `max_length`", field.role.meaning()),
        );
    }
}

fn check_skip_insert(cx: &Ctxt, word: &Ident, options: &FieldOptions<'_>, field: &Field) {
    let ident = &field.ident;
    if let Some(writer) = database_word(options) {
        cx.error(word, format!("`{writer}` already keeps `{ident}` out of every write: remove `skip_insert`"));
    } else if matches!(field.role, Role::CreatedBy) {
        cx.error(
            word,
            format!("`{ident}` {}, which the INSERT has to record: remove `skip_insert`", field.role.meaning()),
        );
    }
}

fn check_skip_update(cx: &Ctxt, word: &Ident, options: &FieldOptions<'_>, field: &Field) {
    let ident = &field.ident;
    if let Some(writer) = database_word(options) {
        cx.error(word, format!("`{writer}` already keeps `{ident}` out of every write: remove `skip_update`"));
    } else if field.update == OnUpdate::Managed {
        cx.error(
            word,
            format!("`{ident}` {}, which an UPDATE has to record: remove `skip_update`", field.role.meaning()),
        );
    }
}

fn check_db(cx: &Ctxt, word: &Ident, field: &Field) {
    match field.role {
        // On a key or a timestamp the database is a good keeper: `created_at, db` says the same as `created_at(db)`.
        Role::Plain | Role::Key | Role::CreatedAt | Role::UpdatedAt => {}
        Role::DeletedAt => cx.error(
            word,
            format!("`{}` is the deletion marker, which every soft delete writes: remove `db`", field.ident),
        ),
        Role::CreatedBy | Role::UpdatedBy | Role::DeletedBy => cx.error(
            word,
            format!("`{}` {}, which only the library knows: remove `db`", field.ident, field.role.meaning()),
        ),
    }
}

/// The word that leaves the column to the database, if one does.
fn writer(options: &FieldOptions<'_>) -> Option<String> {
    database_word(options).or_else(|| options.skip_insert.as_ref().map(ToString::to_string))
}

/// The word that leaves the column to the database in an INSERT and an UPDATE alike.
fn database_word(options: &FieldOptions<'_>) -> Option<String> {
    let kept = options.roles.iter().find(|role| role.keeper == Keeper::Database);
    kept.map(|role| format!("{}(db)", role.word)).or_else(|| options.db.as_ref().map(ToString::to_string))
}
