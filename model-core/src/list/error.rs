//! Errors in the parameters of a list.

use crate::meta::error::Error;
use serde::Serialize;
use std::fmt;

/// One parameter that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ListError {
    /// The parameter, as it was sent.
    pub parameter: String,
    /// The field that it is about, if it is about one.
    pub field: Option<&'static str>,
    /// The problem, for programs: `unknown`, `repeated`, `malformed`, `unknown_choice`, `too_many`, `too_long`,
    /// `unknown_sort`, `cursor_malformed`, `cursor_of_another_list`, `cursor_direction`, `declaration`.
    pub code: &'static str,
    /// The problem, for people.
    pub message: String,
    /// The values in the message.
    pub params: Vec<(&'static str, String)>,
}

impl ListError {
    pub(crate) fn new(parameter: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self { parameter: parameter.to_owned(), field: None, code, message: message.into(), params: Vec::new() }
    }

    pub(crate) fn of(self, field: &'static str) -> Self {
        Self { field: Some(field), ..self }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((name, value.to_string()));
        self
    }
}

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.parameter, self.message)
    }
}

/// The parameters that were refused, all at once. There is at least one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ListErrors(Vec<ListError>);

impl ListErrors {
    /// The errors, if there are any.
    pub(crate) fn refuse(errors: Vec<ListError>) -> Result<(), Self> {
        if errors.is_empty() { Ok(()) } else { Err(Self(errors)) }
    }

    /// The errors, in the order of the parameters.
    pub fn errors(&self) -> &[ListError] {
        &self.0
    }
}

impl From<ListError> for ListErrors {
    fn from(error: ListError) -> Self {
        Self(vec![error])
    }
}

impl fmt::Display for ListErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().enumerate().try_for_each(|(place, error)| {
            f.write_str(if place > 0 { "; " } else { "" })?;
            error.fmt(f)
        })
    }
}

impl std::error::Error for ListErrors {}

/// As [`Error::Invalid`]: the field is the field of the first error, or `list`.
impl From<ListErrors> for Error {
    fn from(errors: ListErrors) -> Self {
        let field = errors.0.first().and_then(|error| error.field).unwrap_or("list");
        Self::invalid(field, errors.to_string())
    }
}
