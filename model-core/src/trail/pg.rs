//! The part of a write's statement with which PostgreSQL makes the entries itself.

use crate::meta::Privacy;
use crate::meta::column_set::ColumnSet;
use crate::meta::encoding::Encoding;
use crate::meta::log::MASKED;
use crate::operation::Operation;
use crate::sql;
use crate::sql::dialect::Dialect;
use crate::sql::dialect::pg::{form, text_form};
use crate::sql::document::Document;
use crate::sql::{At, Names};
use crate::trail::insert::{push_reason, push_reason_columns};
use crate::trail::{COLUMNS, REPR_LENGTH};
use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::AstPass;

/// The name of the rows before the write.
pub(crate) const OLD: &str = "model_old";
/// The name of the rows that were written.
pub(crate) const NEW: &str = "model_new";

/// The names of the two rows in a trigger.
pub(crate) const ROW_BEFORE: &str = "old";
pub(crate) const ROW_AFTER: &str = "new";

/// How many values an audit insert binds at most.
pub(crate) const BINDS: usize = 14;

/// PostgreSQL allows 100 arguments of a function: 50 pairs of a name and a value.
const PAIRS: usize = 50;

/// Pushes `INSERT INTO audit_logs (..) SELECT ..`, up to its FROM.
pub(crate) fn push_insert<'b>(
    names: Names<'b, Pg>,
    operation: &'b Operation<'_>,
    row: At,
    out: &mut AstPass<'_, 'b, Pg>,
    push_changes: impl FnOnce(&mut AstPass<'_, 'b, Pg>) -> QueryResult<()>,
) -> QueryResult<()> {
    operation.recordable()?;
    let Operation { action, actor_kind, actor_id, request_id, ip, user_agent, instant, batch, .. } = operation;
    out.push_sql("INSERT INTO audit_logs (");
    out.push_sql(COLUMNS);
    push_reason_columns(operation, out);
    out.push_sql(") SELECT ");
    Pg::instant(instant, out)?;
    out.push_sql(", ");
    Pg::text(actor_kind, out)?;
    out.push_sql(", ");
    Pg::nullable_text(actor_id, out)?;
    out.push_sql(", ");
    Pg::text(action, out)?;
    out.push_sql(", ");
    Pg::text(names.meta.content_type, out)?;
    out.push_sql(", ");
    push_object_id(names, row, out)?;
    out.push_sql(", ");
    push_repr(names, row, out)?;
    out.push_sql(", ");
    push_changes(out)?;
    out.push_sql(", ");
    Pg::nullable_text(request_id, out)?;
    out.push_sql(", ");
    Pg::nullable_text(ip, out)?;
    out.push_sql(", ");
    Pg::nullable_text(user_agent, out)?;
    out.push_sql(", ");
    Pg::uuid(batch, out)?;
    push_reason(operation, out)
}

/// Pushes the changes of a row that was created (`side` is `new`) or removed (`old`): one value per column.
pub(crate) fn push_values<'b>(
    names: Names<'b, Pg>,
    side: &str,
    row: At,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    let shown: Vec<usize> = names.meta.shown().collect();
    sql::separated(shown.chunks(PAIRS), " || ", out, |columns, out| {
        out.push_sql("jsonb_build_object(");
        sql::separated(columns, ", ", out, |index, out| {
            let field = &names.meta.fields[*index];
            push_literal(field.name, out);
            out.push_sql(", ");
            if field.privacy == Privacy::Mask {
                push_masked(out);
                return Ok(());
            }
            out.push_sql("jsonb_build_object('");
            out.push_sql(side);
            out.push_sql("', ");
            push_json(names, *index, out, |out| names.qualified(row, *index, out))?;
            out.push_sql(")");
            Ok(())
        })?;
        out.push_sql(")");
        Ok(())
    })
}

/// Pushes a row as one JSON object with the columns whose values the trail shows.
pub(crate) fn push_row<'b>(names: Names<'b, Pg>, row: At, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    let shown: Vec<usize> =
        names.meta.shown().filter(|index| names.meta.fields[*index].privacy == Privacy::Plain).collect();
    sql::separated(shown.chunks(PAIRS), " || ", out, |columns, out| {
        out.push_sql("jsonb_build_object(");
        sql::separated(columns, ", ", out, |index, out| {
            push_literal(names.meta.fields[*index].name, out);
            out.push_sql(", ");
            push_json(names, *index, out, |out| names.qualified(row, *index, out))
        })?;
        out.push_sql(")");
        Ok(())
    })
}

/// Where a statement finds the values of a column before and after a write.
#[derive(Debug, Clone, Copy)]
enum Sides {
    /// In the rows that the write returned.
    Returned,
    /// Next to the old row, before the write.
    Beside,
    /// In the two rows of a trigger.
    Rows,
}

impl Sides {
    fn push_old<'b>(self, names: Names<'b, Pg>, index: usize, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        match self {
            Self::Returned => push_old_value(names, index, out),
            Self::Beside => names.qualified(At::Cte(OLD), index, out),
            Self::Rows => names.qualified(At::Cte(ROW_BEFORE), index, out),
        }
    }

    fn push_new<'b>(self, names: Names<'b, Pg>, index: usize, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        match self {
            Self::Returned => names.qualified(At::Cte(NEW), index, out),
            Self::Beside => push_value_to_be(names, index, out),
            Self::Rows => names.qualified(At::Cte(ROW_AFTER), index, out),
        }
    }
}

/// Pushes the changes of a row that was written: the old and the new value of each column that differs, and the name of
/// each that is set and never read.
pub(crate) fn push_differences<'b>(
    names: Names<'b, Pg>,
    written: ColumnSet,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    let traced = names.meta.traced(written);
    let mut follows = traced.clone().next().is_some();
    push_changes(names, traced, Sides::Returned, out)?;
    for index in names.meta.unread(written) {
        out.push_sql(if std::mem::replace(&mut follows, true) { " || " } else { "" });
        out.push_sql("jsonb_build_object(");
        push_literal(names.meta.column(index).name, out);
        out.push_sql(", ");
        push_masked(out);
        out.push_sql(")");
    }
    // A write of skipped columns alone, in a model or a write without `updated_at`, has no entry.
    if !follows {
        out.push_sql("'{}'::jsonb");
    }
    Ok(())
}

/// The same for the two rows of a trigger.
pub(crate) fn push_row_differences<'b>(
    names: Names<'b, Pg>,
    columns: impl Iterator<Item = usize>,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    push_changes(names, columns, Sides::Rows, out)
}

/// Pushes the test whether one of these columns differs in the two rows of a trigger.
pub(crate) fn push_rows_differ<'b>(
    names: Names<'b, Pg>,
    columns: impl Iterator<Item = usize>,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    let mut columns = columns.peekable();
    if columns.peek().is_none() {
        out.push_sql("FALSE");
        return Ok(());
    }
    sql::separated(columns, " OR ", out, |index, out| push_difference(names, index, Sides::Rows, out))
}

fn push_changes<'b>(
    names: Names<'b, Pg>,
    columns: impl Iterator<Item = usize>,
    sides: Sides,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    sql::separated(columns, " || ", out, |index, out| {
        let field = names.meta.column(index);
        out.push_sql("CASE WHEN ");
        push_difference(names, index, sides, out)?;
        out.push_sql(" THEN jsonb_build_object(");
        push_literal(field.name, out);
        out.push_sql(", ");
        if field.privacy == Privacy::Mask {
            push_masked(out);
        } else {
            out.push_sql("jsonb_build_object('old', ");
            push_json(names, index, out, |out| sides.push_old(names, index, out))?;
            out.push_sql(", 'new', ");
            push_json(names, index, out, |out| sides.push_new(names, index, out))?;
            out.push_sql(")");
        }
        out.push_sql(") ELSE '{}'::jsonb END");
        Ok(())
    })
}

/// Pushes the test whether a significant column differs.
pub(crate) fn push_any_difference<'b>(
    names: Names<'b, Pg>,
    written: ColumnSet,
    touches: bool,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    if names.meta.has_unread(written) {
        out.push_sql("TRUE");
        return Ok(());
    }
    let mut significant = names.meta.significant(written, touches).peekable();
    if significant.peek().is_none() {
        out.push_sql("FALSE");
        return Ok(());
    }
    sql::separated(significant, " OR ", out, |index, out| push_difference(names, index, Sides::Returned, out))
}

fn push_difference<'b>(
    names: Names<'b, Pg>,
    index: usize,
    sides: Sides,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    Pg::differ(
        names.meta.column(index).encoding,
        |out| sides.push_old(names, index, out),
        |out| sides.push_new(names, index, out),
        out,
    )
}

/// Pushes `, changes = CASE WHEN title IS DISTINCT FROM .. THEN changes || .. ELSE changes END` after the other columns
/// that a write sets: it appends an entry to the log of the row if a significant column differs. Pushes nothing for a
/// model without a log, or for a write that sets no such column.
pub(crate) fn push_appended<'b>(
    names: Names<'b, Pg>,
    written: ColumnSet,
    head: Option<&'b Document>,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    let (Some(log), Some(head)) = (names.meta.change_log(), head) else { return Ok(()) };
    let mut significant =
        names.meta.logged(written).filter(|index| !names.meta.fields[*index].role.follows_writes()).peekable();
    if significant.peek().is_none() {
        return Ok(());
    }
    out.push_sql(", ");
    names.qualified(At::Bare, log, out)?;
    out.push_sql(" = CASE WHEN ");
    sql::separated(significant, " OR ", out, |index, out| push_difference(names, index, Sides::Beside, out))?;
    out.push_sql(" THEN ");
    names.qualified(At::Cte(OLD), log, out)?;
    out.push_sql(" || jsonb_build_array(");
    Pg::document(head, out)?;
    out.push_sql(" || jsonb_build_object('changes', ");
    push_changes(names, names.meta.logged(written), Sides::Beside, out)?;
    out.push_sql(")) ELSE ");
    names.qualified(At::Cte(OLD), log, out)?;
    out.push_sql(" END");
    Ok(())
}

/// Pushes the value that a column is going to have. A type with a precision (`numeric(10, 2)`, `timestamptz(3)`) rounds
/// a value when it is written, so this rounds it too.
fn push_value_to_be<'b>(names: Names<'b, Pg>, index: usize, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    let field = &names.meta.fields[index];
    let rounds = matches!(
        field.encoding,
        Encoding::Decimal | Encoding::Instant | Encoding::InstantText | Encoding::Naive | Encoding::Time
    );
    if !rounds {
        return push_new_value(names, index, out);
    }
    out.push_sql("(jsonb_populate_record(NULL::");
    names.table(out)?;
    out.push_sql(", jsonb_build_object('");
    out.push_sql(&field.column.replace('\'', "''"));
    out.push_sql("', ");
    push_new_value(names, index, out)?;
    out.push_sql("::text))).");
    names.qualified(At::Bare, index, out)
}

/// Pushes the name under which the old row carries the value that a column is going to have.
pub(crate) fn push_new_name<'b>(names: Names<'b, Pg>, index: usize, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    sql::prefixed("new.", names.meta.column(index), out)
}

/// Pushes that value, as it was bound.
pub(crate) fn push_new_value<'b>(names: Names<'b, Pg>, index: usize, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    sql::within(OLD, out);
    push_new_name(names, index, out)
}

/// Field names are Rust identifiers, which cannot contain a quote.
fn push_literal(name: &str, out: &mut AstPass<'_, '_, Pg>) {
    out.push_sql("'");
    out.push_sql(name);
    out.push_sql("'");
}

fn push_masked(out: &mut AstPass<'_, '_, Pg>) {
    out.push_sql("jsonb_build_object('");
    out.push_sql(MASKED);
    out.push_sql("', TRUE)");
}

/// Pushes the key as text, in the form of `Snapshot::object_id`.
pub(crate) fn push_object_id<'b>(names: Names<'b, Pg>, row: At, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    if let [index] = names.meta.key {
        return push_text(names, row, *index, out);
    }
    sql::separated(names.meta.key, " || ',' || ", out, |index, out| {
        out.push_sql("replace(replace(");
        push_text(names, row, *index, out)?;
        out.push_sql(", '\\', '\\\\'), ',', '\\,')");
        Ok(())
    })
}

pub(crate) fn push_repr<'b>(names: Names<'b, Pg>, row: At, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    let Some(index) = names.meta.repr else {
        out.push_sql("''");
        return Ok(());
    };
    out.push_sql("left(coalesce(");
    push_text(names, row, index, out)?;
    out.push_sql(&format!(", ''), {REPR_LENGTH})"));
    Ok(())
}

/// Pushes a value as the text of its JSON form.
fn push_text<'b>(names: Names<'b, Pg>, row: At, index: usize, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    let (before, after) = text_form(names.meta.fields[index].encoding);
    out.push_sql(before);
    names.qualified(row, index, out)?;
    out.push_sql(after);
    Ok(())
}

/// Pushes the name under which an updated row carries the old value of a column.
pub(crate) fn push_old_name<'b>(names: Names<'b, Pg>, index: usize, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    sql::prefixed("old.", &names.meta.fields[index], out)
}

fn push_old_value<'b>(names: Names<'b, Pg>, index: usize, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    sql::within(NEW, out);
    push_old_name(names, index, out)
}

/// Pushes a value as an argument of `jsonb_build_object`, in the JSON form that [`Encoding`] specifies.
fn push_json<'b>(
    names: Names<'b, Pg>,
    index: usize,
    out: &mut AstPass<'_, 'b, Pg>,
    push_value: impl Fn(&mut AstPass<'_, 'b, Pg>) -> QueryResult<()>,
) -> QueryResult<()> {
    let encoding = names.meta.fields[index].encoding;
    if encoding.is_document() {
        let parts = [
            "CASE WHEN jsonb_typeof(",
            "::jsonb) = 'null' OR jsonb_exists(",
            "::jsonb, '$json') THEN jsonb_build_object('$json', ",
            ") ELSE to_jsonb(",
        ];
        for part in parts {
            out.push_sql(part);
            push_value(out)?;
        }
        out.push_sql(") END");
        return Ok(());
    }
    let (before, after) = form(encoding);
    out.push_sql(before);
    push_value(out)?;
    out.push_sql(after);
    Ok(())
}
