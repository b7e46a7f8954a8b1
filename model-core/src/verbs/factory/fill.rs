//! Fills in what nobody has set of a new row, until the rules of the model accept it.

use super::dice::Dice;
use super::value::value;
use crate::json::judge::{One, columns};
use crate::meta::error::fields::codes;
use crate::meta::error::{Error, FieldError, Result};
use crate::meta::{Field, Meta, Role};
use crate::model::Model;
use crate::values::read::{ReadValues, read_column};
use crate::values::{Fill, Values};

/// How many values are tried for one field.
const ATTEMPTS: usize = 96;

/// Fills in the fields of a row.
pub(super) fn fill<M>(values: &mut M::Values, complete: bool, dice: &mut Dice) -> Result<()>
where
    M: Model<Values: for<'de> ReadValues<'de>>,
{
    let given = values.columns();
    let missing = columns(M::META).filter(|(at, field)| !given.contains(*at) && field.is_needed());
    let missing = missing.filter(|(_, field)| is_reference(field) || !field.in_new);
    let missing: Vec<_> = missing.map(|(_, field)| not_made(field)).collect();
    Error::from_refusals(missing)?;
    // A column, and how many values of it were tried.
    let is_open = |(at, field): &(usize, &'static Field)| !given.contains(*at) && is_made(field, complete);
    let mut open: Vec<(usize, usize)> = columns(M::META).filter(is_open).map(|(at, _)| (at, 0)).collect();
    loop {
        for (column, attempt) in &mut open {
            set::<M>(values, *column, attempt, dice)?;
        }
        let mut judge = Fill::of_nobody();
        values.judge(&mut judge);
        let refused = judge.into_refusals();
        if refused.is_empty() {
            return Ok(());
        }
        let is_refused = |column: usize| refused.iter().any(|one| one.field == M::META.column(column).name);
        open.retain(|(column, attempt)| is_refused(*column) && *attempt < ATTEMPTS);
        let is_open = |one: &FieldError| open.iter().any(|(column, _)| M::META.column(*column).name == one.field);
        // A given value stays, so its rejection stays too.
        if !refused.iter().all(is_open) {
            return Error::from_refusals(refused);
        }
    }
}

/// Whether a factory makes a value for a field that nobody has set.
fn is_made(field: &Field, complete: bool) -> bool {
    let is_own = field.role == Role::Plain && !field.slug && !field.is_left_out();
    !is_reference(field) && field.in_new && (field.is_needed() || (complete && is_own && field.nullable))
}

/// Whether the value is the key of another row, or a part of it.
fn is_reference(field: &Field) -> bool {
    field.facts.refers.is_some() || field.facts.refers_in_part
}

/// Sets a column to the next value that its type accepts.
fn set<M>(values: &mut M::Values, column: usize, attempt: &mut usize, dice: &mut Dice) -> Result<()>
where
    M: Model<Values: for<'de> ReadValues<'de>>,
{
    let (field, unique) = (M::META.column(column), is_unique(M::META, column));
    while *attempt < ATTEMPTS {
        let made = value(field, unique, *attempt, dice);
        *attempt += 1;
        if read_column(values, column, &mut One(Some(&made))).is_ok() {
            return Ok(());
        }
    }
    Error::from_refusals(vec![FieldError::new(
        field.name,
        codes::MISSING,
        "has a type that the factory cannot make a value for: set it with `.with(|new| new..)`",
    )])
}

/// Whether no two rows may have the same value.
fn is_unique(meta: &Meta, column: usize) -> bool {
    meta.key.contains(&column) || meta.uniques.iter().any(|unique| unique.columns.first() == Some(&column))
}

/// A field that the model needs, of which a factory knows no value.
fn not_made(field: &Field) -> FieldError {
    let why = match is_reference(field) {
        true => "needs a parent: give one with `.parent(&row)`, or set the field",
        false => "is closed to clients, so the factory cannot read a value for it: set it with `.with(|new| new..)`",
    };
    FieldError::new(field.name, codes::MISSING, why)
}
