//! Who reads the public site, and what their forms send.

use super::answer::{Answer, Failure};
use super::request::caller;
use super::state::App;
use crate::db::Conn;
use crate::models::{Account, Article};
use crate::services::policy::Act;
use crate::services::tokens::digest;
use crate::services::visitor::{Caller, Visitor};
use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::http::header::{COOKIE, HeaderValue};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use model_core::prelude::*;

/// The cookie of a reader who is signed in: a token, as programs have one.
const NAME: &str = "reader=";

/// A request of a browser.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) headers: HeaderMap,
    pub(crate) caller: Caller,
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let sent = parts.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = sent.flat_map(|header| header.split(';')).map(str::trim);
        let token = pairs.find_map(|pair| pair.strip_prefix(NAME)).map(str::to_owned);
        // The site looks at no header with a token, as the API looks at no cookie.
        Ok(Self { caller: caller(parts, token), headers: parts.headers.clone() })
    }
}

impl Asked {
    /// Runs some work with a connection, for whom the cookie names.
    pub(crate) async fn run<T: Send + 'static>(
        self,
        app: &App,
        work: impl FnOnce(&mut Conn, &Guest) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        app.blocking(move |conn| {
            let guest = Guest::of(conn, self.caller)?;
            work(conn, &guest)
        })
        .await
    }
}

/// A reader, signed in or not.
#[derive(Debug)]
pub(crate) struct Guest {
    pub(crate) visitor: Visitor,
    /// What the cookie has, of somebody who is signed in.
    pub(crate) token: Option<String>,
}

impl Guest {
    fn of(conn: &mut Conn, caller: Caller) -> Answer<Self> {
        if let Some(visitor) = Visitor::of(conn, &caller)? {
            let token = caller.token.filter(|_| visitor.account.is_some());
            return Ok(Self { visitor, token });
        }
        // A session that has ended is none.
        let nobody = Caller { token: None, ..caller };
        let visitor = Visitor::of(conn, &nobody)?.ok_or_else(Failure::unauthenticated)?;
        Ok(Self { visitor, token: None })
    }

    pub(crate) fn account(&self) -> Option<&Account> {
        self.visitor.account.as_ref()
    }

    /// The account by its key, which no other reader has, though two may have one name.
    pub(crate) fn reader(&self) -> Option<String> {
        self.account().map(|account| account.id.to_string())
    }

    /// Whether they may upload pictures: who may write articles.
    pub(crate) fn may_upload(&self) -> bool {
        self.visitor.may(Act::Create, Article::META, None)
    }

    fn form_token(&self) -> String {
        self.token.as_ref().map_or_else(String::new, |token| digest(format!("form {token}")))
    }

    /// The hidden field of a form, which says for whom it was made.
    pub(crate) fn token_field(&self) -> Markup {
        html! { input type="hidden" name="-csrf" value=(self.form_token()); }
    }

    /// Refuses a form that was made for somebody else.
    pub(crate) fn check(&self, sent: Option<&str>) -> Answer<()> {
        match sent == Some(&*self.form_token()) {
            true => Ok(()),
            false => Err(Failure::new(403, "foreign", "The form is out of date")),
        }
    }
}

/// What a form sends: pairs of names and texts.
#[derive(Debug, Clone)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    pub(crate) fn read(bytes: &Bytes) -> Answer<Self> {
        let read = serde_html_form::from_bytes(bytes);
        read.map(Self).map_err(|_| Failure::new(400, "malformed", "The form cannot be read"))
    }

    /// The text of a field; empty where there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.sent(name).unwrap_or_default()
    }

    pub(crate) fn sent(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
    }
}

/// The parameter of an address, without a complaint about others.
pub(crate) fn parameter(query: Option<&str>, name: &str) -> String {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(query.unwrap_or_default()).unwrap_or_default();
    pairs.into_iter().find(|(known, _)| known == name).map(|(_, text)| text).unwrap_or_default()
}

/// A way back within the site; to its start where it could lead elsewhere.
pub(crate) fn inside(next: &str) -> &str {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_".contains(&byte);
    let is_path = next.starts_with('/') && !next.contains("//") && next.bytes().all(plain);
    if is_path { next } else { "/" }
}

/// Goes on to another page, by GET.
pub(crate) fn go(to: &str) -> Response {
    Redirect::to(to).into_response()
}

/// The same with the cookie of a reader; without a token, the cookie ends.
pub(crate) fn go_with(to: &str, token: Option<&str>, days: u32) -> Response {
    let age = token.map_or(0, |_| days * 86_400);
    let cookie = format!("{NAME}{}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}", token.unwrap_or_default());
    let mut response = go(to);
    response.headers_mut().extend(HeaderValue::from_str(&cookie).map(|value| (header::SET_COOKIE, value)));
    response
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn a_way_back_stays_inside() {
        for good in ["/", "/articles/a-story", "/tags/weather", "/pictures"] {
            assert_eq!(inside(good), good);
        }
        for bad in
            ["", "//evil.example", "https://evil.example", "/\\evil", "/a//b", "javascript:x", "/a?b", "/%2f%2fx"]
        {
            assert_eq!(inside(bad), "/", "{bad}");
        }
    }
}
