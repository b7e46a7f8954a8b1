//! Whether the trail and the tables agree.

use crate::data::Fail;
use crate::desk::Break;
use crate::pages::frame::{heading, page, token};
use crate::policy::Act;
use crate::web::answer::{Answer, Answered};
use crate::web::jobs::Work;
use crate::web::visit::{Frame, Visit};
use crate::words::fill;
use maud::{Markup, html};

pub(crate) fn ask<Conn>(visit: &mut Visit<'_, Conn>) -> Answered {
    let models: Vec<_> = visit.desk.models(visit.staff).filter(|model| model.may(Act::Verify, None)).collect();
    if models.is_empty() {
        return Err(Fail::Forbidden { act: "verify", model: "" }.into());
    }
    let frame = visit.frame(None);
    let words = frame.words();
    let body = html! {
        (heading(&html! { (words.verify) }, &html! {}))
        p { (words.verify_text) }
        form.foot method="post" {
            (token(&frame))
            label for="model" { (words.model) }
            select id="model" name="-model" { @for model in &models { option value=(model.url()) {
                (model.options.plural) } } }
            button.primary { (words.verify) }
        }
    };
    Ok(Answer::page(page(&frame, words.verify, &[], &body)))
}

pub(crate) fn run<Conn>(visit: &mut Visit<'_, Conn>) -> Answered {
    let url = visit.asked.field("-model").unwrap_or_default().to_owned();
    let model = visit.model(&url)?;
    if !model.may(Act::Verify, None) {
        return Err(Fail::Forbidden { act: "verify", model: model.meta.name }.into());
    }
    let task = visit.jobs.task(visit.staff, &url, Work::Verify, &visit.actor);
    Ok(Answer::go(visit.asked.to(&format!("/-/jobs/{}", task.id))).starting(task))
}

/// What was found.
pub(crate) fn told(frame: &Frame<'_>, url: &str, plural: &str, found: &[Break]) -> Markup {
    let words = frame.words();
    html! {
        @if found.is_empty() {
            p.flash role="status" { (fill(words.verified, &[plural])) }
        } @else {
            div.errors role="alert" {
                h2 { (fill(words.breaks, &[&found.len().to_string(), plural])) }
                ul { @for one in found.iter().take(100) { li { a href={ (frame.row(url, &one.key)) "history" } { code
                    { (one.key) } } ": " (one.words) } } }
            }
        }
    }
}
