//! What a page answers.

use crate::data::Fail;
use crate::pages::export::Export;
use crate::web::cookie;
use crate::web::jobs::Task;
use crate::web::secret::encode;
use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, Response, StatusCode};
use http_body::Frame;
use maud::Markup;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc::Receiver;

/// An answer, before it has the headers that all answers have.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) content: Content,
    pub(crate) location: Option<String>,
    pub(crate) flash: Option<String>,
    /// What begins after it.
    pub(crate) task: Option<Task>,
    /// Other headers.
    pub(crate) headers: Vec<(axum::http::HeaderName, String)>,
}

#[derive(Debug)]
pub(crate) enum Content {
    Empty,
    Page(Markup),
    Json(String),
    /// A file: its name, its type, and what it has.
    File(String, &'static str, Box<Export>),
}

/// Why a page could not answer.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// There is no such page, or it is not for these eyes.
    NotFound,
    /// The request is not one that a page of the desk sends.
    Bad(String),
    /// What was not done, and why.
    Fail(Fail),
}

impl<F: Into<Fail>> From<F> for Refusal {
    fn from(fail: F) -> Self {
        Self::Fail(fail.into())
    }
}

pub(crate) type Answered = Result<Answer, Refusal>;

impl Answer {
    fn new(status: StatusCode, content: Content) -> Self {
        Self { status, content, location: None, flash: None, task: None, headers: Vec::new() }
    }

    pub(crate) fn page(page: Markup) -> Self {
        Self::new(StatusCode::OK, Content::Page(page))
    }

    pub(crate) fn json(text: String) -> Self {
        Self::new(StatusCode::OK, Content::Json(text))
    }

    pub(crate) fn file(name: String, kind: &'static str, export: Export) -> Self {
        Self::new(StatusCode::OK, Content::File(name, kind, Box::new(export)))
    }

    pub(crate) fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// Goes on to another address, by GET.
    pub(crate) fn go(to: impl Into<String>) -> Self {
        let empty = Self::new(StatusCode::SEE_OTHER, Content::Empty);
        Self { location: Some(to.into()), ..empty }
    }

    /// Says something on the next page.
    pub(crate) fn saying(self, flash: impl Into<String>) -> Self {
        Self { flash: Some(flash.into()), ..self }
    }

    /// Begins a job after the answer.
    pub(crate) fn starting(self, task: Task) -> Self {
        Self { task: Some(task), ..self }
    }

    pub(crate) fn with(mut self, name: axum::http::HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The answer of HTTP. `flashed` says that the request carried something that this page has now said.
    pub(crate) fn into_response(self, jar: &cookie::Jar, flashed: bool) -> Response<Body> {
        let mut kind = None;
        let (mut name, mut exported) = (None, None);
        let body = match self.content {
            Content::Empty => Body::empty(),
            Content::Page(page) => {
                kind = Some("text/html; charset=utf-8");
                Body::from(page.into_string())
            }
            Content::Json(text) => {
                kind = Some("application/json");
                Body::from(text)
            }
            Content::File(file, mime, export) => {
                exported = Some(*export);
                kind = Some(mime);
                name = Some(format!("attachment; filename=\"{file}\""));
                Body::empty()
            }
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        // The rows are read with a connection of their own, while they are sent.
        response.extensions_mut().extend(exported.map(extension).unwrap_or_default());
        response.extensions_mut().extend(self.task.map(extension).unwrap_or_default());
        let headers = response.headers_mut();
        let text = |text: &str| HeaderValue::from_str(text).ok();
        if let Some(kind) = kind {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        let pairs = [(CONTENT_DISPOSITION, name), (LOCATION, self.location)];
        for (header, value) in
            pairs.into_iter().filter_map(|(header, value)| Some((header, value?))).chain(self.headers)
        {
            headers.extend(text(&value).map(|value| (header, value)));
        }
        let said = match self.flash {
            Some(flash) => Some(jar.set(cookie::FLASH, &encode(cut(&flash, 300).as_bytes()))),
            None => flashed.then(|| jar.clear(cookie::FLASH)),
        };
        if let Some(value) = said.and_then(|cookie| text(&cookie)) {
            headers.append(SET_COOKIE, value);
        }
        response
    }
}

/// The text, cut before a character.
pub(crate) fn cut(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

fn extension<T: Clone + Send + Sync + 'static>(rest: T) -> axum::http::Extensions {
    let mut extensions = axum::http::Extensions::new();
    extensions.insert(rest);
    extensions
}

/// The parts of a file, as they are read from the database.
pub(crate) struct Parts(pub(crate) Receiver<Bytes>);

impl http_body::Body for Parts {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(cx).map(|part| part.map(|part| Ok(Frame::data(part))))
    }
}
