//! The fields that were refused, each with a code that a program can tell.

use crate::meta::error::Error;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::ops::Deref;

/// One field that was refused, and why.
///
/// [`code`](Self::code) and [`params`](Self::params) are for programs and translations: the codes are those of
/// [`codes`](mod@codes), and stay as they are. [`message`](Self::message) is for people, in English, and may change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The name of the field, as a client sends it. Empty if the mistake is not one of a single field.
    pub field: FieldName,
    /// What kind of mistake it is.
    pub code: &'static str,
    /// Why it was refused.
    pub message: String,
    /// The values in the message: `{ "max": 120, "is": 130 }`.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub params: Map<String, Value>,
}

/// The name of a field: one of the model, or one that a client has sent and that no model has.
pub type FieldName = std::borrow::Cow<'static, str>;

/// The codes of [`FieldError`], with their parameters.
pub mod codes {
    /// The field has to be sent, and was not.
    pub const MISSING: &str = "missing";
    /// No field has this name.
    pub const UNKNOWN: &str = "unknown";
    /// The field is not for a client to set.
    pub const CLOSED: &str = "closed";
    /// The field was sent twice, under two of its names.
    pub const DUPLICATE: &str = "duplicate";
    /// The field needs a value, and was sent as `null`.
    pub const NULL: &str = "null";
    /// The value is of another type: `expected` is `boolean`, `integer`, `number`, `decimal`, `string`, `hex`, `uuid`,
    /// `date-time`, `local-date-time`, `date`, `time`, `object` or `key`.
    pub const TYPE: &str = "type";
    /// The number does not fit into the column: `min`, `max`.
    pub const OUT_OF_RANGE: &str = "out_of_range";
    /// The text is not one of those that the field takes: `choices`.
    pub const CHOICE: &str = "choice";
    /// The text has too many characters: `max`, `is`.
    pub const TOO_LONG: &str = "too_long";
    /// The text has another format: `format` is the name of the rule in `#[model(validate(..))]`.
    pub const FORMAT: &str = "format";
    /// A check of the application refuses the value, or a hook does, or a constraint of the database.
    pub const CHECK: &str = "check";
    /// A database could not give the value back as it was written: a NUL character, a year that has not four digits.
    pub const NOT_STORABLE: &str = "not_storable";
    /// Another row has the value, which has to be unique.
    pub const TAKEN: &str = "taken";
    /// The row that the field refers to does not exist, or is out of reach.
    pub const MISSING_REFERENCE: &str = "missing_reference";
    /// The row that the field refers to is deleted.
    pub const PARENT_DELETED: &str = "parent_deleted";
}

impl FieldError {
    /// A field that is refused with this code of [`codes`](mod@codes), or with one of the application's own.
    pub fn new(field: impl Into<FieldName>, code: &'static str, message: impl Into<String>) -> Self {
        Self { field: field.into(), code, message: message.into(), params: Map::new() }
    }

    /// The same, with one more parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// The place of the field in the request, as a JSON pointer in a URI fragment: `#/title`.
    pub fn pointer(&self) -> String {
        if self.field.is_empty() {
            return "#".to_owned();
        }
        let mut pointer = "#/".to_owned();
        for byte in self.field.replace('~', "~0").replace('/', "~1").bytes() {
            match byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                true => pointer.push(byte.into()),
                false => pointer.push_str(&format!("%{byte:02X}")),
            }
        }
        pointer
    }

    /// A text that is longer than its field allows.
    pub(crate) fn too_long(field: &'static str, is: usize, max: usize) -> Self {
        let message = format!("is {is} characters long, but at most {max} are allowed");
        Self::new(field, codes::TOO_LONG, message).with("max", max).with("is", is)
    }
}

/// The other fields of a write that were refused: a list of [`FieldError`].
#[derive(Debug, Clone, Default)]
pub struct Others(Box<Rest>);

#[derive(Debug, Clone, Default)]
struct Rest {
    /// The first field, without the message.
    first: Option<FieldError>,
    others: Vec<FieldError>,
}

impl Deref for Others {
    type Target = [FieldError];

    fn deref(&self) -> &[FieldError] {
        &self.0.others
    }
}

impl IntoIterator for Others {
    type Item = FieldError;
    type IntoIter = std::vec::IntoIter<FieldError>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.others.into_iter()
    }
}

impl<'o> IntoIterator for &'o Others {
    type Item = &'o FieldError;
    type IntoIter = std::slice::Iter<'o, FieldError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Error {
    /// The error that refuses these fields, in this order; none if there are none.
    pub fn of_fields(refused: impl IntoIterator<Item = FieldError>) -> Option<Self> {
        let mut refused = refused.into_iter();
        let first = refused.next()?;
        Some(Self::refusing(first, refused.collect()))
    }

    /// The error that refuses a field, and others.
    pub(crate) fn refusing(mut first: FieldError, others: Vec<FieldError>) -> Self {
        let message = std::mem::take(&mut first.message);
        let field = match first.field {
            FieldName::Borrowed(name) => name,
            // A name that no field has.
            FieldName::Owned(_) => "",
        };
        Self::Invalid { field, message, others: Others(Box::new(Rest { first: Some(first), others })) }
    }

    /// Combines all refusals of one write into one error, if there are any.
    pub(crate) fn from_refusals(refusals: Vec<FieldError>) -> super::Result<()> {
        Self::of_fields(refusals).map_or(Ok(()), Err)
    }

    /// The fields that the error is about, each with a code: the fields of [`Invalid`](Self::Invalid), and the one
    /// field of a unique key, a reference, a column or a constraint that was violated. Empty if it is not about fields.
    ///
    /// It contains no value of a row, except values that a check of the application puts into its message.
    pub fn fields(&self) -> Vec<FieldError> {
        let one = |field: Option<&str>, code, message: &str| {
            let field = FieldName::Owned(field.unwrap_or_default().to_owned());
            vec![FieldError::new(field, code, message)]
        };
        match self {
            Self::Invalid { field, message, others } => {
                let first = others.0.first.clone();
                let first = first.unwrap_or_else(|| FieldError::new(*field, codes::CHECK, ""));
                let first = FieldError { message: message.clone(), ..first };
                std::iter::once(first).chain(others.iter().cloned()).collect()
            }
            Self::UniqueViolation { field, .. } => one(*field, codes::TAKEN, "is taken: another row has this value"),
            Self::ParentDeleted { parent, field } => {
                let message = format!("refers to a deleted row of {parent}");
                let mut refused = one(Some(field), codes::PARENT_DELETED, &message);
                refused[0].params.insert("parent".to_owned(), json!(parent));
                refused
            }
            // Whether there is such a row is not for the actor to know.
            Self::ParentOutOfScope { field, .. } => {
                one(Some(field), codes::MISSING_REFERENCE, "refers to a row that does not exist")
            }
            Self::NotNull { column } => one(column.as_deref(), codes::NULL, "must have a value"),
            Self::Check { .. } => one(None, codes::CHECK, "the row breaks a rule of the table"),
            _ => Vec::new(),
        }
    }
}
