//! What rows get in a column that cannot be NULL and that they have no value for.

use crate::check::migrate::parse;
use crate::check::migrate::shape::{ColumnPart, Kind, Shape};
use crate::check::tokens;
use crate::ddl::declared::Declared;
use crate::ddl::text;
use crate::meta::sql_type::SqlType;
use crate::meta::{Field, Role};
use crate::sql::dialect::System;
use uuid::Uuid;

/// The value that a person gave, as SQL. In parentheses it is an expression already.
pub(super) fn given(system: System, field: &Field, value: &str) -> Result<String, String> {
    let refused = |what: &str| format!("`{value}` is not a valid {what}; write an SQL expression in parentheses");
    if value.starts_with('(') && value.ends_with(')') {
        return Ok(value.to_owned());
    }
    let truth = |value: bool| match (system, value) {
        (System::Postgres, true) => "TRUE",
        (System::Postgres, false) => "FALSE",
        (_, true) => "1",
        (_, false) => "0",
    };
    match field.sql {
        SqlType::Bool => match value {
            "true" | "1" => Ok(truth(true).to_owned()),
            "false" | "0" => Ok(truth(false).to_owned()),
            _ => Err(refused("truth value")),
        },
        SqlType::TinyInt
        | SqlType::SmallInt
        | SqlType::Integer
        | SqlType::BigInt
        | SqlType::UnsignedTinyInt
        | SqlType::UnsignedSmallInt
        | SqlType::UnsignedInteger
        | SqlType::UnsignedBigInt => {
            value.parse::<i128>().map(|number| number.to_string()).map_err(|_| refused("whole number"))
        }
        SqlType::Float | SqlType::Double | SqlType::Numeric => {
            value.parse::<f64>().map(|_| value.to_owned()).map_err(|_| refused("number"))
        }
        SqlType::Uuid => {
            let id = value.parse::<Uuid>().map_err(|_| refused("UUID"))?;
            Ok(if system == System::Postgres { format!("'{id}'") } else { format!("X'{}'", id.simple()) })
        }
        SqlType::Binary => Err(refused("value of a binary column")),
        _ => Ok(text::literal(system, value)),
    }
}

/// What the model itself says of it: a default of the database, a plain number or text as the default of a new row, or
/// the time of the migration for when a row was created or written.
pub(super) fn known(system: System, field: &Field) -> Option<String> {
    if let Some(default) = text::default(system, field) {
        return Some(default);
    }
    if let Some(default) = field.facts.default {
        let plain =
            default.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|rest| !rest.contains('\\'));
        let is_plain = plain.is_some() || default.parse::<f64>().is_ok() || matches!(default, "true" | "false");
        if is_plain {
            return given(system, field, plain.unwrap_or(default)).ok();
        }
    }
    let is_stamp = matches!(field.role, Role::CreatedAt | Role::UpdatedAt);
    is_stamp.then(|| text::present(system, field))
}

/// Where a field is, among the models of a table.
pub(super) fn field_of<'a>(models: &[&'a Declared], column: &str) -> Option<&'a Field> {
    let fields = models.iter().flat_map(|model| model.meta.fields.iter());
    fields.into_iter().find(|field| field.column.eq_ignore_ascii_case(column))
}

/// What undoing a migration gives to rows whose values it lost. What has to be unique, or to be the key of another row,
/// comes back without values.
pub(super) fn restored(system: System, shape: &Shape, column: &ColumnPart) -> ColumnPart {
    let is_held = shape.constraints.iter().any(|other| {
        matches!(other.kind, Kind::Primary | Kind::Unique | Kind::Foreign) && other.mentions(&column.name)
    });
    let is_unique = |text: &str| text.starts_with("CREATE UNIQUE");
    let is_held = is_held || shape.indexes.iter().any(|index| is_unique(&index.text) && index.mentions(&column.name));
    let checks = shape.constraints.iter().filter(|other| other.kind == Kind::Check && other.mentions(&column.name));
    let choice = checks.flat_map(|check| tokens::texts(&check.text, system == System::Mysql)).next();
    let value = choice.map(|choice| text::literal(system, &choice)).or_else(|| empty(system, &column.ty));
    match value.filter(|_| !is_held) {
        Some(value) => ColumnPart { fill: Some(value), ..column.clone() },
        None => ColumnPart { text: parse::without_not_null(&column.text), is_not_null: false, ..column.clone() },
    }
}

/// The emptiest value of a type.
fn empty(system: System, ty: &str) -> Option<String> {
    let ty = ty.to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| ty.contains(part));
    let value = match () {
        () if has(&["interval", "[]", "point"]) => return None,
        () if has(&["bool"]) && system == System::Postgres => "FALSE",
        () if has(&["uuid"]) => "'00000000-0000-0000-0000-000000000000'",
        () if has(&["json"]) => "'{}'",
        () if has(&["timestamp", "datetime"]) => "'1970-01-01 00:00:00'",
        () if has(&["date"]) => "'1970-01-01'",
        () if has(&["time"]) => "'00:00:00'",
        () if has(&["blob", "binary", "bytea", "char", "text", "clob"]) => "''",
        () if has(&["int", "serial", "numeric", "decimal", "real", "double", "float", "bool"]) => "0",
        () => return None,
    };
    Some(value.to_owned())
}
