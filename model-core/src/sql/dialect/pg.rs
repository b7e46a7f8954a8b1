//! PostgreSQL.

use crate::meta::encoding::Encoding;
use crate::meta::sealed::Sealed;
use crate::sql::dialect::{Dialect, System, binds};
use crate::sql::list::separated;
use diesel::QueryResult;
use diesel::deserialize::{self, FromSql};
use diesel::query_builder::AstPass;
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, HasSqlType, Integer};

impl Sealed for diesel::pg::Pg {}

impl Dialect for diesel::pg::Pg {
    const SYSTEM: System = System::Postgres;
    const BIND_LIMIT: usize = 65_535;
    const QUOTE: &'static str = "\"";
    const UNSET: &'static str = "DEFAULT";
    const LOCK: &'static str = " FOR UPDATE";
    const SHARE_LOCK: &'static str = " FOR SHARE";
    const PREFERS_EXISTS: bool = true;
    const NULLS_ARE_SMALLEST: bool = false;
    const OPEN: Option<&'static str> = None;
    // PostgreSQL answers `COMMIT` with a rollback, and with no error, when a statement has failed before. Anything else
    // is refused then.
    const CLOSE: &'static str = "SELECT 1; COMMIT";
    const RETURNING: bool = true;
    const PARTIAL_INDEX: bool = true;
    const TAKE_WRITE_LOCK: Option<&'static str> = None;

    fn differ<'b>(
        encoding: Encoding,
        left: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        right: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        // `json` has no equality. That of `citext` ignores case, also in arrays. A month equals 30 days.
        let (open, close) = match encoding {
            Encoding::Json | Encoding::Jsonb => ("", "::jsonb"),
            Encoding::Text => ("", "::text"),
            Encoding::Native => ("to_jsonb(", ")"),
            _ => ("", ""),
        };
        out.push_sql(open);
        left(out)?;
        out.push_sql(close);
        out.push_sql(" IS DISTINCT FROM ");
        out.push_sql(open);
        right(out)?;
        out.push_sql(close);
        Ok(())
    }

    fn key_text<'b>(
        encoding: Encoding,
        column: impl Fn(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        let (before, after) = text_form(encoding);
        out.push_sql(before);
        column(out)?;
        out.push_sql(after);
        Ok(())
    }

    fn key_of_text<'b>(
        encoding: Encoding,
        text: impl Fn(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        // A cast of any other text fails the whole statement, and only `CASE` fixes the order of evaluation.
        let (tests, cast): (&[&str], _) = match encoding {
            Encoding::Uuid => (&[" ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'"], "::uuid"),
            Encoding::Integer => (
                &[" ~ '^-?[0-9]{1,19}$'", "::numeric BETWEEN -9223372036854775808 AND 9223372036854775807"],
                "::bigint",
            ),
            _ => return text(out),
        };
        for test in tests {
            out.push_sql("CASE WHEN ");
            text(out)?;
            out.push_sql(test);
            out.push_sql(" THEN ");
        }
        text(out)?;
        out.push_sql(cast);
        tests.iter().for_each(|_| out.push_sql(" END"));
        Ok(())
    }

    fn is_one_of<'b, ST: 'static, K>(keys: &'b [&'b K], out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>
    where
        Self: HasSqlType<ST>,
        K: ToSql<ST, Self>,
    {
        // An array is one value for any number of keys, so the statement is prepared once.
        out.push_sql(" = ANY(");
        out.push_bind_param::<diesel::sql_types::Array<ST>, [&'b K]>(keys)?;
        out.push_sql(")");
        Ok(())
    }

    fn bytes<'b>(
        column: impl FnOnce(&mut AstPass<'_, 'b, Self>) -> QueryResult<()>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        column(out)?;
        out.push_sql("::text COLLATE \"C\"");
        Ok(())
    }

    fn has_field<'b>(column: &str, fields: &'b [String], out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()> {
        out.push_sql("jsonb_exists_any(");
        out.push_sql(column);
        out.push_sql(", ARRAY[");
        separated(fields, ", ", out, |field, out| Self::text(field, out))?;
        out.push_sql("])");
        Ok(())
    }

    fn has_number<'b>(
        column: &str,
        field: &'b str,
        side: &str,
        number: &'b i64,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        out.push_sql("(");
        out.push_sql(column);
        out.push_sql(" -> ");
        Self::text(field, out)?;
        out.push_sql(&format!(" ->> '{side}') = "));
        Self::bigint(number, out)?;
        out.push_sql("::text");
        Ok(())
    }

    fn read_code(raw: Option<Self::RawValue<'_>>) -> deserialize::Result<i32> {
        match raw {
            // CockroachDB takes a literal for a number of 64 bits.
            Some(raw) if raw.as_bytes().len() == 8 => {
                Ok(i32::try_from(<i64 as FromSql<BigInt, Self>>::from_sql(raw)?)?)
            }
            raw => <i32 as FromSql<Integer, Self>>::from_nullable_sql(raw),
        }
    }

    binds!();
}

/// What surrounds a value, so that it is the text of its form in the trail.
pub(crate) fn text_form(encoding: Encoding) -> (&'static str, &'static str) {
    match encoding {
        // A number can have other digits in JSON than in its text.
        Encoding::Float | Encoding::Double | Encoding::Native => ("(audit_json(", ") #>> '{}')"),
        Encoding::Json | Encoding::Jsonb => ("(to_jsonb(", ") #>> '{}')"),
        Encoding::Bool | Encoding::Integer | Encoding::Unsigned | Encoding::Uuid => ("", "::text"),
        other => form(other),
    }
}

/// What surrounds a value whose JSON or text in PostgreSQL differs from the form of the trail.
pub(crate) fn form(encoding: Encoding) -> (&'static str, &'static str) {
    match encoding {
        Encoding::Bool | Encoding::Integer | Encoding::Unsigned | Encoding::Uuid | Encoding::Json | Encoding::Jsonb => {
            ("", "")
        }
        // The session decides how PostgreSQL writes these; the function of the library's migrations has settings of its
        // own.
        Encoding::Float | Encoding::Double | Encoding::Native => ("audit_json(", ")"),
        Encoding::Text => ("", "::text"),
        Encoding::Decimal => ("trim_scale(", ")::text"),
        Encoding::Bytes => ("encode(", ", 'hex')"),
        Encoding::Instant | Encoding::InstantText => {
            ("to_char(", " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
        }
        Encoding::Naive => ("to_char(", ", 'YYYY-MM-DD\"T\"HH24:MI:SS.US')"),
        Encoding::Date => ("to_char(", ", 'YYYY-MM-DD')"),
        Encoding::Time => ("to_char(", ", 'HH24:MI:SS.US')"),
    }
}
