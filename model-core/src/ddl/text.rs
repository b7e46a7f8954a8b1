//! The text of a table and of its parts, on each backend.

use crate::ddl::declared::{Declared, ParentTable, Reason, TableName, Wanted, shortened};
#[cfg(feature = "list")]
use crate::meta::Meta;
use crate::meta::error::{Error, Result};
use crate::meta::sql_type::SqlType;
use crate::meta::{Field, Role};
use crate::sql::dialect::System;

/// The longest text that MySQL can keep in a row of a table, in characters of four bytes.
const LONGEST_VARCHAR: usize = 16_383;

/// The length of a text that an index of MySQL contains, unless the model says otherwise.
const INDEXED: usize = 255;

/// What MySQL compares texts by: byte by byte, as the other backends do.
pub(crate) const BYTE_BY_BYTE: &str = "CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

/// A quoted name.
pub(crate) fn quoted(system: System, name: &str) -> String {
    let quote = if system == System::Postgres { "\"" } else { "`" };
    format!("{quote}{}{quote}", name.replace(quote, &quote.repeat(2)))
}

/// The quoted name of a table, with the name of its schema.
pub(crate) fn table(system: System, table: &TableName) -> String {
    let schema = table.schema.iter().map(|schema| quoted(system, schema) + ".");
    schema.chain([quoted(system, &table.name)]).collect()
}

/// A text as SQL.
pub(crate) fn literal(system: System, text: &str) -> String {
    let text = text.replace('\'', "''");
    format!("'{}'", if system == System::Mysql { text.replace('\\', "\\\\") } else { text })
}

/// The columns as one text, for the full text search of PostgreSQL.
#[cfg(feature = "list")]
pub(crate) fn document(config: &str, meta: &Meta, fields: &[usize]) -> String {
    let part = |field: &usize| {
        let Field { column, nullable, .. } = &meta.fields[*field];
        let column = quoted(System::Postgres, column);
        if *nullable { format!("coalesce({column}, '')") } else { column }
    };
    let parts: Vec<_> = fields.iter().map(part).collect();
    format!("to_tsvector({}, {})", literal(System::Postgres, config), parts.join(" || ' ' || "))
}

/// Quoted names of columns, with commas.
pub(crate) fn columns<'f>(system: System, fields: impl IntoIterator<Item = &'f Field>) -> String {
    let quoted: Vec<_> = fields.into_iter().map(|field| quoted(system, field.column)).collect();
    quoted.join(", ")
}

/// The name of a column's SQL type.
pub(crate) fn type_name(system: System, declared: &Declared, column: usize) -> Result<String> {
    use System::{Mysql, Postgres, Sqlite};

    let field = &declared.meta.fields[column];
    let name = match (field.sql, system) {
        (SqlType::Named(name), _) => name,
        (SqlType::Text, Mysql) => return Ok(mysql_text(declared, column)),
        (SqlType::Bool, _) => "BOOLEAN",
        (SqlType::TinyInt, Mysql) => "TINYINT",
        (SqlType::TinyInt | SqlType::SmallInt, _) => "SMALLINT",
        (SqlType::Integer, Mysql) => "INT",
        (SqlType::Integer, _) => "INTEGER",
        // The only type of SQLite that numbers rows.
        (SqlType::BigInt, Sqlite) if declared.is_numbered && declared.meta.key == [column] => "INTEGER",
        (SqlType::BigInt, _) => "BIGINT",
        (SqlType::UnsignedTinyInt, Mysql) => "TINYINT UNSIGNED",
        (SqlType::UnsignedSmallInt, Mysql) => "SMALLINT UNSIGNED",
        (SqlType::UnsignedInteger, Mysql) => "INT UNSIGNED",
        (SqlType::UnsignedBigInt, Mysql) => "BIGINT UNSIGNED",
        (SqlType::Float, Mysql) => "FLOAT",
        (SqlType::Float, _) => "REAL",
        (SqlType::Double, Postgres) => "DOUBLE PRECISION",
        (SqlType::Double, _) | (SqlType::Numeric, Sqlite) => "DOUBLE",
        (SqlType::Numeric | SqlType::Decimal, Mysql) => "DECIMAL(38, 10)",
        (SqlType::Numeric | SqlType::Decimal, Postgres) => "NUMERIC",
        (SqlType::Decimal | SqlType::Text | SqlType::Instant | SqlType::Json | SqlType::Document, Sqlite) => "TEXT",
        (SqlType::Text, Postgres) => "TEXT",
        (SqlType::Binary, Postgres) => "BYTEA",
        (SqlType::Binary, Mysql) if declared.is_indexed(column) => "VARBINARY(255)",
        (SqlType::Binary, Mysql) => "LONGBLOB",
        (SqlType::Binary | SqlType::Jsonb | SqlType::Uuid, Sqlite) => "BLOB",
        (SqlType::Date, _) => "DATE",
        (SqlType::Time, Mysql) => "TIME(6)",
        (SqlType::Time, _) => "TIME",
        (SqlType::Timestamp | SqlType::Instant, Mysql) => "DATETIME(6)",
        (SqlType::Timestamp, _) => "TIMESTAMP",
        (SqlType::Instant, Postgres) => "TIMESTAMPTZ",
        (SqlType::Json, Postgres) => "JSON",
        (SqlType::Jsonb | SqlType::Document, Postgres) => "JSONB",
        (SqlType::Json | SqlType::Document, Mysql) => "JSON",
        (SqlType::Uuid, Postgres) => "UUID",
        (SqlType::Uuid, Mysql) => "BINARY(16)",
        _ => {
            let text = "the type of this column on this backend is unknown: write `#[model(sql_type = \"..\")]` on the \
                        field";
            return Err(Error::invalid(field.name, text));
        }
    };
    Ok(name.to_owned())
}

/// `VARCHAR(200)`, `LONGTEXT`
fn mysql_text(declared: &Declared, column: usize) -> String {
    let field = &declared.meta.fields[column];
    let parent = declared.parents.iter().find_map(|parent| parent.key_of(column));
    let longest = field.facts.choices.iter().map(|(value, _)| value.chars().count()).max();
    let length = parent.map_or(field.facts.max_length, |key| key.facts.max_length);
    let length = length.or(longest.map(|longest| longest.max(20)));
    let is_name = matches!(field.role, Role::CreatedBy | Role::UpdatedBy | Role::DeletedBy);
    match length {
        Some(length) if length <= LONGEST_VARCHAR => format!("VARCHAR({length})"),
        None if is_name || parent.is_some() || declared.is_indexed(column) => format!("VARCHAR({INDEXED})"),
        _ => "LONGTEXT".to_owned(),
    }
}

/// The definition of a column: its name, its type (the declared type unless one is given), and what follows.
pub(crate) fn column(system: System, declared: &Declared, column: usize, given: Option<&str>) -> Result<String> {
    let field = &declared.meta.fields[column];
    let ty = given.map_or_else(|| type_name(system, declared, column), |given| Ok(given.to_owned()))?;
    let mut text = format!("{} {ty}", quoted(system, field.column));
    let is_text = |ty: &str| {
        ["char", "varchar", "text", "tinytext", "mediumtext", "longtext", "enum"]
            .iter()
            .any(|name| ty.to_lowercase().split('(').next().is_some_and(|ty| ty == *name))
    };
    if system == System::Mysql && given.is_some_and(is_text) && field.sql.is_text() {
        text = format!("{text} {BYTE_BY_BYTE}");
    }
    if declared.is_numbered && declared.meta.key == [column] {
        text.push_str(match system {
            System::Sqlite => " PRIMARY KEY AUTOINCREMENT",
            System::Postgres => " GENERATED BY DEFAULT AS IDENTITY",
            System::Mysql => " NOT NULL AUTO_INCREMENT",
        });
        return Ok(text);
    }
    if !field.nullable {
        text.push_str(" NOT NULL");
    }
    if let Some(default) = default(system, field) {
        text = format!("{text} DEFAULT {default}");
        if system == System::Mysql && field.role == Role::UpdatedAt && field.facts.epoch.is_none() {
            text.push_str(" ON UPDATE CURRENT_TIMESTAMP(6)");
        }
    }
    Ok(text)
}

/// The default of a column that the library leaves out of an INSERT.
pub(crate) fn default(system: System, field: &Field) -> Option<String> {
    if let Some(default) = field.facts.sql_default {
        return Some(default.to_owned());
    }
    let is_stamp = matches!(field.role, Role::CreatedAt | Role::UpdatedAt) && field.by_database;
    is_stamp.then(|| present(system, field))
}

/// The present instant, as a default of this column.
pub(crate) fn present(system: System, field: &Field) -> String {
    let Some(unit) = field.facts.epoch else { return now(system, field.sql).to_owned() };
    let factor = unit.per_second();
    match system {
        System::Postgres => format!("floor(extract(epoch FROM CURRENT_TIMESTAMP) * {factor})::bigint"),
        System::Mysql => format!("(FLOOR(UNIX_TIMESTAMP(CURRENT_TIMESTAMP(6)) * {factor}))"),
        // SQLite knows milliseconds.
        System::Sqlite if factor == 1 => "(unixepoch())".to_owned(),
        System::Sqlite => format!("(CAST(unixepoch('subsec') * 1000 AS INTEGER) * {})", factor / 1000),
    }
}

/// The present instant, as a default of a column of this type.
pub(crate) fn now(system: System, sql: SqlType) -> &'static str {
    match (system, sql) {
        (System::Mysql, _) => "CURRENT_TIMESTAMP(6)",
        // As the library writes an instant.
        (System::Sqlite, SqlType::Instant) => "(strftime('%Y-%m-%d %H:%M:%f000', 'now'))",
        _ => "CURRENT_TIMESTAMP",
    }
}

/// `CONSTRAINT articles_author_id_fk FOREIGN KEY (author_id) REFERENCES authors (id)`
pub(crate) fn foreign_key(system: System, declared: &Declared, parent: &ParentTable) -> String {
    let fields = parent.fields.iter().map(|field| &declared.meta.fields[*field]);
    let name = shortened(format!("{}_{}_fk", declared.table.name, parent.stem(declared)));
    format!(
        "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({})",
        quoted(system, &name),
        columns(system, fields),
        table(system, &parent.table),
        columns(system, parent.key()),
    )
}

/// The foreign keys of which a column is the last one.
pub(crate) fn foreign_keys(system: System, declared: &Declared, field: usize) -> impl Iterator<Item = String> {
    // No foreign key can refer to a view, which a read-only parent may be.
    let ending = declared.parents.iter().filter(move |parent| parent.last() == field && !parent.meta.read_only);
    ending.map(move |parent| foreign_key(system, declared, parent))
}

/// The subject of a CHECK.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    Choices,
    Length,
}

/// The name of the CHECK of a column.
pub(crate) fn check_name(declared: &Declared, field: &Field, rule: Rule) -> String {
    let end = if rule == Rule::Choices { "choices" } else { "length" };
    shortened(format!("{}_{}_{end}", declared.table.name, field.column))
}

/// `CONSTRAINT articles_status_choices CHECK (status IN ('draft', 'published'))`, or `(level IN (1, 2))`
pub(crate) fn check(system: System, declared: &Declared, field: &Field, rule: Rule) -> Option<String> {
    let is_coded = rule == Rule::Choices && field.sql.is_number();
    if !field.sql.is_text() && !is_coded {
        return None;
    }
    let column = quoted(system, field.column);
    let condition = match rule {
        Rule::Choices if field.facts.choices.is_empty() => return None,
        Rule::Choices => {
            let value = |value: &str| if is_coded { value.to_owned() } else { literal(system, value) };
            let values: Vec<_> = field.facts.choices.iter().map(|(choice, _)| value(choice)).collect();
            format!("{column} IN ({})", values.join(", "))
        }
        Rule::Length => {
            let length = field.facts.max_length?;
            match system {
                System::Mysql if length <= LONGEST_VARCHAR => return None,
                System::Sqlite => format!("length({column}) <= {length}"),
                System::Postgres | System::Mysql => format!("char_length({column}) <= {length}"),
            }
        }
    };
    let name = quoted(system, &check_name(declared, field, rule));
    Some(format!("CONSTRAINT {name} CHECK ({condition})"))
}

/// `CREATE INDEX articles_author_id_index ON articles (author_id)`
pub(crate) fn index(system: System, declared: &Declared, index: &Wanted) -> String {
    // PostgreSQL alone takes NULL for the largest value, and an index serves an order only if it agrees about it.
    let is_sorted = !matches!(index.reason, Reason::Parent | Reason::Batch) && system == System::Postgres;
    let columns = index.columns.iter().map(|term| {
        let field = &declared.meta.fields[term.field];
        let nulls = match (term.descending, term.begins_with_nulls()) {
            (false, true) if is_sorted && field.nullable => " NULLS FIRST",
            (true, false) if is_sorted && field.nullable => " NULLS LAST",
            _ => "",
        };
        quoted(system, field.column) + if term.descending { " DESC" } else { "" } + nulls
    });
    let (name, table) = (quoted(system, &index.name), table(system, &declared.table));
    format!("CREATE INDEX {name} ON {table} ({})", columns.collect::<Vec<_>>().join(", "))
}
