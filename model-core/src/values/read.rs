//! Deserializes generated values from what a client sent.

use crate::meta::Field;
use crate::meta::builder::Detached;
use crate::model::Model;
use crate::model::key::KeyValue;
use crate::values::Values;
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;

/// A name under which a client sends a column.
#[derive(Debug, Clone, Copy)]
pub struct Input {
    column: usize,
    name: &'static str,
    /// A key that the library or the database makes is never taken from a client.
    open: bool,
}

impl Input {
    /// A column that a client may send.
    pub const fn of(column: usize, name: &'static str) -> Self {
        Self { column, name, open: true }
    }

    /// A key, which a client may send if the application makes it.
    pub const fn of_key<K: KeyValue>(column: usize, name: &'static str) -> Self {
        Self { column, name, open: !K::MADE }
    }
}

/// A new row that a client may send as a whole. No type implements it: the derive asks for it when a required field is
/// closed.
#[diagnostic::on_unimplemented(
    message = "`{New}` cannot be read from what a client sends: a required field of it is closed",
    label = "a client may not send every required field of `{New}`",
    note = "read `{New}Input` instead, set the closed fields with its setters, and call `.build()`"
)]
pub trait ReadWhole<'de, New> {
    /// Never called.
    ///
    /// # Errors
    /// Those of the deserializer.
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<New, D::Error>;
}

/// The values of a model whose fields can be deserialized. Generated; not implemented by hand.
#[diagnostic::on_unimplemented(
    message = "this patch cannot be deserialized",
    note = "each field's type needs `serde::Deserialize`"
)]
pub trait ReadValues<'de>: Values {
    /// Reads the value of one column.
    ///
    /// # Errors
    /// The input does not fit the field.
    fn read<A: MapAccess<'de>>(&mut self, column: usize, map: &mut A) -> Result<(), A::Error>;
}

/// Reads one value into its slot.
///
/// # Errors
/// The input does not fit the field.
pub fn read<'de, T: Deserialize<'de>, A: MapAccess<'de>>(slot: &mut Option<T>, map: &mut A) -> Result<(), A::Error> {
    *slot = Some(map.next_value()?);
    Ok(())
}

/// Reads a new row from a map of field names to values: fields of `allowed` only, and all fields of `needed`.
///
/// # Errors
/// An unknown, duplicate or missing field, or a value that does not fit.
pub fn read_new<'de, N, V, D>(
    deserializer: D,
    allowed: &[Input],
    needed: &[Input],
    new: fn(V) -> N,
) -> Result<N, D::Error>
where
    V: ReadValues<'de>,
    D: Deserializer<'de>,
{
    read_values(deserializer, allowed, needed).map(new)
}

/// Reads a patch, which needs no field.
///
/// # Errors
/// As for [`read_new`].
pub fn read_patch<'de, P, V, D>(deserializer: D, allowed: &[Input], patch: fn(Detached, V) -> P) -> Result<P, D::Error>
where
    V: ReadValues<'de>,
    D: Deserializer<'de>,
{
    read_values(deserializer, allowed, &[]).map(|values| patch(Detached, values))
}

fn read_values<'de, V, D>(deserializer: D, allowed: &[Input], needed: &[Input]) -> Result<V, D::Error>
where
    V: ReadValues<'de>,
    D: Deserializer<'de>,
{
    let visitor = FieldsVisitor { allowed, needed, member: None, values: PhantomData::<(V, IgnoredAny)> };
    deserializer.deserialize_map(visitor).map(|(values, _)| values)
}

/// Reads a child; the field that holds the row of its parent contains the fields of the parent.
///
/// # Errors
/// As for [`read_new`].
pub fn read_halves<'de, V, P, D>(
    deserializer: D,
    allowed: &[Input],
    needed: &[Input],
    member: &'static str,
) -> Result<(V, Option<P>), D::Error>
where
    V: ReadValues<'de>,
    P: Deserialize<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_map(FieldsVisitor { allowed, needed, member: Some(member), values: PhantomData })
}

struct FieldsVisitor<'f, V> {
    allowed: &'f [Input],
    needed: &'f [Input],
    /// The field that holds the row of a parent.
    member: Option<&'static str>,
    values: PhantomData<V>,
}

impl<'de, V: ReadValues<'de>, P: Deserialize<'de>> Visitor<'de> for FieldsVisitor<'_, (V, P)> {
    type Value = (V, Option<P>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a map of the fields of {}", V::Model::META.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let fields: &'static [Field] = V::Model::META.fields;
        let (mut values, mut parent) = (V::default(), None);
        while let Some(name) = map.next_key::<String>()? {
            if let Some(member) = self.member.filter(|member| *member == name) {
                if parent.replace(map.next_value()?).is_some() {
                    return Err(A::Error::duplicate_field(member));
                }
                continue;
            }
            let mut open = self.allowed.iter().filter(|input| input.open);
            let Some(Input { column, name, .. }) = open.clone().find(|input| input.name == name).copied() else {
                map.next_value::<IgnoredAny>()?;
                // An alias is not named: it stands for a field that is.
                let mut known: Vec<_> = self.member.into_iter().collect();
                let first = |input: &&Input| self.allowed.iter().position(|one| one.column == input.column);
                known.extend(
                    open.by_ref()
                        .filter(|input| first(input).is_some_and(|at| self.allowed[at].name == input.name))
                        .map(|input| input.name),
                );
                let what = if fields.iter().any(|field| field.name == name) {
                    "is not for a client to set"
                } else {
                    "is unknown"
                };
                return Err(A::Error::custom(format_args!(
                    "field `{name}` {what}: expected one of {}",
                    known.join(", ")
                )));
            };
            if values.columns().contains(column) {
                return Err(A::Error::duplicate_field(name));
            }
            values.read(column, &mut map)?;
            values.columns_mut().insert(column);
        }
        match self.needed.iter().find(|input| input.open && !values.columns().contains(input.column)) {
            Some(missing) => Err(A::Error::missing_field(missing.name)),
            None => Ok((values, parent)),
        }
    }
}

/// Shows which fields are set, but no values, because some may be masked.
///
/// # Errors
/// Those of the formatter.
pub fn debug_columns<V: Values>(name: &str, values: &V, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let fields = V::Model::META.fields;
    let mut shown = f.debug_struct(name);
    for column in values.columns().iter() {
        shown.field(fields[column].name, &format_args!(".."));
    }
    shown.finish()
}
