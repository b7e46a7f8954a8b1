//! The values of a row as SQLite, MySQL and MariaDB make JSON of them: the texts that the library would write.

use crate::ddl::text::literal;
use crate::meta::encoding::Encoding;
use crate::meta::error::{Error, Result};
use crate::meta::{Field, Meta, Privacy};
use crate::sql::dialect::System;
use crate::sql::value_text::text;
use crate::trail::REPR_LENGTH;

/// Texts one behind the other.
pub(super) fn concat(system: System, parts: &[String]) -> String {
    match (system, parts) {
        (_, [part]) => part.clone(),
        (System::Mysql, _) => format!("CONCAT({})", parts.join(", ")),
        _ => format!("({})", parts.join(" || ")),
    }
}

/// A value as JSON.
pub(super) fn json(system: System, field: &Field, row: &str, column: &str) -> Result<String> {
    let value = format!("{row}.{column}");
    let plain = text(system, field.encoding, &value);
    let json = match field.encoding {
        Encoding::Float => {
            let text = "this backend cannot write a 32-bit number as exact text, so a trigger cannot record it: use a \
                        64-bit column, `#[audit(mask)]` or `#[audit(skip)]`";
            return Err(Error::invalid(field.name, text));
        }
        Encoding::Bool | Encoding::Integer | Encoding::Unsigned | Encoding::Double => plain,
        Encoding::Text | Encoding::Native => format!("JSON_QUOTE({plain})"),
        Encoding::Json | Encoding::Jsonb => document(system, &value, &plain),
        _ => concat(system, &["'\"'".to_owned(), plain, "'\"'".to_owned()]),
    };
    Ok(format!("CASE WHEN {value} IS NULL THEN 'null' ELSE {json} END"))
}

/// A document, which is wrapped if it would be taken for something else by itself.
fn document(system: System, value: &str, plain: &str) -> String {
    let is_wrapped = match system {
        System::Mysql => format!(
            "JSON_TYPE({value}) = 'NULL' OR JSON_CONTAINS_PATH({value}, 'one', '$.\"$json\"') \
             OR JSON_CONTAINS({value}, '\"$json\"')"
        ),
        _ => format!(
            "json_type({value}) = 'null' OR EXISTS (SELECT 1 FROM json_each({value}) AS part \
             WHERE CASE json_type({value}) WHEN 'object' THEN part.key = '$json' \
             ELSE part.type = 'text' AND part.value = '$json' END)"
        ),
    };
    let wrapped = concat(system, &["'{\"$json\":'".to_owned(), plain.to_owned(), "'}'".to_owned()]);
    format!("CASE WHEN {is_wrapped} THEN {wrapped} ELSE {plain} END")
}

/// Whether a column differs in the two rows of a trigger, as the library compares: by what the trail says of it.
pub(super) fn differs(system: System, field: &Field, column: &str) -> Result<String> {
    let is_shown = field.privacy == Privacy::Plain;
    let (old, new) = match is_shown || !matches!(field.encoding, Encoding::Float | Encoding::Native) {
        true => (json(system, field, "OLD", column)?, json(system, field, "NEW", column)?),
        false => (format!("OLD.{column}"), format!("NEW.{column}")),
    };
    Ok(differ(system, &old, &new))
}

/// The same for the bytes of two values.
pub(super) fn differ(system: System, old: &str, new: &str) -> String {
    match system {
        System::Mysql => format!("NOT (CAST({old} AS BINARY) <=> CAST({new} AS BINARY))"),
        _ => format!("({old}) IS NOT ({new}) COLLATE BINARY"),
    }
}

/// The key of a row as text.
pub(super) fn object_id(system: System, meta: &Meta, row: &str, quoted: impl Fn(&Field) -> String) -> String {
    let part = |index: &usize| {
        let field = &meta.fields[*index];
        text(system, field.encoding, &format!("{row}.{}", quoted(field)))
    };
    if let [index] = meta.key {
        return part(index);
    }
    let escape = |part: String| {
        let of = |text: &str| literal(system, text);
        let part = format!("REPLACE({part}, {}, {})", of("\\"), of("\\\\"));
        format!("REPLACE({part}, ',', {})", of("\\,"))
    };
    let mut parts = Vec::new();
    for index in meta.key {
        if !parts.is_empty() {
            parts.push("','".to_owned());
        }
        parts.push(escape(part(index)));
    }
    concat(system, &parts)
}

/// The name of a row.
pub(super) fn object_repr(system: System, meta: &Meta, row: &str, quoted: impl Fn(&Field) -> String) -> String {
    let Some(field) = meta.repr.map(|index| &meta.fields[index]) else { return "''".to_owned() };
    let name = text(system, field.encoding, &format!("{row}.{}", quoted(field)));
    format!("SUBSTR(COALESCE({name}, ''), 1, {REPR_LENGTH})")
}
