//! Answers, and what an error is for a client.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use diesel_async::pooled_connection::deadpool::PoolError;
use model_async::prelude::*;
use serde_json::{Value, json};

/// An answer.
pub(crate) struct Reply(pub(crate) StatusCode, pub(crate) Value);

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        (self.0, Json(self.1)).into_response()
    }
}

/// Why there is none.
pub(crate) enum Failure {
    /// There is no token, or nobody has it.
    Unauthorized,
    /// The caller may not do this.
    Forbidden,
    /// The library or the database refused.
    Refused(Error),
    /// No connection is free.
    Busy(PoolError),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl From<diesel::result::Error> for Failure {
    fn from(error: diesel::result::Error) -> Self {
        Self::Refused(error.into())
    }
}

impl From<PoolError> for Failure {
    fn from(error: PoolError) -> Self {
        Self::Busy(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, why) = match &self {
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "a token is missing or wrong".to_owned()),
            Self::Forbidden => (StatusCode::FORBIDDEN, "only an owner may do this".to_owned()),
            Self::Refused(error) => match error {
                Error::NotFound | Error::Deleted => (StatusCode::NOT_FOUND, error.to_string()),
                Error::Invalid { .. } => (StatusCode::UNPROCESSABLE_ENTITY, error.to_string()),
                Error::UniqueViolation { .. } | Error::Conflict => (StatusCode::CONFLICT, error.to_string()),
                _ => {
                    // What the database says is not for a client.
                    eprintln!("{error}");
                    (StatusCode::INTERNAL_SERVER_ERROR, "something went wrong".to_owned())
                }
            },
            Self::Busy(error) => {
                eprintln!("{error}");
                (StatusCode::SERVICE_UNAVAILABLE, "no connection is free".to_owned())
            }
        };
        Reply(status, json!({ "error": why })).into_response()
    }
}
