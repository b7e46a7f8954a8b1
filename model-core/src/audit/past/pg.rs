//! Rows from values of the trail on PostgreSQL, which knows the types of the columns itself.
//!
//! ```sql
//! SELECT "model_past"."id", .. FROM "articles" AS "model_now", jsonb_populate_record("model_now", $1) AS "model_past"
//! WHERE "model_now"."id" = $2
//! ```

use super::{Cell, Recalls, Recollection, Source};
use crate::audit::json::{hexadecimal, instant, naive, number, text, time};
use crate::error::Result;
use crate::meta::Meta;
use crate::model::ModelOn;
use crate::sql::{self, At};
use crate::values::BindValues;
use crate::write::{Dialect, Plain, load};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment};
use serde_json::Value;

const PAST: At = At::Cte("model_past");
const NOW: At = At::Cte("model_now");

/// The values that are told, by column.
pub(super) fn told(meta: &Meta, cells: &[Option<Cell>]) -> Value {
    let columns = meta.fields.iter().zip(cells);
    let told = columns.filter_map(|(field, cell)| Some((field.column.to_owned(), json(cell.as_ref()?))));
    Value::Object(told.collect())
}

/// A value as PostgreSQL reads it into a column.
fn json(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Bool(value) => Value::Bool(*value),
        Cell::Integer(value) => (*value).into(),
        Cell::Unsigned(value) => (*value).into(),
        // A value of the trail is finite: that is how it got there.
        Cell::Float(value) => number(*value).unwrap_or_default(),
        Cell::Decimal(value) | Cell::Text(value) => Value::String(value.clone()),
        Cell::Bytes(value) => Value::String(format!("\\x{}", hexadecimal(value))),
        Cell::Uuid(value) => text(value),
        Cell::Instant(value) => instant(*value),
        Cell::Naive(value) => naive(*value),
        Cell::Date(value) => text(value),
        Cell::Time(value) => time(*value),
        Cell::Json(value) => value.clone(),
    }
}

impl<M: ModelOn<Pg>> QueryFragment<Pg> for Recollection<M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        sql::columns::<M, Pg>(PAST, &mut out)?;
        out.push_sql(" FROM ");
        match &self.source {
            Source::Row(key) => {
                sql::table::<M, Pg>(&mut out)?;
                out.push_sql(" AS \"model_now\", jsonb_populate_record(\"model_now\", ");
                Pg::json(&self.told, &mut out)?;
                out.push_sql(") AS \"model_past\" WHERE ");
                sql::separated(M::META.key.iter().enumerate(), " AND ", &mut out, |(part, index), out| {
                    sql::column::<M, Pg>(NOW, *index, out)?;
                    out.push_sql(" = ");
                    <M::Values as BindValues<Pg>>::bind_key(key, part, out.reborrow())
                })
            }
            Source::Nowhere => {
                out.push_sql("jsonb_populate_record(NULL::");
                sql::table::<M, Pg>(&mut out)?;
                out.push_sql(", ");
                Pg::json(&self.told, &mut out)?;
                out.push_sql(") AS \"model_past\"");
                Ok(())
            }
        }
    }
}

impl<Conn, M> Recalls<Conn, M> for Pg
where
    Conn: LoadConnection<Backend = Pg>,
    M: ModelOn<Pg>,
{
    fn recall(conn: &mut Conn, recollection: Recollection<M>) -> Result<Option<M>> {
        let rows: Vec<Plain<M>> = load(conn, recollection)?;
        Ok(rows.into_iter().next().map(|Plain(row)| row))
    }
}
