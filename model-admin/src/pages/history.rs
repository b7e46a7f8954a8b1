//! The history of a row, and one entry of it.

use crate::data::{Entry, Fail, Rows, Told, Who};
use crate::desk::{Face, Guarded, Seen};
use crate::pages::diff::inline;
use crate::pages::frame::{empty, heading, page};
use crate::pages::list::{key_text, labels_of, referred};
use crate::pages::show::Referred;
use crate::pages::{form, show};
use crate::policy::Act;
use crate::web::answer::{Answer, Answered, cut};
use crate::web::visit::{Frame, Visit};
use crate::words::{Words, fill};
use maud::{Markup, html};
use model_core::meta::Role;
use serde_json::Value;
use std::collections::BTreeMap;

/// Somebody who acted, as people say it.
pub(crate) fn who(frame: &Frame<'_>, who: &Who) -> String {
    let words = frame.words();
    match (who.kind.as_str(), &who.id) {
        ("user", Some(id)) => frame.name_of(id).unwrap_or(id).to_owned(),
        ("system", None) => words.system.to_owned(),
        ("anonymous", None) => words.nobody.to_owned(),
        (kind, Some(id)) => format!("{kind} {id}"),
        (kind, None) => kind.to_owned(),
    }
}

/// What was done, as people say it.
pub(crate) fn verb<'w>(words: &'w Words, action: &'w str) -> &'w str {
    match action {
        "create" => words.was_created,
        "patch" => words.was_changed,
        "delete" => words.was_deleted,
        "restore" => words.was_restored,
        "hard_delete" => words.was_removed,
        other => other,
    }
}

/// The line of an entry: what, who, when, in which request.
pub(crate) fn line(frame: &Frame<'_>, entry: &Entry, acts: &Markup) -> Markup {
    let words = frame.words();
    let grave = matches!(entry.action.as_str(), "delete" | "hard_delete");
    html! {
        div.when {
            span.verb.bad[grave] { (verb(words, &entry.action)) }
            span { (words.by) " " strong { (who(frame, &entry.who)) } }
            (show::time(entry.at))
            @if let Some(request) = &entry.request {
                @let to = format!("/-/trail?request={}", crate::web::visit::part(request));
                @if frame.trail {
                    a.soft href=(frame.to(&to)) title=(fill(words.request, &[request])) { code { "#" (cut(request, 6))
                        } }
                } @else {
                    code.soft title=(fill(words.request, &[request])) { "#" (cut(request, 6)) }
                }
            }
            div.acts { (acts) }
        }
        @if let Some(reason) = &entry.reason { p.reason { (reason) } }
    }
}

/// Whether a change of this field says no more than that the row was written.
fn follows(face: &Face<'_>, field: &str) -> bool {
    let role = face.index(field).map(|index| face.field(index).role);
    matches!(
        role,
        Some(
            Role::UpdatedAt
                | Role::UpdatedBy
                | Role::Version
                | Role::Key
                | Role::CreatedAt
                | Role::CreatedBy
                | Role::DeletedAt
                | Role::DeletedBy
        )
    )
}

/// The changes of an entry, field by field.
pub(crate) fn changes(frame: &Frame<'_>, face: Option<&Face<'_>>, entry: &Entry, referred: &Referred) -> Markup {
    let words = frame.words();
    let nothing =
        |told: &Told| matches!(told, Told::Values(old, new) if is_null(old.as_ref()) && is_null(new.as_ref()));
    let told: Vec<&(String, Told)> = entry
        .changes
        .iter()
        .filter(|(field, told)| face.is_none_or(|face| !follows(face, field)) && !nothing(told))
        .collect();
    let line = |(name, told): &(String, Told)| {
        let field = face.and_then(|face| face.index(name).map(|index| face.field(index)));
        let index = face.and_then(|face| face.index(name));
        let text = |value: &Option<Value>| {
            let label = value.as_ref().and_then(|value| referred.get(&index?)?.get(&key_text(value)?).cloned());
            let plain = || value.as_ref().map_or_else(String::new, |value| show::spoken(words, field, value));
            label.unwrap_or_else(plain)
        };
        html! {
            dt { (field.map_or_else(|| show::words(name), show::name)) @if field.is_none() && face.is_some() {
                span.soft { " (" (words.unknown_field) ")" } } }
            dd {
                @match told {
                    Told::Masked => span.none { (words.not_shown) },
                    Told::Values(None, new) => (text(new)),
                    Told::Values(old, None) => del { (text(old)) },
                    Told::Values(old, new) => { (inline(&text(old), &text(new))) @if is_null(new.as_ref()) { " " ins {
                        (words.none) } } },
                }
            }
        }
    };
    let (first, more) = told.split_at(told.len().min(5));
    html! {
        @if !first.is_empty() { dl.rest { @for change in first { (line(change)) } } }
        @if !more.is_empty() {
            details { summary { @if more.len() == 1 { (words.one_more_field) } @else {
                (fill(words.more_fields, &[&more.len().to_string()])) } } dl.rest { @for change in more {
                (line(change)) } } }
        }
    }
}

/// The names of the rows that entries refer to: one statement for each foreign key among their fields.
pub(crate) fn named<Conn>(
    visit: &mut Visit<'_, Conn>,
    model: &Guarded<'_, Conn>,
    entries: &[Entry],
) -> Result<Referred, Fail> {
    let mut keys: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (name, told) in entries.iter().flat_map(|entry| &entry.changes) {
        let field = model.index(name).filter(|field| model.field(*field).facts.refers.is_some());
        if let (Some(field), Told::Values(old, new)) = (field, told) {
            keys.entry(field).or_default().extend([old, new].into_iter().flatten().filter_map(key_text));
        }
    }
    keys.into_iter().map(|(field, keys)| Ok((field, labels_of(visit, model, field, &keys)?))).collect()
}

fn is_null(value: Option<&Value>) -> bool {
    value.is_none_or(Value::is_null)
}

pub(crate) fn history<Conn>(visit: &mut Visit<'_, Conn>, url: &str, key: &str) -> Answered {
    let model = visit.model(url)?;
    let row = model.find(visit.conn, Rows::Any, key)?;
    let before = match visit.asked.parameter("before") {
        Some(text) => Some(text.parse().map_err(|_| bad_place(visit.words()))?),
        None => None,
    };
    let found = model.history(visit.conn, &row, before)?;
    let names = named(visit, &model, &found.entries)?;
    visit.meet(&found.entries)?;
    let face = model.face();
    let frame = visit.frame(Some(url));
    let (words, base) = (frame.words(), frame.row(url, &row.key));
    let title = fill(words.history_of, &[cut(&row.label, 90)]);
    let acts = |entry: &Entry| {
        html! {
            a.act href={ (base) "history/" (entry.id) } { (words.row_then) }
            @if !row.deleted && model.may_revert(&row, entry) { a.button href={ (base) "revert/" (entry.id) } {
                (words.take_back) "…" } }
        }
    };
    let body = html! {
        (heading(&html! { (title) }, &html! { @if row.deleted && face.may(Act::Restore, Some(&row)) {
            a.button.primary href={ (base) "restore" } { (words.restore) "…" } } }))
        @if found.entries.is_empty() { (empty(words.no_history, &html! {})) }
        ol.entries { @for entry in &found.entries { li { (line(&frame, entry, &acts(entry)))
            (changes(&frame, Some(&face), entry, &names)) } } }
        nav.pages aria-label=(words.pages) {
            span { @if before.is_some() { a.button href={ (base) "history" } { "← " (words.newest) } } }
            span { @if let Some(before) = found.before { a.button href={ (base) "history?before=" (before) } {
                (words.older) " →" } } }
        }
    };
    let crumbs = [(frame.list(url), face.options.plural.as_str()), (base.clone(), cut(&row.label, 90))];
    Ok(Answer::page(page(&frame, &title, &crumbs, &body)))
}

pub(crate) fn bad_place(words: &Words) -> crate::web::answer::Refusal {
    crate::web::answer::Refusal::Bad(words.bad_place.to_owned())
}

/// The row as it was after an entry.
pub(crate) fn entry<Conn>(visit: &mut Visit<'_, Conn>, url: &str, key: &str, id: i64) -> Answered {
    let model = visit.model(url)?;
    let row = model.find(visit.conn, Rows::Any, key)?;
    let entry = model.entry(visit.conn, &row, id)?;
    let was = model.after(visit.conn, &row, &entry)?;
    visit.meet([&entry])?;
    let names = named(visit, &model, std::slice::from_ref(&entry))?;
    let face = model.face();
    let fields: Vec<usize> = (0..face.meta.fields.len())
        .filter(|field| face.sees(*field, Some(&row)) && face.field(*field).role == Role::Plain)
        .collect();
    let referred = match &was {
        Some(was) => referred(visit, &model, std::slice::from_ref(&was.row), &fields)?,
        None => BTreeMap::new(),
    };
    let frame = visit.frame(Some(url));
    let (words, base) = (frame.words(), frame.row(url, &row.key));
    let title = fill(words.row_at, &[cut(&row.label, 90), &entry.at.format("%Y-%m-%d %H:%M").to_string()]);
    let body = html! {
        (heading(&html! { (title) }, &html! { @if !row.deleted && model.may_revert(&row, &entry) { a.button href={
            (base) "revert/" (entry.id) } { (words.take_back) "…" } } }))
        ol.entries { li { (line(&frame, &entry, &html! {})) (changes(&frame, Some(&face), &entry, &names)) } }
        @match &was {
            Some(was) => {
                @let (unknown, known): (Vec<usize>, Vec<usize>) =
                    fields.iter().partition(|field| was.unknown.contains(field));
                @if !unknown.is_empty() {
                    div.note { p {
                        (fill(words.unknown_then, &[&unknown.iter().map(|field|
                        show::name(face.field(*field))).collect::<Vec<_>>().join(", ")])) } }
                }
                (form::rest(&frame, words.row_then, &face, &was.row, &known, &referred))
                @if !row.deleted && face.may(Act::Change, Some(&row)) {
                    (load(&frame, &face, &row, &was.row, &unknown, &base)) }
            },
            None => div.note { p { (words.too_long_ago) } },
        }
    };
    let crumbs = [
        (frame.list(url), face.options.plural.as_str()),
        (base.clone(), cut(&row.label, 90)),
        (format!("{base}history"), words.history),
    ];
    Ok(Answer::page(page(&frame, &title, &crumbs, &body)))
}

/// A button that puts old values into the form, not saved.
fn load(
    frame: &Frame<'_>,
    face: &Face<'_>,
    row: &Seen,
    was: &crate::data::Row,
    unknown: &[usize],
    base: &str,
) -> Markup {
    let fields = face.settable(Some(row));
    let plain =
        |field: &&usize| !unknown.contains(field) && face.field(**field).privacy != model_core::meta::Privacy::Mask;
    html! {
        form.foot method="post" action={ (base) "form" } {
            (super::frame::token(frame))
            @if let Some(version) = row.version { input type="hidden" name="-version" value=(version); }
            @for field in fields.iter().filter(plain) {
                input type="hidden" name=(face.field(*field).name)
                    value=(form::typed(face.field(*field), &was.cells[*field]));
            }
            button { (frame.words().load_into_form) }
        }
    }
}
