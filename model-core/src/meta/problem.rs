//! Errors as problem details (RFC 9457), for an HTTP API.

use crate::meta::error::{Error, FieldError};
use crate::meta::{Field, Meta};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// An error as the body of an answer, in the media type [`MEDIA_TYPE`](Self::MEDIA_TYPE).
///
/// It has no value of a row, no SQL, and no name of a constraint: what a client must not see is not in it. The words of
/// a hook ([`Error::Refused`]) and of a check are the application's, and are passed on.
///
/// ```
/// use model_core::Error;
/// use model_core::wire::Problem;
///
/// let problem = Problem::from(&Error::Stale { expected: 3, found: 5 }).at("/api/v1/articles/7");
/// assert_eq!(problem.status, 412);
/// assert_eq!(
///     serde_json::to_value(&problem).unwrap(),
///     serde_json::json!({
///         "type": "/problems/stale",
///         "title": "The row was changed since it was read",
///         "status": 412,
///         "instance": "/api/v1/articles/7",
///         "current": 5,
///     }),
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Problem {
    /// What kind of problem it is, as a URI reference: `/problems/` and a code that stays as it is.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in a few words.
    pub title: String,
    /// The status of the answer.
    pub status: u16,
    /// More about this case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Where it happened: the path of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The fields that were refused: each is written as a JSON pointer, a code, a message and parameters.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "pointers")]
    pub errors: Vec<FieldError>,
    /// What else there is to say of this kind of problem.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

impl Problem {
    /// The media type of an answer with a problem.
    pub const MEDIA_TYPE: &'static str = "application/problem+json";

    /// A problem of the application's own: `Problem::new(401, "unauthenticated", "Log in first")`.
    pub fn new(status: u16, code: &str, title: impl Into<String>) -> Self {
        Self {
            kind: format!("/problems/{code}"),
            title: title.into(),
            status,
            detail: None,
            instance: None,
            errors: Vec::new(),
            more: Map::new(),
        }
    }

    /// What a client has sent and these fields refuse: the status is 422.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let title = if errors.len() == 1 { "A field was refused" } else { "Some fields were refused" };
        Self { errors, ..Self::new(422, "invalid", title) }
    }

    /// The same, of a request to this path.
    #[must_use]
    pub fn at(self, path: impl Into<String>) -> Self {
        Self { instance: Some(path.into()), ..self }
    }

    /// The same, with more about this case.
    #[must_use]
    pub fn detailed(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    /// The same, with one more member.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    /// The same, with the fields under the names by which a client sends those of this model.
    #[must_use]
    pub fn of(mut self, meta: &'static Meta) -> Self {
        let fields = || meta.fields.iter().chain(meta.write_only);
        for refused in &mut self.errors {
            let known = |field: &&Field| field.name == refused.field || field.column == refused.field;
            if let Some(field) = fields().find(known) {
                refused.field = field.wire_name().into();
            }
        }
        self
    }

    /// The same for the removal of a row: a foreign key that fails then is one that other rows hold.
    #[must_use]
    pub fn of_deletion(self) -> Self {
        match self.kind == "/problems/missing_reference" && self.errors.is_empty() {
            true => Self { instance: self.instance, ..Self::new(409, "held", "Other rows still refer to it") },
            false => self,
        }
    }

    /// After how many seconds the same request may succeed, for the header `Retry-After`.
    pub fn retry_after(&self) -> Option<u64> {
        self.more.get("retry_after").and_then(Value::as_u64)
    }
}

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        match error {
            Error::NotFound => Self::new(404, "not_found", "There is no such row"),
            Error::Deleted => Self::new(410, "deleted", "The row is deleted"),
            Error::NotDeleted => Self::new(409, "not_deleted", "The row is not deleted"),
            Error::Stale { found, .. } => {
                Self::new(412, "stale", "The row was changed since it was read").with("current", *found)
            }
            Error::Invalid { .. } | Error::NotNull { .. } | Error::Check { .. } => Self::invalid(error.fields()),
            Error::Refused { by, message } => {
                Self::new(409, "refused", "The application refused this").detailed(message.as_str()).with("by", *by)
            }
            Error::UniqueViolation { .. } => {
                Self { errors: error.fields(), ..Self::new(409, "taken", "Another row has this value") }
            }
            Error::ForeignKey { .. } => Self::new(422, "missing_reference", "A row that it refers to does not exist"),
            Error::ParentOutOfScope { .. } => Self {
                errors: error.fields(),
                ..Self::new(422, "missing_reference", "A row that it refers to does not exist")
            },
            Error::ParentDeleted { .. } => Self {
                errors: error.fields(),
                ..Self::new(422, "parent_deleted", "A row that it refers to is deleted")
            },
            Error::Restricted { by, count } => {
                Self::new(409, "held", "Other rows still refer to it").with("by", *by).with("count", *count)
            }
            Error::RowSecurity => Self::new(403, "forbidden", "This row may not be written"),
            Error::ReadOnly => {
                Self::new(503, "read_only", "Writes are not possible at the moment").with("retry_after", 30)
            }
            Error::Conflict => Self::new(503, "conflict", "The request was in conflict with another one: try again")
                .with("retry_after", 1),
            Error::CommitUnseen { .. } | Error::TransactionLost | Error::Database(_) => {
                Self::new(500, "internal", "Something went wrong")
            }
        }
    }
}

/// The refused fields, each with the place where it was sent.
fn pointers<S: Serializer>(errors: &[FieldError], serializer: S) -> Result<S::Ok, S::Error> {
    struct Placed<'e>(&'e FieldError);

    impl Serialize for Placed<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            map.serialize_entry("pointer", &self.0.pointer())?;
            map.serialize_entry("code", self.0.code)?;
            map.serialize_entry("message", &self.0.message)?;
            if !self.0.params.is_empty() {
                map.serialize_entry("params", &self.0.params)?;
            }
            map.end()
        }
    }

    let mut list = serializer.serialize_seq(Some(errors.len()))?;
    for error in errors {
        list.serialize_element(&Placed(error))?;
    }
    list.end()
}
