//! Describes columns, for the constants that `#[derive(Model)]` writes: one function for each role.

use crate::meta::encoding::{Encoded, Encoding, Nullability, encoding_of, is_nullable};
use crate::meta::unique::OnDeleted;
use crate::meta::{Facts, Field, Privacy, Role, SqlType};
use diesel::sql_types as diesel_types;
use diesel::{Column, Expression};

/// The application's own.
pub const fn plain<C: Column + Expression<SqlType: Encoded>>(name: &'static str) -> Field {
    described::<C>(name, Role::Plain)
}

/// The same with this encoding.
pub const fn plain_as<C>(name: &'static str, encoding: Encoding, sql: SqlType) -> Field
where
    C: Column + Expression<SqlType: diesel_types::SqlType<IsNull: Nullability>>,
{
    encoded::<C>(name, Role::Plain, encoding, sql)
}

/// Part of the primary key, with this encoding.
pub const fn key_as<C>(name: &'static str, encoding: Encoding, sql: SqlType) -> Field
where
    C: Column + Expression<SqlType: diesel_types::SqlType<IsNull: Nullability>>,
{
    encoded::<C>(name, Role::Key, encoding, sql)
}

/// Part of the primary key.
pub const fn key<C: Column + Expression<SqlType: Encoded>>(name: &'static str) -> Field {
    described::<C>(name, Role::Key)
}

/// When the row was created.
pub const fn created_at<C: Column + Expression<SqlType: Encoded>>(name: &'static str) -> Field {
    described::<C>(name, Role::CreatedAt)
}

/// When the row was last written.
pub const fn updated_at<C: Column + Expression<SqlType: Encoded>>(name: &'static str) -> Field {
    described::<C>(name, Role::UpdatedAt)
}

/// The marker of soft deletion.
pub const fn deleted_at<C: Column + Expression<SqlType: Encoded>>(name: &'static str) -> Field {
    described::<C>(name, Role::DeletedAt)
}

/// Who created the row.
pub const fn created_by<C: Column + Expression<SqlType: Encoded>>(name: &'static str) -> Field {
    described::<C>(name, Role::CreatedBy)
}

/// Who wrote the row last.
pub const fn updated_by<C: Column + Expression<SqlType: Encoded>>(name: &'static str) -> Field {
    described::<C>(name, Role::UpdatedBy)
}

/// Who deleted the row.
pub const fn deleted_by<C: Column + Expression<SqlType: Encoded>>(name: &'static str) -> Field {
    described::<C>(name, Role::DeletedBy)
}

/// How often the row was written.
pub const fn version<C: Column + Expression<SqlType: Encoded>>(name: &'static str) -> Field {
    described::<C>(name, Role::Version)
}

/// Which deletion deleted the row, or which restoration restored it.
pub const fn deletion_batch<C: Column + Expression<SqlType: Encoded>>(name: &'static str) -> Field {
    described::<C>(name, Role::DeletionBatch)
}

/// The change log of the row.
pub const fn change_log<C: Column + Expression<SqlType: Encoded>>(name: &'static str) -> Field {
    described::<C>(name, Role::ChangeLog)
}

const fn described<C: Column + Expression<SqlType: Encoded>>(name: &'static str, role: Role) -> Field {
    of::<C>(name, role, (encoding_of::<C>(), <C::SqlType as Encoded>::KIND), is_nullable::<C>())
}

const fn encoded<C>(name: &'static str, role: Role, encoding: Encoding, sql: SqlType) -> Field
where
    C: Column + Expression<SqlType: diesel_types::SqlType<IsNull: Nullability>>,
{
    of::<C>(name, role, (encoding, sql), <<C::SqlType as diesel_types::SqlType>::IsNull as Nullability>::NULLABLE)
}

const fn of<C: Column>(name: &'static str, role: Role, types: (Encoding, SqlType), nullable: bool) -> Field {
    let ((encoding, sql), facts) = (types, Facts::NONE);
    let (privacy, by_database, slug, scoping) = (Privacy::Plain, false, false, false);
    let (column, has_quote) = (C::NAME, has_quote(C::NAME));
    let open = role as u8 == Role::Plain as u8;
    let (renamed_from, in_new, in_patch) = (&[], open, open);
    Field {
        name,
        column,
        has_quote,
        encoding,
        nullable,
        privacy,
        role,
        by_database,
        renamed_from,
        slug,
        scoping,
        on_deleted: OnDeleted::Refuse,
        in_new,
        in_patch,
        sql,
        facts,
    }
}

/// Whether a name contains a character that some backend uses to quote names.
const fn has_quote(name: &str) -> bool {
    let name = name.as_bytes();
    let mut at = 0;
    while at < name.len() {
        if matches!(name[at], b'"' | b'`') {
            return true;
        }
        at += 1;
    }
    false
}
