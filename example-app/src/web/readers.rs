//! Readers sign up, confirm their address, sign in and sign out.

use super::answer::{Answer, Failure};
use super::guest::{Asked, Form, Guest, go, go_with, inside, parameter};
use super::look::frame;
use super::state::App;
use crate::error::Error;
use crate::services::{accounts, tokens};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use maud::{Markup, html};

/// How long somebody stays signed in.
const DAYS: u32 = 30;

/// The addresses of the doors.
pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/sign-in", get(sign_in_page).post(sign_in))
        .route("/sign-up", get(sign_up_page).post(sign_up))
        .route("/confirm", get(confirm_page).post(confirm))
        .route("/sign-out", post(sign_out))
}

/// A page for one person alone: nobody keeps it.
pub(crate) fn own(status: StatusCode, guest: &Guest, title: &str, body: &Markup) -> Response {
    let page = frame(title, "/", Some(guest), body).into_string();
    (status, [("cache-control", "no-store")], Html(page)).into_response()
}

/// Counts an attempt.
fn attempt(app: &App, asked: &Asked, email: &str) -> Answer<()> {
    app.attempt(&email.trim().to_lowercase(), asked.caller.ip.as_deref().unwrap_or_default())
}

fn field(name: &str, label: &str, kind: &str, value: &str, complete: &str) -> Markup {
    html! {
        p.field {
            label for=(name) { (label) }
            input id=(name) name=(name) type=(kind) value=(value) autocomplete=(complete) required;
        }
    }
}

fn told(wrong: Option<&str>) -> Markup {
    html! { @if let Some(wrong) = wrong { p.note.bad role="alert" { (wrong) } } }
}

fn sign_in_form(guest: &Guest, email: &str, next: &str, note: Option<&str>, wrong: Option<&str>) -> Response {
    let body = html! {
        h1 { "Sign in" }
        @if let Some(note) = note { p.note role="status" { (note) } }
        (told(wrong))
        form.stack method="post" action="/sign-in" {
            input type="hidden" name="next" value=(inside(next));
            (field("email", "E-mail address", "email", email, "username"))
            (field("password", "Password", "password", "", "current-password"))
            button { "Sign in" }
        }
        p { "No account yet? " a href="/sign-up" { "Sign up" } "." }
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    own(status, guest, "Sign in", &body)
}

/// `GET /sign-in`
async fn sign_in_page(State(app): State<App>, asked: Asked, uri: Uri) -> Answer {
    let (next, confirmed) = (parameter(uri.query(), "next"), parameter(uri.query(), "said") == "confirmed");
    asked
        .run(&app, move |_, guest| {
            let note = confirmed.then_some("Your address is confirmed. You can sign in now.");
            Ok(sign_in_form(guest, "", &next, note, None))
        })
        .await
}

/// `POST /sign-in`: a session with a new token.
async fn sign_in(State(app): State<App>, asked: Asked, bytes: Bytes) -> Answer {
    let form = Form::read(&bytes)?;
    attempt(&app, &asked, form.text("email"))?;
    let request = asked.caller.request.clone();
    asked
        .run(&app, move |conn, guest| {
            let account = match accounts::sign_in(conn, form.text("email"), form.text("password"), &request) {
                Ok(account) => account,
                Err(error @ Error::Argument(_)) => {
                    let wrong = capital(&error.line());
                    return Ok(sign_in_form(guest, form.text("email"), form.text("next"), None, Some(&wrong)));
                }
                Err(error) => return Err(error.into()),
            };
            let by = account.actor(&request);
            if let Some(old) = &guest.token {
                tokens::revoke(conn, old, &by)?;
            }
            let token = tokens::issue(conn, &account, "site", DAYS, &by)?;
            Ok(go_with(inside(form.text("next")), Some(&token), DAYS))
        })
        .await
}

/// `POST /sign-out`
async fn sign_out(State(app): State<App>, asked: Asked, bytes: Bytes) -> Answer {
    let form = Form::read(&bytes)?;
    asked
        .run(&app, move |conn, guest| {
            guest.check(form.sent("-csrf"))?;
            if let Some(token) = &guest.token {
                tokens::revoke(conn, token, &guest.visitor.actor)?;
            }
            Ok(go_with("/", None, 0))
        })
        .await
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).chain(['.']).collect())
}

fn sign_up_form(guest: &Guest, form: Option<&Form>, wrong: Option<&str>) -> Response {
    let typed = |name: &str| form.map_or("", |form| form.text(name));
    let body = html! {
        h1 { "Sign up" }
        p { "With an account you can comment on articles and like them." }
        (told(wrong))
        form.stack method="post" action="/sign-up" {
            (field("name", "Name", "text", typed("name"), "name"))
            (field("email", "E-mail address", "email", typed("email"), "username"))
            (field("password", "Password, at least 8 characters", "password", "", "new-password"))
            button { "Sign up" }
        }
        p { "You have an account? " a href="/sign-in" { "Sign in" } "." }
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    own(status, guest, "Sign up", &body)
}

/// `GET /sign-up`
async fn sign_up_page(State(app): State<App>, asked: Asked) -> Answer {
    asked.run(&app, |_, guest| Ok(sign_up_form(guest, None, None))).await
}

/// `POST /sign-up`: the answer is the same whether the address has an account or not.
async fn sign_up(State(app): State<App>, asked: Asked, bytes: Bytes) -> Answer {
    let form = Form::read(&bytes)?;
    attempt(&app, &asked, form.text("email"))?;
    let listeners = app.listeners().clone();
    asked
        .run(&app, move |conn, guest| {
            let (email, name, password) = (form.text("email"), form.text("name"), form.text("password"));
            let wrong = match accounts::sign_up_by_mail(conn, email, password, name, &guest.visitor.actor, &listeners) {
                Ok(()) => None,
                Err(Error::Model(error @ model_core::Error::Invalid { .. })) => {
                    let said = error.fields().into_iter().map(|wrong| format!("{} {}", wrong.field, wrong.message));
                    Some(capital(&said.collect::<Vec<_>>().join(", ")))
                }
                Err(error @ Error::Argument(_)) => Some(capital(&error.line())),
                Err(error) => return Err(error.into()),
            };
            if wrong.is_some() {
                return Ok(sign_up_form(guest, Some(&form), wrong.as_deref()));
            }
            let body = html! {
                h1 { "Look into your mail" }
                p { "There is a mail for " strong { (email.trim()) } ". Its link confirms that the address is yours." }
            };
            Ok(own(StatusCode::OK, guest, "Look into your mail", &body))
        })
        .await
}

/// `GET /confirm`: the link of the mail. Programs follow links before people do, so this page only asks.
async fn confirm_page(State(app): State<App>, asked: Asked, uri: Uri) -> Answer {
    let [email, token] = ["email", "token"].map(|name| parameter(uri.query(), name));
    asked
        .run(&app, move |_, guest| {
            let body = html! {
                h1 { "Confirm your address" }
                form.stack method="post" action="/confirm" {
                    input type="hidden" name="email" value=(email);
                    input type="hidden" name="token" value=(token);
                    p { strong { (email) } " is my address." }
                    button { "Confirm" }
                }
            };
            Ok(own(StatusCode::OK, guest, "Confirm your address", &body))
        })
        .await
}

/// `POST /confirm`
async fn confirm(State(app): State<App>, asked: Asked, bytes: Bytes) -> Answer {
    let form = Form::read(&bytes)?;
    attempt(&app, &asked, form.text("email"))?;
    let request = asked.caller.request.clone();
    asked
        .run(&app, move |conn, _| match accounts::verify(conn, form.text("email"), form.text("token"), &request) {
            Ok(_) => Ok(go("/sign-in?said=confirmed")),
            Err(Error::Argument(_)) => {
                Err(Failure::new(410, "used", "The link was used before, or is not one of ours"))
            }
            Err(error) => Err(error.into()),
        })
        .await
}
