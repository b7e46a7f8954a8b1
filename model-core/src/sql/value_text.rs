//! Values as the texts that the library would write, made by SQLite, MySQL and MariaDB.

use crate::meta::encoding::Encoding;
use crate::sql::dialect::{Dialect, System};
use diesel::{QueryResult, query_builder::AstPass};

/// A value as text: what stands between the quotes of its JSON, and the JSON itself of what has none.
pub(crate) fn text(system: System, encoding: Encoding, value: &str) -> String {
    let is_mysql = system == System::Mysql;
    match encoding {
        Encoding::Bool => format!("CASE WHEN {value} THEN 'true' ELSE 'false' END"),
        Encoding::Integer | Encoding::Unsigned | Encoding::Float | Encoding::Double if is_mysql => {
            format!("CAST({value} AS CHAR)")
        }
        Encoding::Integer | Encoding::Unsigned => format!("CAST({value} AS TEXT)"),
        // As few digits as give the number back, as far as SQLite can tell; it writes `1.0`.
        Encoding::Float | Encoding::Double => format!(
            "CASE WHEN abs({value}) < 1e15 AND {value} = CAST({value} AS INTEGER) \
             THEN CAST(CAST({value} AS INTEGER) AS TEXT) \
             WHEN CAST(printf('%!.15g', {value}) AS REAL) = {value} THEN printf('%!.15g', {value}) \
             WHEN CAST(printf('%!.16g', {value}) AS REAL) = {value} THEN printf('%!.16g', {value}) \
             ELSE printf('%!.17g', {value}) END"
        ),
        Encoding::Decimal if is_mysql => format!(
            "IF(LOCATE('.', {value}) > 0, TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM {value})), \
             CAST({value} AS CHAR))"
        ),
        Encoding::Decimal => format!(
            "CASE WHEN instr({value}, '.') > 0 AND instr(lower({value}), 'e') = 0 \
             THEN rtrim(rtrim({value}, '0'), '.') ELSE CAST({value} AS TEXT) END"
        ),
        Encoding::Text | Encoding::Native if is_mysql => format!("CONVERT({value} USING utf8mb4)"),
        Encoding::Text | Encoding::Native => format!("CAST({value} AS TEXT)"),
        Encoding::Bytes => format!("LOWER(HEX({value}))"),
        Encoding::Uuid => {
            let group = |(start, length): (u8, u8)| format!("SUBSTR(HEX({value}), {start}, {length})");
            let groups = [(1, 8), (9, 4), (13, 4), (17, 4), (21, 12)].map(group);
            match is_mysql {
                true => format!("LOWER(CONCAT_WS('-', {}))", groups.join(", ")),
                false => format!("LOWER({})", groups.join(" || '-' || ")),
            }
        }
        Encoding::Instant | Encoding::InstantText if is_mysql => {
            format!("DATE_FORMAT({value}, '%Y-%m-%dT%H:%i:%s.%fZ')")
        }
        Encoding::Naive if is_mysql => format!("DATE_FORMAT({value}, '%Y-%m-%dT%H:%i:%s.%f')"),
        Encoding::Date if is_mysql => format!("DATE_FORMAT({value}, '%Y-%m-%d')"),
        Encoding::Time if is_mysql => format!("TIME_FORMAT({value}, '%H:%i:%s.%f')"),
        Encoding::Instant | Encoding::InstantText => {
            let utc = format!("replace(rtrim({value}, 'Z'), '+00:00', '')");
            format!("{} || 'Z'", moment(&utc))
        }
        Encoding::Naive => moment(value),
        Encoding::Date => format!("substr({value}, 1, 10)"),
        Encoding::Time => format!("substr({value}, 1, 8) || '.' || substr(substr({value}, 10) || '000000', 1, 6)"),
        Encoding::Json | Encoding::Jsonb if is_mysql => format!("CAST({value} AS CHAR)"),
        Encoding::Json | Encoding::Jsonb => format!("json({value})"),
    }
}

/// A date and time of SQLite, with six digits behind the point.
fn moment(value: &str) -> String {
    format!("replace(substr({value}, 1, 19), ' ', 'T') || '.' || substr(substr({value}, 21) || '000000', 1, 6)")
}

/// Pushes the text of a column, which is written as often as the text needs it.
pub(crate) fn push<'b, DB: Dialect>(
    encoding: Encoding,
    column: impl Fn(&mut AstPass<'_, 'b, DB>) -> QueryResult<()>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    const COLUMN: &str = "\0";
    let text = text(DB::SYSTEM, encoding, COLUMN);
    let mut parts = text.split(COLUMN);
    out.push_sql(parts.next().unwrap_or_default());
    for part in parts {
        column(out)?;
        out.push_sql(part);
    }
    Ok(())
}
