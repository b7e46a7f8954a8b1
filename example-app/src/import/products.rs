//! Products out of a CSV file: `name`, `price` and `stock`, in any order.

use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::models::{NewProduct, Product};
use crate::services::shop;
use crate::text::cents;
use model_core::prelude::*;
use model_core::wire::NewFromJson;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::fmt;
use std::path::Path;

/// The columns of the file.
const COLUMNS: [&str; 3] = ["name", "price", "stock"];

/// A file of products, read and judged before anything is written.
#[derive(Debug, Default)]
pub struct ProductFile {
    /// The lines that can be imported.
    pub products: Vec<NewProduct>,
    /// The lines that cannot, with everything that is wrong with each.
    pub refused: Vec<RefusedLine>,
}

/// A line that is not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedLine {
    /// Its number in the file.
    pub line: u64,
    /// What is wrong: the field and the reason.
    pub reasons: Vec<(String, String)>,
}

impl fmt::Display for RefusedLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        for (place, (field, reason)) in self.reasons.iter().enumerate() {
            write!(f, "{}{field} {reason}", if place > 0 { "; " } else { "" })?;
        }
        Ok(())
    }
}

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stocked {
    /// How many products are new.
    pub created: usize,
    /// How many got another price or stock.
    pub changed: usize,
    /// How many were as the file says.
    pub unchanged: usize,
}

/// Reads a file of products. Nothing is written.
///
/// # Errors
/// The file cannot be read, or its first line does not have the three columns.
pub fn read_products(path: &Path) -> Result<ProductFile> {
    let failed = |problem: csv::Error| Error::file(path, problem);
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_path(path).map_err(failed)?;
    let heads = reader.headers().map_err(failed)?.clone();
    let place = |name: &str| heads.iter().position(|head| head.trim_start_matches('\u{feff}') == name);
    let places = COLUMNS.map(place);
    if places.contains(&None) || heads.len() != COLUMNS.len() {
        return Err(Error::file(path, format!("the first line must name the columns {}", COLUMNS.join(", "))));
    }
    let (mut file, mut names) = (ProductFile::default(), HashMap::new());
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            // A line that is no text can be told too: the others are read all the same.
            Err(error) if !error.is_io_error() => {
                let line = error.position().map_or(0, csv::Position::line);
                file.refused.push(RefusedLine { line, reasons: vec![("text".to_owned(), "is not UTF-8".to_owned())] });
                continue;
            }
            Err(error) => return Err(failed(error)),
        };
        let line = record.position().map_or(0, csv::Position::line);
        let values = places.map(|place| place.and_then(|place| record.get(place)).unwrap_or_default());
        let mut judged = match record.len() == COLUMNS.len() {
            true => judge(values),
            false => Err(vec![("line".to_owned(), format!("has {} values instead of 3", record.len()))]),
        };
        if let Some(first) = names.get(values[0]) {
            let mut reasons = judged.err().unwrap_or_default();
            reasons.push(("name".to_owned(), format!("is in line {first} already")));
            judged = Err(reasons);
        }
        names.entry(values[0].to_owned()).or_insert(line);
        match judged {
            Ok(product) => file.products.push(product),
            Err(reasons) => file.refused.push(RefusedLine { line, reasons }),
        }
    }
    Ok(file)
}

/// The product of a line, or everything that is wrong with it: what the file says, and what the model says to it.
fn judge([name, price, stock]: [&str; 3]) -> Result<NewProduct, Vec<(String, String)>> {
    let mut reasons = Vec::new();
    let mut sent = Map::new();
    match name {
        "" => reasons.push(("name".to_owned(), "is empty".to_owned())),
        name => drop(sent.insert("name".to_owned(), name.into())),
    }
    match cents(price) {
        Some(cents) => drop(sent.insert("price_cents".to_owned(), cents.into())),
        None => reasons.push(("price".to_owned(), "must be like 12.50".to_owned())),
    }
    match stock.parse::<i64>() {
        Ok(stock) => drop(sent.insert("stock".to_owned(), Value::from(stock))),
        Err(_) => reasons.push(("stock".to_owned(), "must be a number".to_owned())),
    }
    let named = |field: &str| if field == "price_cents" { "price".to_owned() } else { field.to_owned() };
    match Product::new_from_json(&sent) {
        Ok(new) if reasons.is_empty() => Ok(new),
        Ok(_) => Err(reasons),
        Err(errors) => {
            // A value that was not even read is missing for the model; one reason for it is enough.
            let known: Vec<String> = reasons.iter().map(|(field, _)| field.clone()).collect();
            let errors = errors.into_iter().map(|error| (named(&error.field), error.message));
            reasons.extend(errors.filter(|(field, _)| !known.contains(field)));
            Err(reasons)
        }
    }
}

/// Writes the products of a file, in one transaction.
///
/// # Errors
/// Database errors. Then nothing has been written.
pub fn stock_products(conn: &mut Conn, products: Vec<NewProduct>, by: &Actor) -> Result<Stocked> {
    db::transaction(conn, |conn| {
        let mut stocked = Stocked::default();
        for new in products {
            match shop::upsert(conn, new, by)? {
                Upserted::Created(_) => stocked.created += 1,
                Upserted::Unchanged(_) => stocked.unchanged += 1,
                _ => stocked.changed += 1,
            }
        }
        Ok(stocked)
    })
}
