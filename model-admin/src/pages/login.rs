//! The form to log in.

use crate::pages::frame::narrow;
use crate::web::answer::Answer;
use crate::web::visit::Frame;
use axum::http::StatusCode;
use maud::html;

/// What the form to log in says and keeps.
#[derive(Debug, Default)]
pub(crate) struct Door<'d> {
    pub(crate) name: &'d str,
    pub(crate) next: &'d str,
    /// A form that was being typed when the session ended, sealed.
    pub(crate) kept: Option<&'d str>,
    pub(crate) error: Option<&'d str>,
    pub(crate) note: Option<&'d str>,
}

pub(crate) fn form(frame: &Frame<'_>, door: &Door<'_>) -> Answer {
    let words = frame.words();
    let body = html! {
        h1 { (frame.look.name) }
        @if let Some(note) = door.note { div.note.stack role="status" { p { (note) } } }
        @if let Some(error) = door.error { div.errors.stack id="errors" role="alert" tabindex="-1" { p { (error) } } }
        form.stack method="post" action=(frame.to("/-/login")) {
            (super::frame::token(frame))
            input type="hidden" name="next" value=(door.next);
            @if let Some(kept) = door.kept { input type="hidden" name="-kept" value=(kept); }
            div.field { label for="f-name" { (words.name) } input id="f-name" name="name" value=(door.name)
                autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="200"
                autofocus[door.error.is_none()]; }
            div.field { label for="f-password" { (words.password) } input id="f-password" name="password"
                type="password" autocomplete="current-password" maxlength="1000"; }
            button.primary { (words.log_in) }
        }
    };
    let title = if door.error.is_some() {
        crate::words::fill(words.error_title, &[words.log_in])
    } else {
        words.log_in.to_owned()
    };
    let status = if door.error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Answer::page(narrow(frame, &title, &body)).status(status)
}
