//! MySQL and MariaDB.

use crate::meta::encoding::Encoding;
use crate::meta::sealed::Sealed;
use crate::sql::dialect::{Dialect, System, binds, codes};
use crate::sql::list::separated;
use crate::sql::value_text;
use diesel::QueryResult;
use diesel::query_builder::AstPass;

impl Sealed for diesel::mysql::Mysql {}

impl Dialect for diesel::mysql::Mysql {
    const SYSTEM: System = System::Mysql;
    const BIND_LIMIT: usize = 65_535;
    const QUOTE: &'static str = "`";
    const UNSET: &'static str = "DEFAULT";
    const LOCK: &'static str = " FOR UPDATE";
    // MariaDB does not know `FOR SHARE`.
    const SHARE_LOCK: &'static str = " LOCK IN SHARE MODE";
    const LOCKS_ARE_LOCAL: bool = true;
    // Only MariaDB reads these comments. MySQL has no such variable, and no Galera in it.
    const AND_OPEN: &'static str = " /*M! AND @@in_transaction = 1 */";
    const IS_CLUSTER: &'static str = "SELECT COUNT(*) FROM DUAL WHERE 0 /*M! OR @@wsrep_on = 1 */";
    const IF_OPEN: (&'static str, &'static str) = ("/*M! IF(@@in_transaction = 1, */ ", " /*M! , NULL) */");
    const CHECKS_FK_PER_ROW: bool = true;
    const COUNT_LOCK: &'static str = " LOCK IN SHARE MODE";
    const NEEDS_DERIVED_TABLE: bool = true;
    const ORDERS_NULLS: bool = false;
    const HOLD: Option<&'static str> = Some("START TRANSACTION READ ONLY; SAVEPOINT model_core_lost");
    const RETURNING: bool = false;
    const PARTIAL_INDEX: bool = false;
    const TAKE_WRITE_LOCK: Option<&'static str> = None;
    const SETS_IN_TURN: bool = true;
    const TELLS_TRIGGERS: bool = true;

    fn differ<'b>(
        encoding: Encoding,
        left: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        right: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        // Most collations treat `hello` and `Hello` as equal.
        let (open, close) = match encoding {
            Encoding::Text => ("CAST(", " AS BINARY)"),
            _ => ("", ""),
        };
        out.push_sql("NOT (");
        out.push_sql(open);
        left(out)?;
        out.push_sql(close);
        out.push_sql(" <=> ");
        out.push_sql(open);
        right(out)?;
        out.push_sql(close);
        out.push_sql(")");
        Ok(())
    }

    fn key_text<'b>(
        encoding: Encoding,
        column: impl Fn(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        match encoding {
            // The character set of the column is left as it is, for comparisons.
            Encoding::Text | Encoding::Native => {
                out.push_sql("CAST(");
                column(out)?;
                out.push_sql(" AS CHAR)");
                Ok(())
            }
            _ => value_text::push(encoding, column, out),
        }
    }

    fn exactly<'b>(
        text: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        out.push_sql("CAST(");
        text(out)?;
        out.push_sql(" AS BINARY)");
        Ok(())
    }

    fn bytes<'b>(
        column: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        Self::exactly(column, out)
    }

    fn has_field<'b>(column: &str, fields: &'b [String], out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()> {
        // The document is read once for all names. They are quoted, so that a quote in a name does not end its path.
        out.push_sql("JSON_CONTAINS_PATH(");
        out.push_sql(column);
        out.push_sql(", 'one', ");
        separated(fields, ", ", out, |field, out| {
            out.push_sql("CONCAT('$.', JSON_QUOTE(");
            Self::text(field, out)?;
            out.push_sql("))");
            Ok(())
        })?;
        out.push_sql(")");
        Ok(())
    }

    fn has_number<'b>(
        column: &str,
        field: &'b str,
        side: &str,
        number: &'b i64,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        // Quoted, so that a quote in the name does not end the path.
        out.push_sql("JSON_EXTRACT(");
        out.push_sql(column);
        out.push_sql(", CONCAT('$.', JSON_QUOTE(");
        Self::text(field, out)?;
        out.push_sql(&format!("), '.{side}')) = "));
        Self::bigint(number, out)
    }

    binds!();
    codes!();
}
