//! What happens around every request: its id, the limits, the headers, and problems instead of bare statuses.

use super::answer::{Failure, of_status, problem};
use super::request::RequestId;
use super::site::refusals;
use super::state::{App, Settings};
use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use model_core::wire::Problem;
use std::any::Any;
use std::net::SocketAddr;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

/// What a browser may do with a page of the site: show it, with its own style sheet.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' https:; form-action 'self'; \
                      frame-ancestors 'none'; base-uri 'none'";
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives a request its id. What the client says about it is not believed, because the trail keeps it.
async fn named(mut request: Request, next: Next) -> Response {
    let id = uuid::Uuid::now_v7().to_string();
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    response.headers_mut().extend(HeaderValue::from_str(&id).map(|id| (REQUEST_ID, id)));
    response
}

fn id_of(request: &Request) -> String {
    request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default()
}

/// Every refusal of the API is a problem, also those of the framework.
async fn problems(request: Request, next: Next) -> Response {
    let (path, id) = (
        request
            .extensions()
            .get::<axum::extract::OriginalUri>()
            .map_or_else(|| request.uri().path().to_owned(), |uri| uri.0.path().to_owned()),
        id_of(&request),
    );
    let response = next.run(request).await;
    match response.status().is_client_error() || response.status().is_server_error() {
        true => problem(response, &path, &id),
        false => response,
    }
}

/// Counts the requests from an address.
async fn counted(State(app): State<App>, request: Request, next: Next) -> Response {
    let address = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|address| address.0.ip().to_string());
    let left = app.addresses().take(&address.unwrap_or_default());
    let mut response = match left.requests {
        Some(_) => next.run(request).await,
        None => Failure::from(
            Problem::new(429, "too_many", "There were too many requests").with("retry_after", left.seconds),
        )
        .into_response(),
    };
    let headers = [
        ("ratelimit-limit", u64::from(left.most)),
        ("ratelimit-remaining", left.requests.unwrap_or_default().into()),
        ("ratelimit-reset", left.seconds),
    ];
    response.headers_mut().extend(headers.map(|(name, value)| (HeaderName::from_static(name), value.into())));
    response
}

/// A handler that panicked.
fn panicked(_: Box<dyn Any + Send>) -> Response {
    Failure::internal("a handler panicked").into_response()
}

fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// The layers around the API.
pub(crate) fn of_api(api: Router<App>, app: &App, settings: &Settings) -> Router<App> {
    let late = StatusCode::SERVICE_UNAVAILABLE;
    api.method_not_allowed_fallback(async || of_status(StatusCode::METHOD_NOT_ALLOWED))
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(settings.body))
        .layer(TimeoutLayer::with_status_code(late, settings.patience))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(app.clone(), counted))
        .layer(middleware::from_fn(problems))
        .layer(header(header::CACHE_CONTROL, "no-store"))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(middleware::from_fn(named))
}

/// The layers around the public site.
pub(crate) fn of_site(site: Router<App>, settings: &Settings) -> Router<App> {
    let late = StatusCode::SERVICE_UNAVAILABLE;
    site.layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(settings.body))
        .layer(TimeoutLayer::with_status_code(late, settings.patience))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn(refusals))
        // A client may keep a page for itself if it asks each time whether it is the same.
        .layer(header(header::CACHE_CONTROL, "private, no-cache"))
        .layer(header(header::VARY, "cookie"))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
        .layer(header(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(middleware::from_fn(named))
}
