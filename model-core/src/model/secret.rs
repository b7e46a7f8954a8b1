//! Types whose values are secret.

/// A type whose values are secret: a field of this type, or of an `Option` of it, is masked as by `#[audit(mask)]`,
/// without an attribute. The trail says that it has changed and tells no value, rows as JSON leave it out, and lists
/// and the desk do not show it.
///
/// ```
/// # use diesel::prelude::*;
/// use model_core::fields::{Masked, Secret};
/// use model_core::prelude::*;
/// # diesel::table! { accounts (id) { id -> BigInt, name -> Text, password -> Text, } }
///
/// #[derive(Model, Debug, Clone)]
/// #[model(table = accounts, audit)]
/// pub struct Account {
///     pub id: i64,
///     pub name: String,
///     pub password: Secret<String>,
/// }
///
/// assert_eq!(format!("{:?}", Secret::new("hunter2")), "Secret(..)");
///
/// /// A type of your own, whose `Debug` keeps it secret.
/// pub struct Token(Vec<u8>);
///
/// impl Masked for Token {}
/// ```
///
/// The type itself decides what its `Debug` and its `Serialize` show: they are used wherever the application shows a
/// row.
pub trait Masked {}
