//! Deserializes generated values from a client's request.

use crate::meta::builder::Detached;
use crate::meta::encoding::Encoding;
use crate::meta::{Field, Meta};
use crate::model::Model;
use crate::values::Values;
use crate::values::digits::Digits;
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;

/// A new row that a client may send as a whole. No type implements it: the derive asks for it when a required field is
/// closed.
#[diagnostic::on_unimplemented(
    message = "`{New}` cannot be read from client input: it has a required field that is closed to clients",
    label = "clients may not send all of the required fields of `{New}`",
    note = "read `{New}Input` instead, set the closed fields with its setters, and call `.build()`"
)]
pub trait ReadWhole<'de, New> {
    /// Never called.
    ///
    /// # Errors
    /// Errors of the deserializer.
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<New, D::Error>;
}

/// The values of a model whose fields can be deserialized. Generated; do not implement it yourself.
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
    allowed: &[usize],
    needed: &[usize],
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
pub fn read_patch<'de, P, V, D>(deserializer: D, allowed: &[usize], patch: fn(Detached, V) -> P) -> Result<P, D::Error>
where
    V: ReadValues<'de>,
    D: Deserializer<'de>,
{
    read_values(deserializer, allowed, &[]).map(|values| patch(Detached, values))
}

fn read_values<'de, V, D>(deserializer: D, allowed: &[usize], needed: &[usize]) -> Result<V, D::Error>
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
    allowed: &[usize],
    needed: &[usize],
    member: &'static str,
) -> Result<(V, Option<P>), D::Error>
where
    V: ReadValues<'de>,
    P: Deserialize<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_map(FieldsVisitor { allowed, needed, member: Some(member), values: PhantomData })
}

/// Reads the value of one column in the encoding of the trail: bytes are hexadecimal digits.
pub(crate) fn read_column<'de, V, A>(values: &mut V, column: usize, map: &mut A) -> Result<(), A::Error>
where
    V: ReadValues<'de>,
    A: MapAccess<'de>,
{
    let digits = V::Model::META.column(column).encoding == Encoding::Bytes;
    values.read(column, &mut Digits { map, digits })?;
    values.columns_mut().insert(column);
    Ok(())
}

/// Whether a client may send a column; which of them is for a new row and which for a patch is known otherwise.
fn is_open(field: &Field) -> bool {
    field.in_new || field.in_patch
}

struct FieldsVisitor<'f, V> {
    allowed: &'f [usize],
    needed: &'f [usize],
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
        let meta: &'static Meta = V::Model::META;
        let (mut values, mut parent) = (V::default(), None);
        while let Some(name) = map.next_key::<String>()? {
            if let Some(member) = self.member.filter(|member| *member == name) {
                if parent.replace(map.next_value()?).is_some() {
                    return Err(A::Error::duplicate_field(member));
                }
                continue;
            }
            let open = || self.allowed.iter().copied().filter(|column| is_open(meta.column(*column)));
            let Some(column) = open().find(|column| meta.column(*column).wire_names().any(|one| one == name)) else {
                map.next_value::<IgnoredAny>()?;
                let known = open().map(|column| meta.column(column).wire_name());
                let known: Vec<_> = self.member.into_iter().chain(known).collect();
                let what = if meta.fields.iter().chain(meta.write_only).any(|field| field.name == name) {
                    "cannot be set by a client"
                } else {
                    "is unknown"
                };
                return Err(A::Error::custom(format_args!(
                    "field `{name}` {what}: expected one of {}",
                    known.join(", ")
                )));
            };
            if values.columns().contains(column) {
                return Err(A::Error::duplicate_field(meta.column(column).wire_name()));
            }
            read_column(&mut values, column, &mut map)?;
        }
        // Of a key that is made, no value is needed.
        let mut needed = self.needed.iter().filter(|column| is_open(meta.column(**column)));
        match needed.find(|column| !values.columns().contains(**column)) {
            Some(missing) => Err(A::Error::missing_field(meta.column(*missing).wire_name())),
            None => Ok((values, parent)),
        }
    }
}

/// Shows which fields are set, but no values, because some may be masked.
///
/// # Errors
/// Errors of the formatter.
pub fn debug_columns<V: Values>(name: &str, values: &V, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut shown = f.debug_struct(name);
    for column in values.columns().iter() {
        shown.field(V::Model::META.column(column).name, &format_args!(".."));
    }
    shown.finish()
}
