//! HTTP: what comes in is read within limits, and what goes out has the headers that every answer has.

use crate::keep::DeskConnection;
use crate::pages::errors;
use crate::pages::export::{self, Export};
use crate::web::answer::{Parts, cut};
use crate::web::cookie;
use crate::web::inside::{Shared, answer, frame};
use crate::web::jobs::{self, Outcome, Task, Work};
use crate::web::request::{Asked, pairs};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, OriginalUri, Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, Response, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::routing::any;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tower_http::csrf::{CsrfLayer, ProtectionError};

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// How long a request waits for its turn.
const TURN: Duration = Duration::from_secs(2);

/// The desk as a router.
pub(crate) fn router<Conn: DeskConnection>(site: Shared<Conn>) -> Router {
    let site = Arc::new(site);
    Router::new()
        .route("/", any(serve::<Conn>))
        .fallback(serve::<Conn>)
        .layer(CsrfLayer::new())
        .layer(from_fn_with_state(Arc::clone(&site), outer::<Conn>))
        .with_state(site)
}

/// The path of the desk, and the path below it.
fn split(original: &str, path: &str) -> (String, String) {
    match original.strip_suffix(path) {
        Some(prefix) => (prefix.to_owned(), path.to_owned()),
        // `/admin` is `/admin/`.
        None => (original.trim_end_matches('/').to_owned(), "/".to_owned()),
    }
}

fn text(headers: &HeaderMap, name: impl header::AsHeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Where a request comes from: the other end of the connection, or what a known proxy says of it.
fn address(request: &Request, proxies: &[IpAddr]) -> Option<IpAddr> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip())?;
    if !proxies.contains(&peer) {
        return Some(peer);
    }
    // The nearest proxy writes last; the first address from the end that is no proxy is whom it spoke to.
    let said = text(request.headers(), "x-forwarded-for").unwrap_or_default();
    let hops = said.rsplit(',').filter_map(|hop| hop.trim().parse::<IpAddr>().ok());
    hops.into_iter().find(|hop| !proxies.contains(hop)).or(Some(peer))
}

/// The request without its body.
fn read<Conn>(site: &Shared<Conn>, request: &Request) -> Asked {
    let original = request.extensions().get::<OriginalUri>().map_or_else(|| request.uri().clone(), |uri| uri.0.clone());
    let (prefix, path) = split(original.path(), request.uri().path());
    let headers = request.headers();
    let accepts = text(headers, header::ACCEPT).unwrap_or_default();
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    Asked {
        prefix,
        path,
        query: Vec::new(),
        form: Vec::new(),
        is_post: request.method() == Method::POST,
        wants_json: accepts.contains("application/json") && !accepts.contains("text/html"),
        id: uuid::Uuid::new_v4().simple().to_string(),
        ip: address(request, &site.proxies),
        agent: text(headers, header::USER_AGENT).map(|agent| cut(agent, 200).to_owned()),
        cookies: cookies.flat_map(cookie::parse).collect(),
    }
}

/// Puts the headers around every answer, also around those that no page has made.
async fn outer<Conn: DeskConnection>(
    State(site): State<Arc<Shared<Conn>>>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let asked = read(&site, &request);
    let is_head = request.method() == Method::HEAD;
    let mut response = next.run(request).await;
    if response.extensions().get::<ProtectionError>().is_some() {
        let frame = frame(&site.look, &asked);
        let words = frame.words();
        response = errors::plain(&frame, StatusCode::FORBIDDEN, words.foreign, words.foreign_text)
            .into_response(&site.jar, false);
    }
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-frame-options", "DENY"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if site.hsts {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if is_head {
        *response.body_mut() = Body::empty();
    }
    response
}

async fn serve<Conn: DeskConnection>(State(site): State<Arc<Shared<Conn>>>, request: Request) -> Response<Body> {
    let mut asked = read(&site, &request);
    let plain = |asked: &Asked, status, title: &str, text: &str| {
        errors::plain(&frame(&site.look, asked), status, title, text).into_response(&site.jar, false)
    };
    let words = &site.look.words;
    if let Some(asset) = site.assets.iter().find(|asset| asset.path == asked.path) {
        return file(asset);
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD | Method::POST) {
        let answer = errors::plain(
            &frame(&site.look, &asked),
            StatusCode::METHOD_NOT_ALLOWED,
            words.not_allowed,
            words.not_found_text,
        );
        return answer.with(header::ALLOW, "GET, HEAD, POST").into_response(&site.jar, false);
    }
    let Some(query) = pairs(request.uri().query().unwrap_or_default().as_bytes()) else {
        return plain(&asked, StatusCode::BAD_REQUEST, words.bad_request, words.too_many_fields);
    };
    asked.query = query;
    if asked.is_post {
        let read = tokio::time::timeout(site.patience, to_bytes(request.into_body(), site.body)).await;
        let Ok(read) = read else { return plain(&asked, StatusCode::REQUEST_TIMEOUT, words.slow, words.slow_text) };
        let Ok(body) = read else {
            return plain(&asked, StatusCode::PAYLOAD_TOO_LARGE, words.too_large, words.too_large_text);
        };
        let Some(form) = pairs(&body) else {
            return plain(&asked, StatusCode::BAD_REQUEST, words.bad_request, words.too_many_fields);
        };
        asked.form = form;
    }
    let turn = tokio::time::timeout(TURN, Arc::clone(&site.permits).acquire_owned()).await;
    let Ok(Ok(permit)) = turn else { return errors::busy(&frame(&site.look, &asked)).into_response(&site.jar, false) };
    let (shared, sent) = (Arc::clone(&site), asked.clone());
    let work = tokio::task::spawn_blocking(move || {
        let mut response = None;
        let lent = shared.pool.lend(&mut |conn| response = Some(answer(&shared, conn, &sent)));
        // A page that takes too long keeps its turn until it is done.
        drop(permit);
        lent.ok().and(response)
    });
    match tokio::time::timeout(site.patience, work).await {
        Ok(Ok(Some(mut response))) => {
            if let Some(task) = response.extensions_mut().remove::<Task>() {
                begin(&site, task);
            }
            exported(&site, response).await
        }
        Ok(Ok(None)) => errors::busy(&frame(&site.look, &asked)).into_response(&site.jar, false),
        Ok(Err(_)) => {
            (site.look.log)(&format!("request {} panicked", asked.id));
            errors::internal(&frame(&site.look, &asked)).into_response(&site.jar, false)
        }
        Err(_) => plain(&asked, StatusCode::SERVICE_UNAVAILABLE, words.slow, words.slow_text),
    }
}

/// Begins a job, which goes on when the answer is sent.
fn begin<Conn: DeskConnection>(site: &Arc<Shared<Conn>>, task: Task) {
    let site = Arc::clone(site);
    tokio::spawn(async move {
        let Ok(_permit) = site.job_permits.acquire().await else { return };
        let (shared, id) = (Arc::clone(&site), task.id);
        let work = tokio::task::spawn_blocking(move || {
            let mut outcome = None;
            let lent = shared.pool.lend(&mut |conn| outcome = Some(jobs::run(&shared.desk, &shared.jobs, conn, &task)));
            lent.ok().and(outcome)
        });
        let outcome = work.await.ok().flatten().and_then(Result::ok);
        if outcome.is_none() {
            (site.look.log)(&format!("the job {id} ended early"));
        }
        site.jobs.end(id, outcome);
    });
}

/// Sends the rows of a file, if that is what was asked for.
async fn exported<Conn: DeskConnection>(site: &Arc<Shared<Conn>>, mut response: Response<Body>) -> Response<Body> {
    let Some(export) = response.extensions_mut().remove::<Export>() else { return response };
    let Ok(permit) = Arc::clone(&site.permits).acquire_owned().await else { return response };
    let (to, parts) = tokio::sync::mpsc::channel(2);
    let shared = Arc::clone(site);
    tokio::task::spawn_blocking(move || {
        let mut done = Ok(());
        let job = shared.jobs.note(&export.staff.id, &export.url, Work::Export);
        let told = |rows| shared.jobs.told(job, rows, None);
        let lent = shared.pool.lend(&mut |conn| done = export::send(&shared.desk, conn, &export, &to, &told));
        shared.jobs.end(job, (done.is_ok() && lent.is_ok()).then_some(Outcome::Sent));
        if done.is_err() || lent.is_err() {
            // The file ends early; what it has is right.
            (shared.look.log)(&format!("the export of {} ended early", export.url));
        }
        drop(permit);
    });
    *response.body_mut() = Body::new(Parts(parts));
    response
}

fn file(asset: &crate::assets::Asset) -> Response<Body> {
    let mut response = Response::new(Body::from(asset.text.clone()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    response
}
