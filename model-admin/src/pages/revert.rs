//! Takes a change back, after a look at what that writes.

use crate::data::{Fail, Rows, Told};
use crate::pages::diff::inline;
use crate::pages::edit::one_button;
use crate::pages::frame::page;
use crate::pages::history::{changes, line, named};
use crate::pages::list::key_text;
use crate::pages::show;
use crate::policy::Act;
use crate::web::answer::{Answer, Answered, Refusal, cut};
use crate::web::visit::Visit;
use crate::words::fill;
use axum::http::StatusCode;
use maud::html;
use model_core::Error;
use model_core::meta::Role;
use serde_json::Value;

pub(crate) fn preview<Conn>(
    visit: &mut Visit<'_, Conn>,
    url: &str,
    key: &str,
    id: i64,
    note: Option<&str>,
) -> Answered {
    let model = visit.model(url)?;
    let row = model.find(visit.conn, Rows::Live, key)?;
    let entry = model.entry(visit.conn, &row, id)?;
    if !model.may(Act::Revert, Some(&row)) {
        return Err(Fail::Forbidden { act: "revert", model: model.meta.name }.into());
    }
    let names = named(visit, &model, std::slice::from_ref(&entry))?;
    visit.meet([&entry])?;
    let face = model.face();
    let frame = visit.frame(Some(url));
    let (words, base) = (frame.words(), frame.row(url, &row.key));
    let text = |index: usize, value: &Value| {
        let label = key_text(value).and_then(|key| names.get(&index)?.get(&key).cloned());
        label.unwrap_or_else(|| show::spoken(words, Some(face.field(index)), value))
    };
    let (mut writes, mut since, mut masked) = (Vec::new(), Vec::new(), Vec::new());
    for (name, told) in &entry.changes {
        let Some(index) = face.index(name).filter(|index| face.field(*index).role == Role::Plain) else { continue };
        match told {
            Told::Masked => masked.push(show::name(face.field(index))),
            Told::Values(Some(old), new) => {
                let now = &row.cells[index];
                if old != now {
                    if new.as_ref().is_some_and(|new| new != now) {
                        since.push(show::name(face.field(index)));
                    }
                    writes.push((index, now.clone(), old.clone()));
                }
            }
            Told::Values(None, _) => {}
        }
    }
    let may = model.may_revert(&row, &entry);
    let title = words.take_back_this;
    let body = html! {
        h1 { (title) }
        @if let Some(note) = note { div.note { p { (note) } } }
        ol.entries { li { (line(&frame, &entry, &html! {})) (changes(&frame, Some(&face), &entry, &names)) } }
        @if !since.is_empty() { div.note { p { (fill(words.changed_again, &[&since.join(", ")])) } } }
        @if !masked.is_empty() { div.note { p { (fill(words.masked_stays, &[&masked.join(", ")])) } } }
        @if !may {
            div.note { p { (words.cannot_take_back) } }
            div.foot { a.button href={ (base) "history" } { (words.back) } }
        } @else if writes.is_empty() {
            p { (words.nothing_to_take_back) }
            div.foot { a.button href={ (base) "history" } { (words.back) } }
        } @else {
            h2 { (words.will_be_written) }
            dl.rest {
                @for (index, now, old) in &writes {
                    dt { (show::name(face.field(*index))) }
                    dd { (inline(&text(*index, now), &text(*index, old))) @if old.is_null() { " " ins { (words.none) }
                        } }
                }
            }
            @let hidden: Vec<(&str, String)> =
                row.version.map(|version| ("-version", version.to_string())).into_iter().collect();
            (one_button(&frame, &format!("{base}revert/{id}"), &hidden, "primary", words.take_back,
                (&format!("{base}history"), words.leave_it), true))
        }
    };
    let crumbs = [
        (frame.list(url), face.options.plural.as_str()),
        (base.clone(), cut(&row.label, 90)),
        (format!("{base}history"), words.history),
    ];
    Ok(Answer::page(page(&frame, title, &crumbs, &body)))
}

pub(crate) fn revert<Conn>(visit: &mut Visit<'_, Conn>, url: &str, key: &str, id: i64) -> Answered {
    let model = visit.model(url)?;
    let row = model.find(visit.conn, Rows::Live, key)?;
    let words = visit.words();
    let version: Option<i64> = visit.asked.field("-version").and_then(|version| version.parse().ok());
    if version.is_none() && row.version.is_some() {
        return Err(Refusal::Bad(words.no_version.to_owned()));
    }
    let actor = visit.actor.clone();
    match model.revert(visit.conn, &row, id, version, &actor) {
        Ok(row) => {
            let to = format!("{}history", visit.frame(None).row(url, &row.key));
            Ok(Answer::go(to).saying(words.taken_back))
        }
        Err(Fail::Core(Error::Stale { .. })) => {
            Ok(preview(visit, url, key, id, Some(words.changed_since))?.status(StatusCode::CONFLICT))
        }
        Err(Fail::Fields(wrong)) => {
            let said: Vec<&str> = wrong.iter().map(|wrong| wrong.message.as_str()).collect();
            Ok(preview(visit, url, key, id, Some(&said.join("; ")))?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(other) => Err(other.into()),
    }
}
