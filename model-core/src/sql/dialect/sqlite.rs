//! SQLite.

use crate::meta::encoding::Encoding;
use crate::meta::sealed::Sealed;
use crate::sql::dialect::{Dialect, System, binds, codes};
use crate::sql::list::separated;
use crate::sql::value_text;
use crate::values::exact::Exact;
use diesel::QueryResult;
use diesel::query_builder::AstPass;

impl Sealed for diesel::sqlite::Sqlite {}

impl Dialect for diesel::sqlite::Sqlite {
    const SYSTEM: System = System::Sqlite;
    const BIND_LIMIT: usize = 32_766;
    const QUOTE: &'static str = "`";
    const UNSET: &'static str = "NULL";
    const LOCK: &'static str = "";
    const SHARE_LOCK: &'static str = "";
    const HAS_DECIMAL_TEXTS: bool = true;
    const RETURNING: bool = true;
    const PARTIAL_INDEX: bool = true;
    // A transaction that has read cannot write any more once another has written: SQLite reports "database is locked"
    // without waiting. A transaction that writes first waits for its turn. The column has no index, so that none is
    // opened.
    const TAKE_WRITE_LOCK: Option<&'static str> = Some("UPDATE audit_logs SET ip = ip WHERE 0");
    // The triggers are silent while the number that is announced is the next one. The row of the entry writes to this
    // table anyway, so that the announcement writes no page of its own.
    const ANNOUNCE: Option<&'static str> = Some(
        "UPDATE sqlite_sequence SET seq = 1 + coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit_logs'), 0) \
         WHERE name = 'audit_capture ' || ",
    );
    const WITHDRAW: &'static str = "UPDATE sqlite_sequence SET seq = 0 WHERE name = 'audit_capture ' || ";
    const ECHOES_BINDS: bool = true;
    const VALUES_IN_FROM: bool = true;

    // No trigger of SQLite changes the row that is being inserted, but the declared type of a column changes values:
    // NUMERIC affinity converts a text that looks like a number, and REAL affinity converts every integer to a double.
    fn stores_verbatim(value: &Exact<'_>) -> bool {
        match value {
            Exact::Text(text) => !looks_like_a_number(text),
            Exact::Integer(number) => number.unsigned_abs() <= EXACT_IN_A_DOUBLE,
            Exact::Document(_) | Exact::OtherYear => false,
            _ => true,
        }
    }

    fn differ<'b>(
        encoding: Encoding,
        left: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        right: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        left(out)?;
        out.push_sql(" IS NOT ");
        right(out)?;
        if encoding == Encoding::Text {
            out.push_sql(" COLLATE BINARY");
        }
        Ok(())
    }

    fn key_text<'b>(
        encoding: Encoding,
        column: impl Fn(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        value_text::push(encoding, column, out)
    }

    fn bytes<'b>(
        column: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        column(out)?;
        out.push_sql(" COLLATE BINARY");
        Ok(())
    }

    fn has_field<'b>(column: &str, fields: &'b [String], out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()> {
        // A path would be made from the name, and a quote in the name could end it.
        out.push_sql("EXISTS (SELECT 1 FROM json_each(");
        out.push_sql(column);
        out.push_sql(") WHERE key IN (");
        separated(fields, ", ", out, |field, out| Self::text(field, out))?;
        out.push_sql("))");
        Ok(())
    }

    fn has_number<'b>(
        column: &str,
        field: &'b str,
        side: &str,
        number: &'b i64,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        out.push_sql("EXISTS (SELECT 1 FROM json_each(");
        out.push_sql(column);
        out.push_sql(") WHERE key = ");
        Self::text(field, out)?;
        out.push_sql(&format!(" AND json_extract(value, '$.{side}') = "));
        Self::bigint(number, out)?;
        out.push_sql(")");
        Ok(())
    }

    binds!();
    codes!();
}

/// The largest integer up to which a double holds every integer exactly.
const EXACT_IN_A_DOUBLE: u64 = 1 << f64::MANTISSA_DIGITS;

/// Whether a text may be the text of a number, with spaces around it. Its first and last character decide most cases.
fn looks_like_a_number(text: &str) -> bool {
    let text = text.trim_ascii();
    let begins = text.starts_with(|first: char| matches!(first, '0'..='9' | '+' | '-' | '.'));
    begins && text.ends_with(|last: char| matches!(last, '0'..='9' | '.')) && text.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use diesel::sqlite::Sqlite;

    #[test]
    fn what_a_column_may_change_is_not_kept() {
        let text = |text| Sqlite::stores_verbatim(&Exact::Text(text));
        for number in ["1", " 007\n", "1.50", "-1e5", "+.5", "5.", "1e999"] {
            assert!(!text(number), "{number}");
        }
        for other in
            ["", "one", "10 ways", "2026-01-31 12:00:00.000000", "1-2", "0x10", "nan", "inf", "1 2", "\u{0661}"]
        {
            assert!(text(other), "{other}");
        }
        let integer = |number| Sqlite::stores_verbatim(&Exact::Integer(number));
        assert!(integer(1 << 53) && integer(-(1 << 53)));
        assert!(!integer((1 << 53) + 1) && !integer(i64::MIN));
    }
}
