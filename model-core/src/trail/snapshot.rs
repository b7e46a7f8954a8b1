//! The values of a row as JSON, where the database does not make it.

use crate::meta::column_set::ColumnSet;
use crate::meta::{Field, Meta};
use crate::trail::decode::Decode;
use crate::trail::json;
use crate::values::Values;
use crate::values::exact::Exact;
use diesel::deserialize::Result;
use diesel::row::{Field as _, Row};
use serde_json::Value;
use std::borrow::Cow;

/// The JSON of each column of a row, in the order of the fields, in one text; empty for a column that is not needed.
pub(crate) struct Snapshot {
    json: String,
    /// Where the JSON of each column ends.
    ends: Vec<usize>,
    /// The columns that contain a NUL character.
    nul: ColumnSet,
}

impl Snapshot {
    /// Reads a row that begins with the columns of a model. A number after them says which columns are needed; without
    /// it, all are.
    pub(crate) fn read<'a, DB: Decode>(fields: &[Field], row: &impl Row<'a, DB>) -> Result<Self> {
        let traced = match Row::get(row, fields.len()) {
            Some(cell) => ColumnSet::of_number(DB::read_count(cell.value())?),
            None => ColumnSet::of(fields.iter().map(|_| true)),
        };
        // Enough for most kinds of values.
        let mut json = String::with_capacity(fields.len() * 16);
        let mut ends = Vec::with_capacity(fields.len());
        let mut nul = ColumnSet::default();
        for (index, field) in fields.iter().enumerate() {
            if !traced.contains(index) {
                ends.push(json.len());
                continue;
            }
            let cell = Row::get(row, index).ok_or("a column is missing from the row")?;
            match cell.value() {
                None => json.push_str("null"),
                Some(raw) => {
                    if DB::write_json(field.encoding, raw, &mut json)? {
                        nul.insert(index);
                    }
                }
            }
            ends.push(json.len());
        }
        Ok(Self { json, ends, nul })
    }

    /// Makes a row from known values without reading it, for these columns.
    pub(crate) fn of_values(fields: &[Field], values: &impl Values, traced: ColumnSet) -> Option<Self> {
        Self::of_exact(fields, &|index| values.exact(index), traced)
    }

    fn of_exact<'v>(fields: &[Field], exact: &dyn Fn(usize) -> Option<Exact<'v>>, traced: ColumnSet) -> Option<Self> {
        let mut text = String::with_capacity(fields.len() * 16);
        let mut ends = Vec::with_capacity(fields.len());
        let mut nul = ColumnSet::default();
        for index in 0..fields.len() {
            if !traced.contains(index) {
                ends.push(text.len());
                continue;
            }
            match exact(index)? {
                Exact::Null => text.push_str("null"),
                Exact::Bool(value) => text.push_str(if value { "true" } else { "false" }),
                Exact::Integer(value) => json::number(value, &mut text),
                Exact::Text(value) => {
                    json::text(value, &mut text);
                    if value.contains('\0') {
                        nul.insert(index);
                    }
                }
                Exact::Uuid(value) => json::uuid(value, &mut text),
                Exact::Instant(value) => json::instant(value, &mut text),
                Exact::Naive(value) => json::naive(value, &mut text),
                Exact::Date(value) => json::plain(value, &mut text),
                Exact::Document(_) | Exact::OtherYear => return None,
            }
            ends.push(text.len());
        }
        Some(Self { json: text, ends, nul })
    }

    /// The JSON of a column.
    pub(crate) fn get(&self, column: usize) -> &str {
        let start = column.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.json[start..self.ends[column]]
    }

    /// The JSON of a column as a value.
    pub(crate) fn value(&self, column: usize) -> Value {
        // The text was written as JSON.
        serde_json::from_str(self.get(column)).unwrap_or_default()
    }

    /// Whether a column contains a NUL character.
    pub(crate) fn has_nul(&self, column: usize) -> bool {
        self.nul.contains(column)
    }

    /// The value of a column as text: a text is itself, NULL is empty, and anything else is its JSON.
    pub(crate) fn text(&self, column: usize) -> Cow<'_, str> {
        let json = self.get(column);
        match json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(text) if !text.contains('\\') => Cow::Borrowed(text),
            Some(_) => Cow::Owned(serde_json::from_str(json).unwrap_or_default()),
            None if json == "null" => Cow::Borrowed(""),
            None => Cow::Borrowed(json),
        }
    }

    /// The key of the row as text. The parts of a composite key are joined by commas, with `\` before a comma or a `\`
    /// of their own, so that no two keys have the same text.
    pub(crate) fn object_id(&self, meta: &Meta) -> Cow<'_, str> {
        match meta.key {
            [index] => self.text(*index),
            parts => {
                let escaped = parts.iter().map(|index| self.text(*index).replace('\\', "\\\\").replace(',', "\\,"));
                Cow::Owned(escaped.collect::<Vec<_>>().join(","))
            }
        }
    }
}
