//! Whether a column of the database holds what a model declares.

use crate::check::actual::Column;
use crate::meta::Field;
use crate::meta::sql_type::SqlType;
use crate::sql::dialect::System;

/// Whether the type of a column fits.
pub(crate) fn fits(system: System, field: &Field, column: &Column) -> bool {
    if let SqlType::Named(name) = field.sql {
        return is_named(system, name, &column.ty);
    }
    match system {
        System::Postgres => is_one_of(postgres(field.sql), &plain(&column.ty)),
        System::Mysql if field.sql == SqlType::Uuid => column.ty == "binary(16)",
        System::Mysql => is_one_of(mysql(field.sql), &plain(&column.ty)),
        System::Sqlite => sqlite(field.sql).is_none_or(|fitting| fitting.contains(&Affinity::of(&column.ty))),
    }
}

/// Whether a column that is only read holds what the field reads. A comparison in a view of MySQL is an `int`.
pub(crate) fn is_read_as(system: System, field: &Field, column: &Column) -> bool {
    let is_comparison = system == System::Mysql && field.sql == SqlType::Bool && plain(&column.ty) == "int";
    is_comparison || fits(system, field, column)
}

/// Whether a point in time loses a part of the written value.
pub(crate) fn is_cut(system: System, field: &Field, column: &Column) -> bool {
    let is_time = matches!(field.sql, SqlType::Instant | SqlType::Timestamp);
    is_time
        && match system {
            System::Mysql => modifier(&column.ty) != Some(6),
            System::Postgres => modifier(&column.ty).is_some_and(|digits| digits < 6),
            System::Sqlite => false,
        }
}

/// How many characters a text can have, if the type says so.
pub(crate) fn length(system: System, column: &Column) -> Option<usize> {
    match (system, &*plain(&column.ty)) {
        // SQLite takes the number for a remark.
        (System::Sqlite, _) => None,
        (_, "character varying" | "character" | "varchar" | "char" | "varbinary" | "binary") => modifier(&column.ty),
        (System::Mysql, "tinytext") => Some(63),
        (System::Mysql, "text") => Some(16_383),
        _ => None,
    }
}

/// The first number in parentheses.
fn modifier(ty: &str) -> Option<usize> {
    let (_, rest) = ty.split_once('(')?;
    let end = rest.find([',', ')'])?;
    rest[..end].trim().parse().ok()
}

/// A type without the numbers in parentheses.
fn plain(ty: &str) -> String {
    match (ty.find('('), ty.rfind(')')) {
        (Some(open), Some(close)) if open < close => {
            let parts = [ty[..open].trim(), ty[close + 1..].trim()];
            parts.join(" ").trim().to_owned()
        }
        _ => ty.trim().to_owned(),
    }
}

/// Nothing is known of a type that has no list.
fn is_one_of(fitting: &[&str], ty: &str) -> bool {
    fitting.is_empty() || fitting.contains(&ty)
}

/// Whether a type is the one of this name.
fn is_named(system: System, name: &str, ty: &str) -> bool {
    let name = name.trim().to_lowercase().replace('"', "");
    if system == System::Sqlite {
        return Affinity::of(&name) == Affinity::of(ty);
    }
    let known = |ty: &str| {
        let base = plain(ty);
        let base = base.rsplit('.').next().unwrap_or_default();
        synonym(system, base).to_owned()
    };
    // Numbers in parentheses count if the name has some.
    let sizes = |ty: &str| ty.split_once('(').map(|(_, rest)| rest.replace(' ', ""));
    let same_size = sizes(&name).is_none_or(|size| {
        let (size, found) = (size.split(')').next().map(str::to_owned), sizes(ty));
        found.and_then(|found| found.split(')').next().map(str::to_owned)) == size
    });
    let is_document = |ty: &str| system == System::Mysql && matches!(ty, "json" | "longtext");
    let (wanted, found) = (known(&name), known(ty));
    (wanted == found && same_size) || (is_document(&wanted) && is_document(&found))
}

fn synonym(system: System, name: &str) -> &str {
    match (system, name) {
        (System::Postgres, "varchar") => "character varying",
        (System::Postgres, "char" | "bpchar") => "character",
        (System::Postgres, "int" | "int4" | "serial") => "integer",
        (System::Postgres, "int8" | "bigserial") => "bigint",
        (System::Postgres, "int2" | "smallserial") => "smallint",
        (System::Postgres, "bool") => "boolean",
        (System::Postgres, "float8" | "float") => "double precision",
        (System::Postgres, "float4") => "real",
        (System::Postgres, "decimal") => "numeric",
        (System::Postgres, "timestamptz") => "timestamp with time zone",
        (System::Postgres, "timestamp") => "timestamp without time zone",
        (System::Postgres, "time") => "time without time zone",
        (System::Mysql, "integer") => "int",
        (System::Mysql, "bool" | "boolean") => "tinyint",
        (System::Mysql, "numeric" | "dec") => "decimal",
        (System::Mysql, "double precision" | "real") => "double",
        _ => name,
    }
}

fn postgres(sql: SqlType) -> &'static [&'static str] {
    match sql {
        SqlType::Bool => &["boolean"],
        SqlType::SmallInt => &["smallint"],
        SqlType::Integer => &["integer"],
        SqlType::BigInt => &["bigint"],
        SqlType::Float => &["real"],
        SqlType::Double => &["double precision"],
        SqlType::Numeric | SqlType::Decimal => &["numeric"],
        SqlType::Text => &["text", "character varying", "character", "name", "citext"],
        SqlType::Binary => &["bytea"],
        SqlType::Date => &["date"],
        SqlType::Time => &["time without time zone"],
        SqlType::Timestamp => &["timestamp without time zone"],
        SqlType::Instant => &["timestamp with time zone"],
        SqlType::Json => &["json"],
        SqlType::Jsonb | SqlType::Document => &["jsonb"],
        SqlType::Uuid => &["uuid"],
        _ => &[],
    }
}

fn mysql(sql: SqlType) -> &'static [&'static str] {
    match sql {
        SqlType::Bool | SqlType::TinyInt => &["tinyint"],
        SqlType::SmallInt => &["smallint"],
        SqlType::Integer => &["int"],
        SqlType::BigInt => &["bigint"],
        SqlType::UnsignedTinyInt => &["tinyint unsigned"],
        SqlType::UnsignedSmallInt => &["smallint unsigned"],
        SqlType::UnsignedInteger => &["int unsigned"],
        SqlType::UnsignedBigInt => &["bigint unsigned"],
        SqlType::Float => &["float"],
        SqlType::Double => &["double"],
        SqlType::Numeric | SqlType::Decimal => &["decimal"],
        // Bytes hold text as well, and are compared as bytes: so does the trail.
        SqlType::Text => {
            &["varchar", "char", "tinytext", "text", "mediumtext", "longtext", "enum", "varbinary", "blob", "longblob"]
        }
        SqlType::Binary => &["binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob"],
        SqlType::Date => &["date"],
        SqlType::Time => &["time"],
        SqlType::Timestamp => &["datetime", "timestamp"],
        SqlType::Instant => &["datetime"],
        SqlType::Json | SqlType::Document => &["json", "longtext", "mediumtext", "text"],
        _ => &[],
    }
}

/// The affinity of a column of SQLite, by <https://www.sqlite.org/datatype3.html>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Affinity {
    Integer,
    Text,
    Blob,
    Real,
    Numeric,
}

impl Affinity {
    fn of(ty: &str) -> Self {
        let ty = ty.to_lowercase();
        let has = |parts: &[&str]| parts.iter().any(|part| ty.contains(part));
        match () {
            () if has(&["int"]) => Self::Integer,
            () if has(&["char", "clob", "text"]) => Self::Text,
            () if ty.is_empty() || has(&["blob", "any"]) => Self::Blob,
            () if has(&["real", "floa", "doub"]) => Self::Real,
            () => Self::Numeric,
        }
    }
}

/// The affinities that keep a value as the library writes it, or change it to one that the library reads as the same.
fn sqlite(sql: SqlType) -> Option<&'static [Affinity]> {
    use Affinity::{Blob, Integer, Numeric, Real, Text};

    Some(match sql {
        SqlType::Bool | SqlType::TinyInt | SqlType::SmallInt | SqlType::Integer | SqlType::BigInt => {
            &[Integer, Numeric, Blob]
        }
        SqlType::Float | SqlType::Double | SqlType::Numeric => &[Real, Numeric, Blob],
        // Any other makes numbers of texts that look like numbers.
        SqlType::Text | SqlType::Decimal => &[Text, Blob],
        // A time does not look like a number, and bytes are never changed.
        SqlType::Date | SqlType::Time | SqlType::Timestamp | SqlType::Instant => &[Text, Numeric, Blob],
        SqlType::Json | SqlType::Document => &[Text, Numeric, Blob],
        SqlType::Binary | SqlType::Jsonb | SqlType::Uuid => &[Blob, Numeric],
        _ => return None,
    })
}
