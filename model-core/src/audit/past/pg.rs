//! Makes rows from values of the trail on PostgreSQL, which converts each value to the type of its column.
//!
//! ```sql
//! SELECT "model_past"."id", .. FROM "articles" AS "model_now", jsonb_populate_record("model_now", $1) AS "model_past"
//! WHERE "model_now"."id" = $2
//! ```

use crate::audit::past::{Recalls, Recollection, Source};
use crate::meta::Meta;
use crate::meta::column_set::ColumnSet;
use crate::meta::error::Result;
use crate::meta::hex;
use crate::sql;
use crate::sql::At;
use crate::sql::dialect::Dialect;
use crate::sql::document::Document;
use crate::sql::on::ModelOn;
use crate::sql::rows::load_row;
use crate::trail::cell::Cell;
use crate::trail::json::{float, instant, naive, number, plain, text, time, uuid};
use crate::values::BindValues;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment};
use serde_json::Value;

const PAST: At = At::Cte("model_past");
const NOW: At = At::Cte("model_now");

/// The traced values, by column.
pub(crate) fn traced(meta: &Meta, cells: &[Option<Cell>]) -> Document {
    let mut out = String::new();
    for (field, cell) in meta.fields.iter().zip(cells) {
        let Some(cell) = cell else { continue };
        out.push(if out.is_empty() { '{' } else { ',' });
        text(field.column, &mut out);
        out.push(':');
        write_json(cell, &mut out);
    }
    out.push_str(if out.is_empty() { "{}" } else { "}" });
    Document::new(out)
}

/// The columns that held the `null` of JSON.
pub(crate) fn nulls(cells: &[Option<Cell>]) -> ColumnSet {
    ColumnSet::of(cells.iter().map(|cell| *cell == Some(Cell::Json(Value::Null))))
}

/// Writes a value in a form that PostgreSQL reads into a column.
fn write_json(cell: &Cell, out: &mut String) {
    match cell {
        Cell::Null => out.push_str("null"),
        Cell::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Cell::Integer(value) => number(*value, out),
        Cell::Unsigned(value) => number(*value, out),
        // A value of the trail is finite: others are refused when they are written.
        Cell::Float(value) => float(*value, out).unwrap_or_else(|_| out.push_str("null")),
        Cell::Decimal(value) | Cell::Text(value) => text(value, out),
        Cell::Bytes(value) => {
            out.push_str("\"\\\\x");
            hex::push(value, out);
            out.push('"');
        }
        Cell::Uuid(value) => uuid(*value, out),
        Cell::Instant(value) => instant(*value, out),
        Cell::Naive(value) => naive(*value, out),
        Cell::Date(value) => plain(value, out),
        Cell::Time(value) => time(*value, out),
        // `jsonb_populate_record` takes the `null` of JSON for NULL, so the statement takes it out of an object.
        Cell::Json(Value::Null) => out.push_str("{\"$json\":null}"),
        Cell::Json(value) => out.push_str(&value.to_string()),
    }
}

impl<M: ModelOn<Pg>> QueryFragment<Pg> for Recollection<M> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        sql::separated(0..M::META.fields.len(), ", ", &mut out, |index, out| {
            sql::qualified::<M, Pg>(PAST, index, out)?;
            if self.nulls.contains(index) {
                out.push_sql(" -> '$json'");
            }
            Ok(())
        })?;
        out.push_sql(" FROM ");
        match &self.source {
            Source::Row(key) => {
                sql::table::<M, Pg>(&mut out)?;
                out.push_sql(" AS \"model_now\", jsonb_populate_record(\"model_now\", ");
                Pg::document(&self.traced, &mut out)?;
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
                Pg::document(&self.traced, &mut out)?;
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
        Ok(load_row(conn, recollection)?)
    }
}

#[cfg(feature = "async")]
#[path = "../../../twins/audit/past/pg.rs"]
pub(crate) mod twin;
