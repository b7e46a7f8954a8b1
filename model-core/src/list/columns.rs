//! The columns that a list may name, checked while the application is compiled.

use crate::meta::encoding::Encoding;
use crate::meta::{Field, Meta, Privacy, SqlType, same};
use crate::model::Model;
use diesel::Column;

/// What a list does with a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// Compares it with values.
    Filter,
    /// Compares it with values that are larger or smaller, or sorts by it.
    Order,
    /// Looks for a text in it.
    Text,
}

/// The index of a column that a list may use in this way.
pub(crate) const fn place(meta: &Meta, column: &str, by_field: bool, using: Use) -> Result<usize, &'static str> {
    let mut index = 0;
    while index < meta.fields.len() {
        let name = if by_field { meta.fields[index].name } else { meta.fields[index].column };
        if same(name, column) {
            return match fault(&meta.fields[index], using) {
                Some(fault) => Err(fault),
                None => Ok(index),
            };
        }
        index += 1;
    }
    let mut index = 0;
    while index < meta.write_only.len() {
        let name = if by_field { meta.write_only[index].name } else { meta.write_only[index].column };
        if same(name, column) {
            return Err("a list cannot name a write-only column: clients could guess its values one request at a time");
        }
        index += 1;
    }
    Err("the model has no such column")
}

/// Why a list may not use a column.
const fn fault(field: &Field, using: Use) -> Option<&'static str> {
    // A column that the trail skips is no secret: a counter is skipped because it changes with every visit.
    if matches!(field.privacy, Privacy::Mask) {
        return Some("a list cannot name a masked column: clients could guess its values by filters or orders");
    }
    let is_text = matches!(field.encoding, Encoding::Text);
    match field.sql {
        SqlType::Unknown => {
            return Some("a list cannot name a column of an unknown SQL type: say it in `#[model(sql_type = \"..\")]`");
        }
        SqlType::Named(name) if is_text && field.facts.choices.is_empty() && !is_text_type(name) => {
            return Some("a list cannot name a column of a type of the database's own, unless the field has `Choices`");
        }
        _ => {}
    }
    match (using, field.encoding) {
        (_, Encoding::Bytes | Encoding::Json | Encoding::Jsonb | Encoding::Native) => {
            Some("a list cannot compare documents, bytes, arrays and other types of one database")
        }
        (Use::Text, _) if !is_text => Some("a list can search for text only in text columns"),
        (Use::Text, _) if !field.facts.choices.is_empty() => {
            Some("a list cannot search for text in a column of choices: filter by it")
        }
        _ => None,
    }
}

/// Whether values of a type with this name are compared with text as text.
const fn is_text_type(name: &str) -> bool {
    begins(name, "char") || begins(name, "varchar") || begins(name, "text") || begins(name, "citext")
}

const fn begins(name: &str, with: &str) -> bool {
    match name.as_bytes().split_at_checked(with.len()) {
        Some((start, _)) => start.eq_ignore_ascii_case(with.as_bytes()),
        None => false,
    }
}

/// Stops the compiler at a column that the list may not use.
pub(crate) const fn checked(meta: &Meta, column: &str, using: Use) -> usize {
    match place(meta, column, false, using) {
        Ok(index) => index,
        Err(fault) => panic!("{}", fault),
    }
}

/// A column of the table of `M`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a column of `{M}`",
    label = "a list of `{M}` can name only columns of its own table",
    note = "for a column of a parent, write `.filter_parent(articles::author_id, authors::name)`"
)]
pub trait ColumnOf<M> {
    /// The column, to compare with values.
    #[doc(hidden)]
    const FILTER: usize;
    /// The column, to compare with larger and smaller values.
    #[doc(hidden)]
    const ORDER: usize;
    /// The column, to look for a text in.
    #[doc(hidden)]
    const TEXT: usize;
}

#[diagnostic::do_not_recommend]
impl<M: Model, C: Column<Table = M::Table>> ColumnOf<M> for C {
    const FILTER: usize = checked(M::META, C::NAME, Use::Filter);
    const ORDER: usize = checked(M::META, C::NAME, Use::Order);
    const TEXT: usize = checked(M::META, C::NAME, Use::Text);
}

/// A tuple of up to eight columns of the table of `M`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of columns of `{M}`",
    label = "expected up to eight columns of the table of `{M}`",
    note = "one column is a tuple too: `(articles::title,)`"
)]
pub trait ColumnsOf<M> {
    /// The columns, to sort by.
    #[doc(hidden)]
    const ORDER: &'static [usize];
    /// The columns, to look for a text in.
    #[doc(hidden)]
    const TEXT: &'static [usize];
}

macro_rules! tuples {
    ($($($part:ident)+;)+) => {$(
        impl<M, $($part: ColumnOf<M>),+> ColumnsOf<M> for ($($part,)+) {
            const ORDER: &'static [usize] = &[$($part::ORDER),+];
            const TEXT: &'static [usize] = &[$($part::TEXT),+];
        }
    )+};
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
}
