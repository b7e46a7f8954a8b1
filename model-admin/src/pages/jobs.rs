//! Jobs: what somebody has begun that takes longer than a page, and how far it is.

use crate::pages::frame::{empty, heading, page};
use crate::pages::{purge, show, verify};
use crate::web::answer::{Answer, Answered, Refusal};
use crate::web::jobs::{Job, Outcome, State, Work};
use crate::web::visit::{Frame, Visit};
use crate::words::{Words, fill};
use axum::http::HeaderName;
use maud::{Markup, html};
use uuid::Uuid;

/// After so many seconds the page of a job that runs is loaded again.
const AGAIN: &str = "1";

/// What a job does, as people say it: "Verify: Articles".
fn title(words: &Words, plural: &str, job: &Job) -> String {
    let work = match job.work {
        Work::Verify => words.verify,
        Work::Rehearse => words.purge_look,
        Work::Purge => words.purge,
        Work::Export => words.export,
    };
    format!("{work}: {plural}")
}

fn state(words: &Words, job: &Job) -> String {
    match job.state {
        State::Waiting => words.job_waits.to_owned(),
        State::Running { done, of: Some(of) } => fill(words.job_is_at, &[&done.to_string(), &of.to_string()]),
        State::Running { done: 0, of: None } => words.job_runs.to_owned(),
        State::Running { done, of: None } => show::counted(done, false, words.row, words.rows),
        State::Done(_) if job.work == Work::Export => show::counted(job.rows, false, words.row, words.rows),
        State::Done(_) => words.job_is_done.to_owned(),
        State::Failed => words.job_failed.to_owned(),
    }
}

/// What the models are called that jobs are about; somebody who may no longer see one is not told.
fn plural_of<Conn>(visit: &Visit<'_, Conn>, job: &Job) -> Option<String> {
    visit.desk.model(&job.url, visit.staff).map(|model| model.options.plural.clone())
}

pub(crate) fn all<Conn>(visit: &mut Visit<'_, Conn>) -> Answered {
    let jobs = visit.jobs.of(&visit.staff.id).into_iter();
    let jobs: Vec<(Job, String)> = jobs.filter_map(|job| plural_of(visit, &job).map(|plural| (job, plural))).collect();
    let frame = visit.frame(None);
    let words = frame.words();
    let body = html! {
        (heading(&html! { (words.jobs) }, &html! {}))
        @if jobs.is_empty() { (empty(words.no_jobs, &html! { a href=(frame.to("/")) { (words.back_home) } })) }
        ul.lines {
            @for (job, plural) in &jobs {
                li {
                    a href=(frame.to(&format!("/-/jobs/{}", job.id))) { (title(words, plural, job)) }
                    span { (state(words, job)) }
                    span.soft { (show::time(job.begun)) }
                }
            }
        }
    };
    Ok(Answer::page(page(&frame, words.jobs, &[], &body)))
}

/// What came of a job.
fn told<Conn>(visit: &Visit<'_, Conn>, frame: &Frame<'_>, job: &Job, plural: &str, outcome: &Outcome) -> Markup {
    let words = frame.words();
    let known = visit.desk.known();
    let model = visit.desk.model(&job.url, visit.staff);
    match outcome {
        Outcome::Verified(found) => verify::told(frame, &job.url, plural, found),
        Outcome::Sent => html! { p.flash role="status" { (state(words, job)) } },
        Outcome::Purged(purged) => html! {
            @let rehearsed = job.work == Work::Rehearse;
            @if rehearsed {
                @if purged.removed > 0 { p { (words.purge_text) } }
            } @else {
                @let count = show::counted(purged.removed, false, words.row, words.rows);
                p.flash role="status" { (fill(words.purged, &[&count])) }
            }
            @if let Some(model) = model { (purge::told(frame, known, model.meta.name, purged)) }
            @if rehearsed { (purge::step(frame, &job.url, if purged.removed == 0 { "look" } else { "remove" })) }
        },
    }
}

pub(crate) fn one<Conn>(visit: &mut Visit<'_, Conn>, id: Uuid) -> Answered {
    let job = visit.jobs.find(&visit.staff.id, id).ok_or(Refusal::NotFound)?;
    let plural = plural_of(visit, &job).ok_or(Refusal::NotFound)?;
    let frame = visit.frame(Some(&job.url));
    let words = frame.words();
    let title = title(words, &plural, &job);
    let said = state(words, &job);
    let body = html! {
        (heading(&html! { (title) }, &html! {}))
        @match &job.state {
            State::Waiting | State::Running { of: None, .. } => {
                p role="status" { (said) }
                progress aria-label=(title) {}
            },
            State::Running { done, of: Some(of) } => {
                p role="status" { (said) }
                progress aria-label=(title) value=(done) max=((*of).max(1)) { (said) }
            },
            State::Done(outcome) => (told(visit, &frame, &job, &plural, outcome)),
            State::Failed => div.note role="alert" { p { (words.job_failed) } },
        }
    };
    let crumbs = [(frame.to("/-/jobs"), words.jobs)];
    let answer = Answer::page(page(&frame, &title, &crumbs, &body));
    Ok(match job.state {
        State::Waiting | State::Running { .. } => answer.with(HeaderName::from_static("refresh"), AGAIN),
        State::Done(_) | State::Failed => answer,
    })
}
