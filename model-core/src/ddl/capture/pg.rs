//! The triggers of PostgreSQL: one function, which says what every event means.

use crate::ddl::capture::{self, COLUMNS, Trigger, name};
use crate::ddl::declared::TableName;
use crate::ddl::text::{literal, quoted, table};
use crate::meta::error::Result;
use crate::meta::{Meta, Privacy, Role};
use crate::sql::dialect::{Dialect, System};
use crate::sql::{At, Names};
use crate::trail::pg::{
    ROW_AFTER, ROW_BEFORE, push_object_id, push_repr, push_row_differences, push_rows_differ, push_values,
};
use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment};

/// The rows before a trigger, after it, and those that a `TRUNCATE` removes.
const OLD: At = At::Cte(ROW_BEFORE);
const NEW: At = At::Cte(ROW_AFTER);
const GONE: &str = "audit_gone";

/// Whether the statement of a client tells its writes itself. What the database does in turn, in a trigger or to rows
/// that refer to others, no statement tells.
///
/// PostgreSQL reads the condition anew for each statement, so a short one is a fast one. `!~~` is how it prints a
/// `NOT LIKE`.
const UNTOLD: &str = "pg_trigger_depth() > 0 OR \
                      current_query() !~~ 'WITH %\"model_log\" AS (INSERT INTO audit_logs (%'";

/// Who acts: the actor of the session, or the user of the database.
const DECLARE: &str = "\
#variable_conflict use_variable
DECLARE
    audit_actor TEXT := nullif(current_setting('audit.actor', true), '');
    audit_kind TEXT := coalesce(split_part(audit_actor, ':', 1), 'database');
    audit_id TEXT := CASE WHEN audit_actor IS NULL THEN session_user
        ELSE nullif(substr(audit_actor, length(audit_kind) + 2), '') END;
    audit_batch UUID := md5(pg_current_xact_id()::text || ' ' || extract(epoch FROM transaction_timestamp()))::uuid;
BEGIN
";

pub(super) fn triggers(meta: &'static Meta, of: &TableName) -> Result<Vec<Trigger>> {
    let place = TableText(table(System::Postgres, of));
    let body = format!("\n{DECLARE}{}    RETURN NULL;\nEND\n", Pg::text_of(&Body { names: Names::of(meta, &place) })?);
    let function = table(System::Postgres, &TableName { schema: of.schema.clone(), name: name(of, "") });
    let trigger = |event, when: &str, each: &str, condition: String| {
        let drop = format!("DROP TRIGGER IF EXISTS {} ON {}", quoted(System::Postgres, &name(of, event)), place.0);
        let create = format!(
            "CREATE TRIGGER {} {when} ON {} FOR EACH {each}{condition} EXECUTE FUNCTION {function}()",
            quoted(System::Postgres, &name(of, event)),
            place.0
        );
        (drop, create)
    };
    let rows = trigger("", "AFTER INSERT OR UPDATE OR DELETE", "ROW", format!(" WHEN ({UNTOLD})"));
    let truncate = trigger("truncate", "BEFORE TRUNCATE", "STATEMENT", String::new());
    let head = |parts: [&str; 2]| parts.map(str::to_owned).into();
    let of_rows = format!("FOR EACH ROW WHEN ({UNTOLD}) EXECUTE FUNCTION");
    Ok(vec![
        Trigger {
            name: name(of, ""),
            body: body.clone(),
            head: head([" AFTER INSERT OR DELETE OR UPDATE ON ", &of_rows]),
            create: vec![capture::function(of, &body), rows.0, rows.1],
        },
        Trigger {
            name: name(of, "truncate"),
            body,
            head: head([" BEFORE TRUNCATE ON ", "FOR EACH STATEMENT EXECUTE FUNCTION"]),
            create: vec![truncate.0, truncate.1],
        },
    ])
}

/// The name of a table.
struct TableText(String);

impl QueryFragment<Pg> for TableText {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(&self.0);
        Ok(())
    }
}

/// The statements of the function.
struct Body<'n> {
    names: Names<'n, Pg>,
}

impl QueryFragment<Pg> for Body<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let names = self.names;
        out.push_sql("    IF TG_OP = 'INSERT' THEN\n        ");
        push_whole(names, "'create'", "new", NEW, &mut out)?;
        out.push_sql(";\n    ELSIF TG_OP = 'DELETE' THEN\n        ");
        push_whole(names, "'hard_delete'", "old", OLD, &mut out)?;
        out.push_sql(";\n    ELSIF TG_OP = 'TRUNCATE' THEN\n        ");
        push_whole(names, "'hard_delete'", "old", At::Cte(GONE), &mut out)?;
        out.push_sql(" FROM ");
        names.table(&mut out)?;
        out.push_sql(&format!(" AS {GONE};\n    ELSIF "));
        push_rows_differ(names, names.meta.key.iter().copied(), &mut out)?;
        out.push_sql(" THEN\n        ");
        push_whole(names, "'hard_delete'", "old", OLD, &mut out)?;
        out.push_sql(";\n        ");
        push_whole(names, "'create'", "new", NEW, &mut out)?;
        out.push_sql(";\n    ELSIF ");
        push_is_significant(names, &mut out)?;
        out.push_sql(" THEN\n        ");
        push_head(names, &action(names.meta), NEW, &mut out)?;
        push_row_differences(names, shown(names.meta), &mut out)?;
        out.push_sql(", audit_batch;\n    END IF;\n");
        Ok(())
    }
}

/// The columns of which an entry tells a change, with those that the library never reads.
fn shown(meta: &'static Meta) -> impl Iterator<Item = usize> + Clone {
    let columns = 0..meta.fields.len() + meta.write_only.len();
    columns.filter(|index| meta.column(*index).privacy != Privacy::Skip)
}

/// Pushes an entry up to its changes.
fn push_head<'b>(names: Names<'b, Pg>, action: &str, row: At, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    let content_type = literal(System::Postgres, names.meta.content_type);
    out.push_sql(&format!(
        "INSERT INTO audit_logs ({COLUMNS}) SELECT clock_timestamp(), audit_kind, audit_id, {action}, {content_type}, "
    ));
    push_object_id(names, row, out)?;
    out.push_sql(", ");
    push_repr(names, row, out)?;
    out.push_sql(", ");
    Ok(())
}

/// Pushes the entry of a row that is new or gone.
fn push_whole<'b>(
    names: Names<'b, Pg>,
    action: &str,
    side: &str,
    row: At,
    out: &mut AstPass<'_, 'b, Pg>,
) -> QueryResult<()> {
    push_head(names, action, row, out)?;
    push_values(names, side, row, out)?;
    out.push_sql(", audit_batch");
    Ok(())
}

/// Pushes the test whether an update has an entry: it changes a column of the application's, or only such columns as
/// follow every write. A change of a skipped column is not told, and neither is what follows it.
fn push_is_significant<'b>(names: Names<'b, Pg>, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    let meta = names.meta;
    let follows = move |index: &usize| meta.column(*index).role.follows_writes();
    let unseen =
        |index: &usize| meta.column(*index).privacy == Privacy::Skip && meta.column(*index).role == Role::Plain;
    push_rows_differ(names, shown(meta).filter(move |index| !follows(index)), out)?;
    out.push_sql(" OR (");
    push_rows_differ(names, shown(meta).filter(follows), out)?;
    out.push_sql(") AND NOT (");
    let columns = 0..meta.fields.len() + meta.write_only.len();
    push_rows_differ(names, columns.filter(unseen), out)?;
    out.push_sql(")");
    Ok(())
}

/// What an update does to a row.
fn action(meta: &Meta) -> String {
    let Some(marker) = meta.with_role(Role::DeletedAt) else { return "'patch'".to_owned() };
    let column = quoted(System::Postgres, meta.fields[marker].column);
    let deleted = |row: &str| match meta.has_flag_marker() {
        true => format!("coalesce(\"{row}\".{column}, FALSE)"),
        false => format!("\"{row}\".{column} IS NOT NULL"),
    };
    let (old, new) = (deleted(ROW_BEFORE), deleted(ROW_AFTER));
    format!("CASE WHEN {new} AND NOT ({old}) THEN 'delete' WHEN {old} AND NOT ({new}) THEN 'restore' ELSE 'patch' END")
}
