//! What is read from a request.

use super::answer::{Answer, Failure, of_status};
use super::state::App;
use crate::services::visitor::Caller;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Request};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};
use std::net::SocketAddr;

/// The longest name of a program that is kept.
const AGENT: usize = 200;

/// The id of a request: the first layer makes it.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let token = match parts.headers.contains_key(AUTHORIZATION) {
            false => None,
            true => {
                let bearer = text(AUTHORIZATION).and_then(|text| text.split_once(' '));
                let bearer = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
                let (_, token) = bearer.ok_or_else(Failure::unauthenticated)?;
                Some(token.trim().to_owned())
            }
        };
        Ok(caller(parts, token))
    }
}

/// Who sends a request, with the token that it was found to have.
pub(crate) fn caller(parts: &Parts, token: Option<String>) -> Caller {
    let request = parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let ip = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|address| address.0.ip().to_string());
    let agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
    Caller { token, request, ip, agent: agent.map(|agent| agent.chars().take(AGENT).collect()) }
}

/// The JSON object of a request.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) members: Map<String, Value>,
    /// As it came.
    pub(crate) bytes: Bytes,
}

fn is_json(headers: &HeaderMap) -> bool {
    let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    ["application/json", "application/merge-patch+json"].contains(&&*media)
}

impl FromRequest<App> for Sent {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Answer<Self> {
        if !is_json(request.headers()) {
            return Err(of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let read = Bytes::from_request(request, app).await;
        let bytes = read.map_err(|refused| of_status(refused.status()))?;
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(members)) => Ok(Self { members, bytes }),
            Ok(_) => Err(of_status(StatusCode::BAD_REQUEST).detailed("expected a JSON object")),
            Err(error) => {
                // The words of the error can quote what was sent; its place is enough.
                let place = format!("line {}, column {}: this is not JSON", error.line(), error.column());
                Err(of_status(StatusCode::BAD_REQUEST).detailed(place))
            }
        }
    }
}

/// The parameters of an address, each at most once, of those that are known.
pub(crate) fn parameters<const N: usize>(query: Option<&str>, known: [&str; N]) -> Answer<[Option<String>; N]> {
    let refused = |detail: String| Failure::new(400, "parameter", "A parameter was refused").detailed(detail);
    let mut found = [const { None }; N];
    let pairs: Vec<(String, String)> = serde_html_form::from_str(query.unwrap_or_default())
        .map_err(|_| refused("the query string cannot be read".to_owned()))?;
    for (name, value) in pairs {
        let place = known.iter().position(|known| *known == name);
        let Some(place) = place else {
            let known = if N == 0 { "none is expected".to_owned() } else { format!("expected {}", known.join(", ")) };
            return Err(refused(format!("an unknown parameter: {known}")));
        };
        if found[place].replace(value).is_some() {
            return Err(refused(format!("`{}` was sent twice", known[place])));
        }
    }
    Ok(found)
}

/// A parameter that is `true`, `false` or absent.
pub(crate) fn flag(value: Option<&str>) -> Answer<bool> {
    match value {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => {
            Err(Failure::new(400, "parameter", "A parameter was refused").detailed("expected `true` or `false`"))
        }
    }
}

/// A parameter that is a number, or absent.
pub(crate) fn number(value: Option<&str>) -> Answer<Option<i64>> {
    let parsed = value.map(|text| text.parse::<i64>().ok().filter(|number| *number > 0));
    match parsed {
        None => Ok(None),
        Some(Some(number)) => Ok(Some(number)),
        Some(None) => {
            Err(Failure::new(400, "parameter", "A parameter was refused").detailed("expected a number above 0"))
        }
    }
}
