//! What went wrong, in the frame of every other page.

use crate::data::Fail;
use crate::pages::frame::{narrow, page};
use crate::pages::show;
use crate::web::answer::{Answer, Refusal};
use crate::web::visit::Frame;
use crate::words::fill;
use axum::http::{HeaderName, StatusCode};
use maud::html;
use model_core::Error;

/// A page that says something, and leads back.
pub(crate) fn plain(frame: &Frame<'_>, status: StatusCode, title: &str, text: &str) -> Answer {
    let words = frame.words();
    let (to, back) = match status {
        StatusCode::BAD_REQUEST => (frame.to(&frame.asked.path), words.back_to_page),
        _ => (frame.to("/"), words.back_home),
    };
    let body = html! { h1 { (title) } p { (text) } p { a href=(to) { (back) } } };
    let title = fill(words.error_title, &[title]);
    let drawn = if frame.staff.is_some() { page(frame, &title, &[], &body) } else { narrow(frame, &title, &body) };
    Answer::page(drawn).status(status)
}

/// The page of a refusal. What is not for users is in the log, by the name of the request.
pub(crate) fn refused(frame: &Frame<'_>, refusal: Refusal) -> Answer {
    let words = frame.words();
    let say = |status, title: &str, text: &str| plain(frame, status, title, text);
    let named = |model: &str| match show::named(frame.nav, model) {
        Some(known) => show::lower(&known.plural),
        None => words.this.to_owned(),
    };
    match refusal {
        Refusal::NotFound | Refusal::Fail(Fail::Missing | Fail::Core(Error::NotFound)) => {
            say(StatusCode::NOT_FOUND, words.not_found, words.not_found_text)
        }
        Refusal::Bad(text) => say(StatusCode::BAD_REQUEST, words.bad_request, &text),
        Refusal::Fail(Fail::Parameter { name, message }) => {
            say(StatusCode::BAD_REQUEST, words.bad_request, &format!("{name}: {message}"))
        }
        Refusal::Fail(Fail::Forbidden { act, model }) => {
            say(StatusCode::FORBIDDEN, words.forbidden, &fill(words.forbidden_text, &[act, &named(model)]))
        }
        Refusal::Fail(Fail::NotNow) => say(StatusCode::CONFLICT, words.not_done, words.not_now_text),
        Refusal::Fail(Fail::Fields(wrong)) => {
            let texts: Vec<String> = wrong.into_iter().map(|wrong| wrong.message).collect();
            say(StatusCode::UNPROCESSABLE_ENTITY, words.not_done, &texts.join("; "))
        }
        Refusal::Fail(Fail::Core(error)) => failed(frame, &error),
    }
}

fn failed(frame: &Frame<'_>, error: &Error) -> Answer {
    let words = frame.words();
    let say = |status, title: &str, text: &str| plain(frame, status, title, text);
    let named = |model: &str, count: usize| match show::named(frame.nav, model) {
        Some(known) => show::counted(count, false, &known.label, &known.plural),
        None => show::counted(count, false, words.row, words.rows),
    };
    match error {
        Error::Deleted => say(StatusCode::GONE, words.is_deleted, words.is_deleted_text),
        Error::NotDeleted => say(StatusCode::CONFLICT, words.not_deleted, words.not_deleted_text),
        Error::Stale { .. } => say(StatusCode::CONFLICT, words.conflict, words.changed_since),
        Error::Restricted { by, count } => {
            say(StatusCode::CONFLICT, words.cannot_delete, &fill(words.held_by, &[&named(by, *count)]))
        }
        Error::Refused { message, .. } => say(StatusCode::CONFLICT, words.not_done, message),
        Error::UniqueViolation { .. } => say(StatusCode::CONFLICT, words.not_done, words.taken_meanwhile),
        Error::ForeignKey { .. } => say(StatusCode::CONFLICT, words.not_done, words.reference_gone),
        Error::Check { .. } | Error::NotNull { .. } => {
            say(StatusCode::UNPROCESSABLE_ENTITY, words.not_done, words.refused_by_database)
        }
        Error::Conflict => {
            let retry = HeaderName::from_static("retry-after");
            say(StatusCode::SERVICE_UNAVAILABLE, words.busy, words.busy_text).with(retry, "1")
        }
        // The words of the database stay in the log: they may quote what nobody here may see.
        _ => {
            (frame.look.log)(&format!("request {} failed: {}", frame.asked.id, kind(error)));
            internal(frame)
        }
    }
}

/// What kind of error it is, without what a database says in it.
fn kind(error: &Error) -> &'static str {
    match error {
        Error::Database(_) => "error of the database",
        Error::ReadOnly => "the database is read-only",
        Error::RowSecurity => "a policy of row-level security",
        Error::TransactionLost => "the transaction was lost",
        Error::CommitUnseen { why } => why,
        _ => "unexpected error",
    }
}

pub(crate) fn internal(frame: &Frame<'_>) -> Answer {
    let words = frame.words();
    plain(frame, StatusCode::INTERNAL_SERVER_ERROR, words.broken, &fill(words.broken_text, &[&frame.asked.id]))
}

pub(crate) fn busy(frame: &Frame<'_>) -> Answer {
    let words = frame.words();
    let page = plain(frame, StatusCode::SERVICE_UNAVAILABLE, words.busy, words.busy_text);
    page.with(HeaderName::from_static("retry-after"), "2")
}
