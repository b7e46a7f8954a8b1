//! What a client gets back: JSON, or a problem (RFC 9457).

use crate::error::Error;
use axum::body::Body;
use axum::http::header::{self, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use diesel::result::Error as DieselError;
use model_core::Error as ModelError;
use model_core::list::ListErrors;
use model_core::meta::Meta;
use model_core::wire::{FieldError, Problem};
use serde_json::{Value, json};
use std::fmt;

/// Why a request is not answered as it wishes.
#[derive(Clone)]
pub(crate) struct Failure {
    pub(crate) problem: Box<Problem>,
    /// What the log says of it, without the values of a row.
    pub(crate) why: Option<String>,
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.problem.kind, self.problem.detail)
    }
}

/// The result of a handler.
pub(crate) type Answer<T = Response> = Result<T, Failure>;

impl Failure {
    pub(crate) fn new(status: u16, code: &str, title: &str) -> Self {
        Problem::new(status, code, title).into()
    }

    pub(crate) fn detailed(mut self, detail: impl Into<String>) -> Self {
        self.problem.detail = Some(detail.into());
        self
    }

    /// Nobody is signed in.
    pub(crate) fn unauthenticated() -> Self {
        Self::new(401, "unauthenticated", "A valid token is needed").detailed("send `Authorization: Bearer <token>`")
    }

    /// Somebody may not do this.
    pub(crate) fn forbidden() -> Self {
        Self::new(403, "forbidden", "The account may not do this")
    }

    pub(crate) fn not_found() -> Self {
        Self::new(404, "not_found", "There is nothing at this address")
    }

    /// Something broke.
    pub(crate) fn internal(why: impl Into<String>) -> Self {
        let problem = Box::new(Problem::new(500, "internal", "Something went wrong"));
        Self { problem, why: Some(why.into()) }
    }

    /// The same with the fields under the names of this model.
    pub(crate) fn of(self, meta: &'static Meta) -> Self {
        Self { problem: Box::new(self.problem.of(meta)), ..self }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self { problem: Box::new(problem), why: None }
    }
}

impl From<Vec<FieldError>> for Failure {
    fn from(errors: Vec<FieldError>) -> Self {
        Problem::invalid(errors).into()
    }
}

impl From<ModelError> for Failure {
    fn from(error: ModelError) -> Self {
        let problem = Problem::from(&error);
        let why = (problem.status == 500).then(|| match &error {
            // The words of the database can have a value of the row in them.
            ModelError::Database(DieselError::DatabaseError(kind, _)) => format!("the database: {kind:?}"),
            other => other.to_string(),
        });
        Self { problem: Box::new(problem), why }
    }
}

impl From<DieselError> for Failure {
    fn from(error: DieselError) -> Self {
        ModelError::from(error).into()
    }
}

impl From<ListErrors> for Failure {
    fn from(errors: ListErrors) -> Self {
        let mut problem = Problem::new(400, "parameter", "Some parameters were refused");
        let errors: Vec<Value> = (errors.errors().iter())
            .map(|error| json!({ "parameter": error.parameter, "code": error.code, "message": error.message }))
            .collect();
        problem.more.insert("parameters".to_owned(), errors.into());
        problem.into()
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let words = || error.line();
        let (status, code, title) = match &error {
            Error::Model(_) => (0, "", ""),
            Error::NotFound(_) | Error::NoEntry(_) | Error::DidNotExist { .. } | Error::UnknownPast { .. } => {
                (404, "not_found", "There is no such row")
            }
            Error::Deleted(_) => (410, "deleted", "The row is deleted"),
            Error::NotDeleted(_) => (409, "not_deleted", "The row is not deleted"),
            Error::ValueInUse { .. } | Error::AlreadyExists(_) => (409, "taken", "Another row has this value"),
            Error::ParentDeleted { .. } => (409, "parent_deleted", "What the row belongs to is deleted"),
            Error::SoldOut { .. } => (409, "sold_out", "There is not enough in stock"),
            Error::NotReverted { .. } | Error::InvalidTransition { .. } => (409, "refused", "This cannot be done now"),
            Error::Argument(_) | Error::MalformedId(_) | Error::Ambiguous(_) | Error::DifferentRow { .. } => {
                (422, "invalid", "The request was refused")
            }
            _ => (500, "internal", "Something went wrong"),
        };
        match error {
            Error::Model(error) => error.into(),
            _ if status == 500 => Self::internal(words()),
            _ => Self::new(status, code, title).detailed(words()),
        }
    }
}

/// The problem goes along, so that the outermost layer can write it with the id of the request.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// What the framework refuses has a status and no words that a client should see.
pub(crate) fn of_status(status: StatusCode) -> Failure {
    let (code, title) = match status.as_u16() {
        400 => ("malformed", "The request cannot be read"),
        401 => return Failure::unauthenticated(),
        403 => ("forbidden", "The request was refused"),
        404 => return Failure::not_found(),
        405 => ("method", "The method is not for this address"),
        408 | 503 => ("busy", "The newsroom is busy: try again"),
        413 => ("too_large", "The request is too large"),
        415 => ("media_type", "The request is not JSON"),
        429 => ("too_many", "There were too many requests: try again later"),
        _ => return Failure::internal(format!("an answer with the status {status}")),
    };
    Failure::new(status.as_u16(), code, title)
}

/// The answer with a problem, in the place of another one, of which it keeps the headers.
pub(crate) fn problem(response: Response, path: &str, request: &str) -> Response {
    let (mut parts, _) = response.into_parts();
    let failure = parts.extensions.remove::<Failure>().unwrap_or_else(|| of_status(parts.status));
    if let Some(why) = &failure.why {
        eprintln!("newsroom: request {request}: {why}");
    }
    let problem = failure.problem.at(path).with("request_id", request);
    if let Some(seconds) = problem.retry_after() {
        parts.headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    parts.status = StatusCode::from_u16(problem.status).unwrap_or(parts.status);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(Problem::MEDIA_TYPE));
    parts.headers.remove(header::CONTENT_LENGTH);
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    Response::from_parts(parts, Body::from(body))
}

/// A JSON answer.
pub(crate) fn json(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// The tag of a version, or of a text where there is no version.
pub(crate) fn tag(version: Option<i64>, body: &str) -> String {
    match version {
        Some(version) => format!("\"v{version}\""),
        None => format!("\"{}\"", &crate::services::tokens::digest(body)[..20]),
    }
}

/// The answer with this tag, or 304 if the client has it already.
pub(crate) fn tagged(headers: &HeaderMap, tag: &str, response: Response) -> Response {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let known = known.flat_map(|value| value.split(',')).map(|one| one.trim().trim_start_matches("W/"));
    let mut response = match known.into_iter().any(|one| one == tag || one == "*") {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => response,
    };
    if let Ok(value) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}

/// The version that a client expects: `If-Match: "v7"`.
pub(crate) fn expected(headers: &HeaderMap) -> Answer<Option<i64>> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    let version = text.strip_prefix("\"v").and_then(|text| text.strip_suffix('"')).and_then(|text| text.parse().ok());
    version.map(Some).ok_or_else(|| {
        Failure::new(412, "stale", "The row is not at this version").detailed("expected a tag such as \"v7\"")
    })
}

/// A text that is the same for everybody.
pub(crate) fn text(media: &'static str, body: String) -> Response {
    ([(header::CONTENT_TYPE, media)], body).into_response()
}
