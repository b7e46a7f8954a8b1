//! One thing done with many rows: those that were selected, or all that match.

use crate::data::{Ask, Fail, Rows};
use crate::desk::{Guarded, Seen};
use crate::keep::DeskConnection;
use crate::pages::frame::{empty, page, reason as why, token};
use crate::pages::inline_save::{self, Stopped};
use crate::pages::show;
use crate::policy::Act;
use crate::web::answer::{Answer, Answered, Refusal, cut};
use crate::web::request::{Pairs, pairs};
use crate::web::visit::Visit;
use crate::words::{Words, fill};
use axum::http::StatusCode;
use maud::html;
use model_core::{Actor, Error};

/// More rows are not done at once.
const MOST: usize = 10_000;

/// What is done with each row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What<'w> {
    Delete,
    Do(&'w str),
}

impl<'w> What<'w> {
    fn of(text: &'w str) -> Option<Self> {
        if text == "delete" { Some(Self::Delete) } else { text.strip_prefix("do.").map(Self::Do) }
    }

    fn act(self) -> Act<'w> {
        match self {
            Self::Delete => Act::Delete,
            Self::Do(name) => Act::Do(name),
        }
    }
}

/// The keys of all rows that match, or how many there are if they are too many.
fn matching<Conn>(
    visit: &mut Visit<'_, Conn>,
    model: &Guarded<'_, Conn>,
    query: &Pairs,
) -> Result<Option<Vec<String>>, Fail> {
    let mut keys = Vec::new();
    let mut place = None;
    loop {
        let mut parameters = query.clone();
        parameters.extend(place.take().map(|cursor| ("after".to_owned(), cursor)));
        let within = Some(usize::MAX);
        let found = model.page(visit.conn, Ask { limit: 1_000, within, ..Ask::new(Rows::Live, parameters) })?;
        keys.extend(found.rows.into_iter().map(|row| row.key));
        match found.next {
            _ if keys.len() > MOST => return Ok(None),
            Some(next) => place = Some(next),
            None => return Ok(Some(keys)),
        }
    }
}

/// The rows that are meant, or what stands in the way.
fn meant<Conn>(visit: &mut Visit<'_, Conn>, model: &Guarded<'_, Conn>) -> Result<Vec<String>, Refusal> {
    let (asked, words) = (visit.asked, visit.words());
    if asked.field("-all") != Some("true") {
        let mut keys: Vec<String> =
            asked.form.iter().filter(|(name, _)| name == "key").map(|(_, key)| key.clone()).collect();
        keys.dedup();
        return if keys.is_empty() { Err(Refusal::Bad(words.bulk_none.to_owned())) } else { Ok(keys) };
    }
    let query = pairs(asked.field("-query").unwrap_or_default().as_bytes());
    let query = query.ok_or_else(|| Refusal::Bad(words.too_many_fields.to_owned()))?;
    let query = query.into_iter().filter(|(name, _)| !["after", "before", "limit"].contains(&name.as_str())).collect();
    let too_many = || Refusal::Bad(fill(words.bulk_too_many, &[&MOST.to_string()]));
    matching(visit, model, &query)?.ok_or_else(too_many)
}

pub(crate) fn bulk<Conn: DeskConnection>(visit: &mut Visit<'_, Conn>, url: &str) -> Answered {
    let model = visit.model(url)?;
    let words = visit.words();
    let named = visit.asked.field("-do").unwrap_or_default();
    let label = |what: What<'_>| match what {
        What::Delete => Some(words.delete),
        What::Do(name) => model.options.actions.iter().find(|(known, _)| *known == name).map(|(_, label)| *label),
    };
    let what = What::of(named).and_then(|what| label(what).map(|label| (what, label)));
    let (what, label) = what.ok_or(Refusal::NotFound)?;
    if !model.may(what.act(), None) {
        return Err(Fail::Forbidden { act: crate::desk::name_of(what.act()), model: model.meta.name }.into());
    }
    let keys = meant(visit, &model)?;
    let count = show::counted(keys.len(), false, &model.options.label, &model.options.plural);
    let expected: Option<usize> = visit.asked.field("-expected").and_then(|text| text.parse().ok());
    if expected == Some(keys.len()) {
        return run(visit, &model, what, label, &keys, &count);
    }
    confirm(visit, &model, label, &keys, &count, expected.is_some())
}

fn confirm<Conn>(
    visit: &mut Visit<'_, Conn>,
    model: &Guarded<'_, Conn>,
    label: &str,
    keys: &[String],
    count: &str,
    grew: bool,
) -> Answered {
    let first = &keys[..keys.len().min(5)];
    let names = model.labels(visit.conn, first)?;
    let frame = visit.frame(Some(model.url()));
    let (words, list) = (frame.words(), frame.list(model.url()));
    let title = fill(words.bulk_title, &[label, count]);
    let all = visit.asked.field("-all") == Some("true");
    let body = html! {
        h1 { (title) "?" }
        @if grew { div.note.stack { p { (words.bulk_grew) } } }
        ul.lines {
            @for key in first { li { (names.get(key).map_or(key.as_str(), |name| cut(name, 90))) } }
            @if keys.len() > first.len() { li.soft {
                (fill(words.and_more, &[&(keys.len() - first.len()).to_string()])) } }
        }
        @if keys.is_empty() { (empty(&fill(words.nothing_matches, &[&show::lower(&model.options.plural)]), &html! {})) }
        p.soft { (words.bulk_all_or_nothing) }
        form.foot method="post" action={ (list) "-/bulk" } {
            (token(&frame))
            input type="hidden" name="-do" value=(visit.asked.field("-do").unwrap_or_default());
            input type="hidden" name="-query" value=(visit.asked.field("-query").unwrap_or_default());
            input type="hidden" name="-expected" value=(keys.len());
            @if all { input type="hidden" name="-all" value="true"; } @else { @for key in keys { input type="hidden"
                name="key" value=(key); } }
            (why(&frame, model.options.can.history))
            button.grave[label == words.delete].primary[label != words.delete] { (label) }
            a.away href=(list) { (words.cancel) }
        }
    };
    let answer = Answer::page(page(&frame, &title, &[(list, &model.options.plural)], &body));
    Ok(if grew { answer.status(StatusCode::CONFLICT) } else { answer })
}

/// What a row was refused for, as people read it.
fn reason(words: &Words, fail: &Fail) -> String {
    match fail {
        Fail::Fields(wrong) => wrong.iter().map(|wrong| wrong.message.as_str()).collect::<Vec<_>>().join("; "),
        Fail::Core(Error::Refused { message, .. }) => message.clone(),
        Fail::Core(Error::Restricted { .. }) => words.blocked_row.to_owned(),
        Fail::Forbidden { .. } => words.forbidden.to_owned(),
        Fail::NotNow => words.not_now.to_owned(),
        Fail::Core(Error::NotFound | Error::Deleted) => words.is_gone.to_owned(),
        _ => words.refused_by_database.to_owned(),
    }
}

fn run<Conn: DeskConnection>(
    visit: &mut Visit<'_, Conn>,
    model: &Guarded<'_, Conn>,
    what: What<'_>,
    label: &str,
    keys: &[String],
    count: &str,
) -> Answered {
    // All of them are one operation in the trail.
    let actor = visit.actor.batch(uuid::Uuid::now_v7());
    let (desk, staff, words) = (visit.desk, visit.staff, visit.words());
    let done = visit.conn.transaction(|conn| {
        for key in keys {
            let row = model.find(conn, Rows::Live, key).map_err(|fail| Stopped(key.clone(), fail))?;
            one(conn, desk, staff, model, what, &row, &actor).map_err(|fail| Stopped(row.label.clone(), fail))?;
        }
        Ok::<(), Stopped>(())
    });
    match done {
        Ok(()) => {
            Ok(Answer::go(visit.frame(None).list(model.url())).saying(fill(words.done_with_all, &[label, count])))
        }
        Err(Stopped(_, fail @ Fail::Core(Error::Conflict | Error::Database(_)))) => Err(fail.into()),
        Err(Stopped(name, fail)) => {
            let frame = visit.frame(Some(model.url()));
            let text = fill(words.bulk_refused, &[cut(&name, 90), &reason(words, &fail)]);
            Ok(crate::pages::errors::plain(&frame, StatusCode::CONFLICT, words.not_done, &text))
        }
    }
}

fn one<Conn>(
    conn: &mut Conn,
    desk: &crate::desk::Desk<Conn>,
    staff: &crate::staff::Staff,
    model: &Guarded<'_, Conn>,
    what: What<'_>,
    row: &Seen,
    by: &Actor,
) -> Result<(), Fail> {
    match what {
        What::Do(name) => model.act(conn, row, name, by),
        What::Delete => inline_save::remove(conn, desk, staff, model, row, row.version, by),
    }
}
