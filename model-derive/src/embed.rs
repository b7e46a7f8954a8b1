//! A struct as a list of columns, those of its bases among its own. It knows the marks that tell one from the other,
//! and judges nothing: what the attributes say is read by `attr`.

mod columns;
mod flat;
mod marks;

pub(crate) use columns::{Columns, Hooked};
pub(crate) use flat::{Column, Flat, Member, Origin};
pub(crate) use marks::{fields, is_base, is_parent, named};
