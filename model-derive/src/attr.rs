//! From the tokens of one attribute to spanned options. Rules about a single attribute are checked here; rules between
//! options and fields are not.

pub(crate) mod choices;
mod diesel;
pub(crate) mod field;
pub(crate) mod index;
pub(crate) mod keys;
mod list;
pub(crate) mod model;
pub(crate) mod name;
pub(crate) mod ordering;
pub(crate) mod proxy;
pub(crate) mod relation;
pub(crate) mod serde;
pub(crate) mod unique;
mod value;
