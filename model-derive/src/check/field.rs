//! The rules between the options of one field.

use proc_macro2::Ident;
use syn::{GenericArgument, PathArguments, Type};

use crate::attr::field::{DefaultOption, DefaultScopeOption, FieldOptions, Keeper, RoleOption};
use crate::attr::keys::Attempts;
use crate::ctxt::Ctxt;
use crate::model::{Field, OnInsert, OnUpdate};
use crate::symbol::FieldKey;
use crate::words::{Input, Privacy, Role};

/// Reports every contradiction between the options of one field.
pub(super) fn check(cx: &Ctxt, options: &FieldOptions<'_>, field: &Field) {
    // All of them by name, so that a new option does not compile before it is considered here.
    let FieldOptions {
        field: _,
        ident: _,
        origin,
        roles,
        // Its rules look at other fields too.
        key_on_deleted: _,
        default,
        max_length,
        checks,
        validate,
        // These two have rules that look at other fields.
        unique: _,
        slug: _,
        // These say what a schema contains, which nothing here can contradict.
        index: _,
        sql_type: _,
        sql_default: _,
        skip_insert,
        skip_update,
        expressions,
        db,
        belongs_to,
        generic,
        default_scope,
        privacy,
        input,
        encoding,
        epoch,
        serde: _,
        renamed_from: _,
        column: _,
        attempts,
        // A read-only model looks at them.
        words: _,
        audit_attempted: _,
    } = options;
    if let [first, others @ ..] = roles.as_slice() {
        for other in others {
            cx.error(
                &other.word,
                format!(
                    "`{}` is already marked `{}`, and a column can have only one role: mark another field `{}`",
                    field.ident, first.word, other.word
                ),
            );
        }
    }
    roles.iter().for_each(|role| check_on(cx, role));
    // The types of a base were checked where it is defined.
    if origin.is_none() {
        check_type(cx, field);
        check_unit(cx, epoch.as_ref().map(|(word, _)| word), attempts, field);
        check_threads(cx, field);
    }
    if let Some(default) = default {
        check_default(cx, default, options, field);
    }
    if let Some((word, _)) = max_length {
        check_value(cx, word, "measure", options, field);
    }
    for word in checks.iter().map(|(word, _)| word).chain(validate.iter().map(|(word, _)| word)) {
        check_value(cx, word, "check", options, field);
    }
    if let (Some((word, _)), false) = (validate, cfg!(feature = "validate")) {
        cx.error(
            word,
            "`validate` needs the feature `validate` of `model-core`: add it in Cargo.toml, or write `check = ..` with \
             a function of your own",
        );
    }
    if let Some(word) = skip_insert {
        check_skip_insert(cx, word, options, field);
    }
    if let Some(word) = skip_update {
        check_skip_update(cx, word, options, field);
    }
    if let Some(word) = expressions {
        check_expressions(cx, word, belongs_to.is_some(), field);
    }
    if let Some(word) = db {
        check_db(cx, word, field);
    }
    if let Some(word) = generic {
        check_generic(cx, word, belongs_to.is_some(), field);
    }
    if let Some(DefaultScopeOption { word, .. }) = default_scope {
        check_default_scope(cx, word, field);
    }
    if let Some((word, Input::Open)) = input {
        check_open(cx, word, field);
    }
    if let Some((word, _)) = encoding
        && !matches!(field.role, Role::Plain | Role::Key)
    {
        cx.error(
            word,
            format!("`{}` {}, whose encoding the library knows: remove `encoding`", field.ident, field.role.meaning()),
        );
    }
    if let Some((word, Privacy::Mask)) = privacy
        && field.role == Role::Key
    {
        cx.error(
            word,
            format!(
                "`{}` is the key, which identifies the row in every audit entry, so it cannot be masked: remove `mask`",
                field.ident
            ),
        );
    }
    if let Some((word, _)) = privacy
        && field.role == Role::ChangeLog
    {
        cx.error(
            word,
            format!("`{}` {}, which is never in the audit trail: remove `{word}`", field.ident, field.role.meaning()),
        );
    }
    if field.role == Role::Key && field.nullable.is_some() {
        cx.error(&field.ty, format!("`{}` is the key, and a key cannot be NULL: remove the `Option`", field.ident));
    }
}

/// `expressions` lets a patch set what it could not set otherwise.
fn check_expressions(cx: &Ctxt, word: &Ident, belongs: bool, field: &Field) {
    let ident = &field.ident;
    if !field.is_patched() {
        cx.error(word, format!("no patch can set `{ident}`: remove `expressions`"));
    } else if belongs {
        let message = "its parent is checked before it is written, so an SQL expression cannot set it";
        cx.error(word, format!("`{ident}` is a foreign key: {message}: remove `expressions`"));
    } else if !field.is_checked() {
        cx.error(
            word,
            format!(
                "nothing checks the values of `{ident}`, so SQL expressions can set it anyway: remove `expressions`"
            ),
        );
    }
}

/// A generic reference has no other role.
fn check_generic(cx: &Ctxt, word: &Ident, belongs: bool, field: &Field) {
    let other = match field.role {
        Role::Plain if belongs => "is a foreign key to one model",
        Role::Plain => return,
        role => role.meaning(),
    };
    cx.error(word, format!("`{}` {other}, so it cannot be a generic reference: remove `generic`", field.ident));
}

/// A client cannot say who acts, and cannot send what no setter takes.
fn check_open(cx: &Ctxt, word: &Ident, field: &Field) {
    let ident = &field.ident;
    if matches!(field.role, Role::CreatedBy | Role::UpdatedBy | Role::DeletedBy) {
        cx.error(
            word,
            format!("`{ident}` {}, which `.by(..)` sets and a client cannot send: remove this", field.role.meaning()),
        );
    } else if !field.is_given_on_insert() && !field.is_patched() {
        cx.error(word, format!("no caller can set `{ident}`, so a client cannot send it: remove this"));
    }
}

/// Every row has a value that the default scope can select.
fn check_default_scope(cx: &Ctxt, word: &Ident, field: &Field) {
    let ident = &field.ident;
    if !matches!(field.role, Role::Plain | Role::Key) {
        cx.error(
            word,
            format!("`{ident}` {}, so it cannot have a default scope: remove `{word}`", field.role.meaning()),
        );
    } else if field.nullable.is_some() {
        cx.error(
            word,
            format!(
                "`{ident}` can be NULL, and no default scope would ever select a row without a value: remove the \
                 `Option`, or remove `{word}`"
            ),
        );
    }
}

/// The well-known types that cannot have a role; the compiler checks all others.
fn check_type(cx: &Ctxt, field: &Field) {
    let Some(name) = plain_name(field.nullable.as_ref().unwrap_or(&field.ty)) else {
        return;
    };
    let number = NUMBERS.contains(&name.as_str());
    let text = ["str", "String", "char"].contains(&name.as_str());
    let (wrong, right) = match field.role {
        Role::Key => (
            number && !["i16", "i32", "i64"].contains(&name.as_str()) || name == "char",
            "use `Uuid`, `i64`, `i32`, `String`, or a `#[derive(Key)]` type",
        ),
        Role::CreatedAt | Role::UpdatedAt => (
            number && name != "i64" || text || name == "bool",
            "use `DateTime<Utc>`, `NaiveDateTime`, or `i64` with a unit, such as `epoch = seconds`",
        ),
        Role::DeletedAt => {
            let timestamp = ["i64", "DateTime", "NaiveDateTime"].contains(&name.as_str());
            let right = if name == "bool" { field.nullable.is_none() } else { timestamp && field.nullable.is_some() };
            (
                !right && (number || text || timestamp || name == "bool"),
                "use an `Option` of a timestamp, such as `Option<DateTime<Utc>>`, or a plain `bool`",
            )
        }
        Role::DeletionBatch => {
            (field.nullable.is_none() || number || text || name == "bool", "use `Option<Uuid>`, in a `Nullable` column")
        }
        Role::Version => (
            field.nullable.is_some() || !["i32", "i64"].contains(&name.as_str()) && (number || text || name == "bool"),
            "use `i32` or `i64`, in a column that is not `Nullable`",
        ),
        Role::ChangeLog => (
            field.nullable.is_some() || number || text || name == "bool" || name == "Value",
            "use `model_core::ChangeLog`, in a JSON column that is not `Nullable`",
        ),
        Role::Plain | Role::CreatedBy | Role::UpdatedBy | Role::DeletedBy => return,
    };
    if wrong {
        cx.error(
            &field.ty,
            format!("`{}` {}, but this type cannot store it: {right}", field.ident, field.role.meaning()),
        );
    }
}

/// The unit of an integer that is an instant; the compiler checks the types that are not well known.
fn check_unit(cx: &Ctxt, word: Option<&Ident>, attempts: &Attempts<FieldKey>, field: &Field) {
    let name = plain_name(field.nullable.as_ref().unwrap_or(&field.ty)).unwrap_or_default();
    let is_instant = matches!(field.role, Role::CreatedAt | Role::UpdatedAt | Role::DeletedAt);
    match word {
        None if is_instant && name == "i64" && !attempts.include(FieldKey::Epoch) => cx.error(
            &field.ty,
            format!(
                "`{}` {}, and an integer needs its unit: add `#[model(epoch = seconds)]`, or `millis`, `micros` or \
                 `nanos`",
                field.ident,
                field.role.meaning()
            ),
        ),
        Some(word) if !is_instant && field.role != Role::Plain => cx.error(
            word,
            format!("`{}` {}, which is not an instant: remove `epoch`", field.ident, field.role.meaning()),
        ),
        Some(word) if is_well_known(&name) && name != "i64" => cx.error(
            word,
            format!("`epoch` is the unit of an `i64`, and `{}` is a `{name}`: remove `epoch`", field.ident),
        ),
        _ => {}
    }
}

/// Whether the name is that of a type of Rust or of chrono that the derive knows.
fn is_well_known(name: &str) -> bool {
    NUMBERS.contains(&name) || ["bool", "String", "DateTime", "NaiveDateTime", "Uuid", "Vec"].contains(&name)
}

const NUMBERS: &[&str] =
    &["i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize", "f32", "f64"];

/// The one well-known type that no other thread can hold; the compiler finds all others.
fn check_threads(cx: &Ctxt, field: &Field) {
    if holds(&field.ty, "Rc") {
        cx.error(
            &field.ty,
            format!(
                "`{}` holds an `Rc`, which cannot leave its thread, but a row can be sent to another one: use `Arc`",
                field.ident
            ),
        );
    }
}

/// Whether a type is written with this one, by the last segment of its path.
fn holds(ty: &Type, name: &str) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.iter().any(|segment| {
        let PathArguments::AngleBracketed(list) = &segment.arguments else { return segment.ident == name };
        let within = |argument: &GenericArgument| matches!(argument, GenericArgument::Type(ty) if holds(ty, name));
        segment.ident == name || list.args.iter().any(within)
    })
}

/// The last segment of the path of a type.
fn plain_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last().map(|segment| segment.ident.to_string()),
        Type::Group(group) => plain_name(&group.elem),
        Type::Paren(paren) => plain_name(&paren.elem),
        _ => None,
    }
}

fn check_default(cx: &Ctxt, default: &DefaultOption, options: &FieldOptions<'_>, field: &Field) {
    let DefaultOption { word, value: _ } = default;
    let ident = &field.ident;
    if let Some(writer) = writer(options) {
        cx.error(
            word,
            format!(
                "`{writer}` leaves `{ident}` to the database in an INSERT, so `default` never applies: remove one of \
                 the two"
            ),
        );
    } else if field.insert == OnInsert::Managed {
        cx.error(
            word,
            format!(
                "`{ident}` {}, which the library fills in, so `default` never applies: remove it",
                field.role.meaning()
            ),
        );
    } else if field.role == Role::Key {
        cx.error(word, format!("`{ident}` is a part of the key, which the caller always provides: remove `default`"));
    }
}

/// The options that check a value from the caller.
fn check_value(cx: &Ctxt, word: &Ident, verb: &str, options: &FieldOptions<'_>, field: &Field) {
    let ident = &field.ident;
    let by_database = field.insert == OnInsert::Database && field.update == OnUpdate::Never;
    if let (true, Some(writer)) = (by_database, writer(options)) {
        cx.error(
            word,
            format!("`{writer}` leaves `{ident}` to the database, so there is no value to {verb}: remove `{word}`"),
        );
    } else if !matches!(field.role, Role::Plain | Role::Key) {
        cx.error(
            word,
            format!("`{ident}` {}, which never comes from the caller: remove `{word}`", field.role.meaning()),
        );
    }
}

fn check_skip_insert(cx: &Ctxt, word: &Ident, options: &FieldOptions<'_>, field: &Field) {
    let ident = &field.ident;
    if let Some(writer) = database_word(options) {
        cx.error(word, format!("`{writer}` already keeps `{ident}` out of every write: remove `skip_insert`"));
    } else if matches!(field.role, Role::CreatedBy | Role::Version | Role::ChangeLog) {
        cx.error(
            word,
            format!("`{ident}` {}, which an INSERT must record: remove `skip_insert`", field.role.meaning()),
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
            format!("`{ident}` {}, which an UPDATE must record: remove `skip_update`", field.role.meaning()),
        );
    }
}

fn check_db(cx: &Ctxt, word: &Ident, field: &Field) {
    match field.role {
        // The database can maintain a key or a timestamp: `created_at, db` is the same as `created_at(db)`.
        Role::Plain | Role::Key | Role::CreatedAt | Role::UpdatedAt => {}
        Role::DeletedAt => cx.error(
            word,
            format!("`{}` is the deletion marker, which every soft delete writes: remove `db`", field.ident),
        ),
        Role::CreatedBy | Role::UpdatedBy | Role::DeletedBy | Role::DeletionBatch | Role::Version | Role::ChangeLog => {
            cx.error(
                word,
                format!("`{}` {}, which only the library knows: remove `db`", field.ident, field.role.meaning()),
            )
        }
    }
}

/// The columns that move a timestamp.
fn check_on(cx: &Ctxt, option: &RoleOption) {
    let Some((word, _)) = &option.on else { return };
    if option.role == Role::CreatedAt {
        cx.error(word, "a patch never changes the creation time: remove `on`, or move it to `updated_at(..)`");
    } else if option.keeper == Keeper::Database {
        cx.error(word, "the database itself decides when it writes this column: remove `db` or `on`");
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
