//! The removal of rows that were deleted long ago, after a rehearsal.

use crate::data::{Fail, Reach};
use crate::desk::{Known, Purged};
use crate::pages::delete::tree;
use crate::pages::frame::{page, token};
use crate::pages::show;
use crate::policy::Act;
use crate::web::answer::{Answer, Answered, cut};
use crate::web::jobs::Work;
use crate::web::visit::{Frame, Visit};
use crate::words::fill;
use axum::http::StatusCode;
use chrono::{Duration, Utc};
use maud::{Markup, html};

/// Who removes rows must have given their password so recently.
const RECENT: Duration = Duration::minutes(10);

/// What is asked first. A rehearsal writes and takes it back, so it is not for a page that is only read.
pub(crate) fn ask<Conn>(visit: &mut Visit<'_, Conn>, url: &str) -> Answered {
    draw(visit, url, &html! {}, StatusCode::OK)
}

fn draw<Conn>(visit: &mut Visit<'_, Conn>, url: &str, note: &Markup, status: StatusCode) -> Answered {
    let model = visit.model(url)?;
    let age = model.options.purge_after.filter(|_| model.may(Act::Purge, None));
    let Some(age) = age else { return Err(Fail::Forbidden { act: "purge", model: model.meta.name }.into()) };
    let days = (age.as_secs() / 86_400).to_string();
    let frame = visit.frame(Some(url));
    let (words, list) = (frame.words(), frame.list(url));
    let title = fill(words.purge_title, &[&show::lower(&model.options.plural)]);
    let body = html! {
        h1 { (title) }
        p.stack { (fill(words.kept_for, &[&days])) " " (words.purge_for_good) }
        (note)
        (step(&frame, url, "look"))
    };
    let crumbs = [(list.clone(), model.options.plural.as_str()), (format!("{list}-/trash"), words.trash)];
    Ok(Answer::page(page(&frame, &title, &crumbs, &body)).status(status))
}

/// What a purge removed, or would remove.
pub(crate) fn told(frame: &Frame<'_>, known: &[Known], model: &'static str, purged: &Purged) -> Markup {
    let words = frame.words();
    let own = Reach {
        model,
        count: purged.removed,
        capped: false,
        fate: crate::data::Fate::Along,
        along: purged.along.clone(),
    };
    html! {
        @if purged.removed == 0 { p { (words.purge_none) } } @else { ul.tree { (tree(frame, known, &own)) } }
        @if !purged.blocked.is_empty() {
            div.note { p { (words.purge_blocked) } ul.tree { @for (key, _) in purged.blocked.iter().take(50) { li {
                code { (cut(key, 60)) } ": " (words.blocked_row) } } } }
        }
    }
}

/// The button of the next step.
pub(crate) fn step(frame: &Frame<'_>, url: &str, step: &str) -> Markup {
    let words = frame.words();
    let (list, look) = (frame.list(url), step == "look");
    html! {
        form.foot method="post" action={ (list) "-/purge" } {
            (token(frame))
            input type="hidden" name="-step" value=(step);
            button.primary[look].grave[!look] { @if look { (words.purge_look) } @else { (words.purge) } }
            a.away href={ (list) "-/trash" } { (words.leave_it) }
        }
    }
}

pub(crate) fn run<Conn>(visit: &mut Visit<'_, Conn>, url: &str) -> Answered {
    let model = visit.model(url)?;
    let words = visit.words();
    if !model.may(Act::Purge, None) {
        return Err(Fail::Forbidden { act: "purge", model: model.meta.name }.into());
    }
    let look = visit.asked.field("-step") != Some("remove");
    if !look && Utc::now() - visit.since > RECENT {
        let note = html! { div.note role="alert" { p { (words.purge_again) } } };
        return draw(visit, url, &note, StatusCode::FORBIDDEN);
    }
    let work = if look { Work::Rehearse } else { Work::Purge };
    let task = visit.jobs.task(visit.staff, url, work, &visit.actor);
    Ok(Answer::go(visit.asked.to(&format!("/-/jobs/{}", task.id))).starting(task))
}
