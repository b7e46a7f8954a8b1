//! A list as a file, sent while it is read.

use crate::data::{Ask, Fail, Rows};
use crate::desk::{Desk, Guarded};
use crate::keep::{DeskConnection, Keeps};
use crate::policy::Act;
use crate::staff::Staff;
use crate::web::answer::{Answer, Answered, Refusal};
use crate::web::request::{Pairs, pairs};
use crate::web::visit::Visit;
use axum::body::Bytes;
use serde_json::{Map, Value, json};
use tokio::sync::mpsc::Sender;

/// So many rows are read at a time.
const PART: usize = 1_000;
/// At most so many rows are sent.
const MOST: usize = 1_000_000;

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Csv,
    JsonLines,
}

/// A file that is to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Export {
    pub(crate) url: String,
    pub(crate) format: Format,
    pub(crate) query: Pairs,
    pub(crate) staff: Staff,
}

/// Checks what is asked for, and notes in the trail that it was taken.
pub(crate) fn begin<Conn: DeskConnection>(visit: &mut Visit<'_, Conn>, url: &str, format: Format) -> Answered {
    let model = visit.model(url)?;
    if !model.may(Act::Export, None) {
        return Err(Fail::Forbidden { act: "export", model: model.meta.name }.into());
    }
    let query = pairs(visit.asked.field("-query").unwrap_or_default().as_bytes());
    let query: Pairs = query.ok_or_else(|| Refusal::Bad(visit.words().too_many_fields.to_owned()))?;
    // A wrong parameter is told on a page, and not in the middle of a file.
    model.page(visit.conn, Ask { limit: 1, ..Ask::new(Rows::Live, query.clone()) })?;
    let names: Vec<&str> = query.iter().map(|(name, _)| name.as_str()).collect();
    let details = json!({ "model": model.meta.content_type, "format": format.ending(), "filters": names });
    <Conn::Backend as Keeps<Conn>>::event(visit.conn, "admin.export", details, &visit.actor)?;
    let export = Export { url: url.to_owned(), format, query, staff: visit.staff.clone() };
    Ok(Answer::file(format!("{url}.{}", format.ending()), format.mime(), export))
}

impl Format {
    fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }

    fn mime(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::JsonLines => "application/jsonl",
        }
    }
}

/// Sends the rows, until there are no more or nobody reads them.
pub(crate) fn send<Conn>(
    desk: &Desk<Conn>,
    conn: &mut Conn,
    export: &Export,
    to: &Sender<Bytes>,
    told: &dyn Fn(usize),
) -> Result<(), Fail> {
    let Some(model) = desk.model(&export.url, &export.staff) else { return Ok(()) };
    let fields: Vec<usize> = (0..model.meta.fields.len()).filter(|field| model.sees(*field, None)).collect();
    if export.format == Format::Csv {
        let names = fields.iter().map(|field| text_cell(model.field(*field).name)).collect::<Vec<_>>().join(",");
        if to.blocking_send(Bytes::from(format!("{names}\r\n"))).is_err() {
            return Ok(());
        }
    }
    let (mut sent, mut place) = (0, None);
    while sent < MOST {
        let mut parameters = export.query.clone();
        parameters.extend(place.take().map(|cursor| ("after".to_owned(), cursor)));
        // A file is not answered at once, so a search may read all rows.
        let within = Some(usize::MAX);
        let page = model.page(conn, Ask { limit: PART, within, ..Ask::new(Rows::Live, parameters) })?;
        let part: String = page.rows.iter().map(|row| line(&model, &fields, &row.cells, export.format)).collect();
        sent += page.rows.len();
        told(sent);
        if to.blocking_send(Bytes::from(part)).is_err() {
            return Ok(());
        }
        match page.next {
            Some(next) => place = Some(next),
            None => break,
        }
    }
    Ok(())
}

fn line<Conn>(model: &Guarded<'_, Conn>, fields: &[usize], cells: &[Value], format: Format) -> String {
    match format {
        Format::Csv => format!("{}\r\n", fields.iter().map(|field| cell(&cells[*field])).collect::<Vec<_>>().join(",")),
        Format::JsonLines => {
            let object: Map<String, Value> =
                fields.iter().map(|field| (model.field(*field).name.to_owned(), cells[*field].clone())).collect();
            format!("{}\n", Value::Object(object))
        }
    }
}

/// A value in a file of values that are separated by commas.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text_cell(text),
        document => text_cell(&document.to_string()),
    }
}

/// A text, which no spreadsheet takes for a formula.
fn text_cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::{cell, text_cell};
    use serde_json::json;

    #[test]
    fn no_cell_is_a_formula() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@x", "'@x"),
            ("\tx", "'\tx"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=a,b", "\"'=a,b\""),
            ("plain", "plain"),
        ] {
            assert_eq!(text_cell(text), expected);
        }
        assert_eq!(
            (cell(&json!(-5)), cell(&json!(null)), cell(&json!(true))),
            ("-5".into(), String::new(), "true".into())
        );
    }
}
