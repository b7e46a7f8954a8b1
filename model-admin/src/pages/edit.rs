//! A row and its form.

use crate::data::{Fail, Row, Rows, Wrong};
use crate::desk::{Guarded, Seen};
use crate::keep::DeskConnection;
use crate::pages::form::{self, Form};
use crate::pages::frame::{heading, page, reason, token};
use crate::pages::inline::{Part, WrongOf};
use crate::pages::inline_save::{Plan, Stopped};
use crate::pages::list::referred;
use crate::pages::show::Referred;
use crate::pages::{conflict, inline, inline_save, input, new};
use crate::policy::Act;
use crate::web::answer::{Answer, Answered, Refusal};
use crate::web::request::{Pairs, last};
use crate::web::visit::{Frame, Visit};
use crate::words::fill;
use axum::http::StatusCode;
use maud::{Markup, html};
use model_core::Error;
use model_core::meta::Privacy;
use serde_json::{Map, Value};

/// The seal of the values that a form started from, for models without a trail.
pub(crate) const BASE: &str = "base";

/// The names of the rows that the texts of a form refer to, and those next to the form.
pub(crate) fn referred_texts<Conn>(
    visit: &mut Visit<'_, Conn>,
    model: &Guarded<'_, Conn>,
    row: Option<&Seen>,
    text: &dyn Fn(usize) -> String,
) -> Result<Referred, Fail> {
    let settable = model.settable(row);
    let mut cells = row.map_or_else(|| vec![Value::Null; model.meta.fields.len()], |row| row.cells.clone());
    for index in &settable {
        if model.field(*index).facts.refers.is_some() {
            cells[*index] = Some(text(*index)).filter(|text| !text.is_empty()).map_or(Value::Null, Value::String);
        }
    }
    let columns: Vec<usize> = settable.iter().copied().chain(model.rest(row, &settable)).collect();
    let shown = Row { key: String::new(), label: String::new(), version: None, deleted: false, cells };
    referred(visit, model, &[shown], &columns)
}

/// Goes on after a row was written.
pub(crate) fn after_save<Conn>(visit: &Visit<'_, Conn>, model: &Guarded<'_, Conn>, row: &Row, said: &str) -> Answer {
    let frame = visit.frame(None);
    let to = match visit.asked.field("-then") {
        Some("list") => frame.list(model.url()),
        _ => frame.row(model.url(), &row.key),
    };
    Answer::go(to).saying(said)
}

/// What can be done with a row besides saving it.
pub(crate) fn acts(frame: &Frame<'_>, model: &crate::desk::Face<'_>, row: &Seen) -> Markup {
    let (words, base) = (frame.words(), frame.row(model.url(), &row.key));
    html! {
        @for (name, label) in &model.options.actions {
            @if model.may(Act::Do(name), Some(row)) && !row.deleted && model.fits(name, row) {
                a.button href={ (base) "do/" (name) } { (label) }
            }
        }
        @if model.may(Act::SeeHistory, Some(row)) { a.act href={ (base) "history" } { (words.history) } }
        @if model.may(Act::Delete, Some(row)) && !row.deleted { a.act.bad href={ (base) "delete" } { (words.delete)
            "…" } }
    }
}

/// A form to be drawn over a row.
pub(crate) struct Draft<'d> {
    pub(crate) version: Option<i64>,
    pub(crate) typed: &'d Pairs,
    pub(crate) wrong: &'d [Wrong],
    /// What is wrong with its children.
    pub(crate) children: &'d WrongOf,
    pub(crate) note: Option<&'d str>,
}

pub(crate) fn draw<'a, Conn>(
    visit: &mut Visit<'a, Conn>,
    model: &Guarded<'a, Conn>,
    row: &Seen,
    draft: &Draft<'_>,
) -> Answered {
    let (url, face) = (model.url(), model.face());
    let text = |index: usize| {
        let field = face.field(index);
        match last(draft.typed, field.name) {
            _ if field.privacy == Privacy::Mask => String::new(),
            Some(text) => text.to_owned(),
            None => form::typed(field, &row.cells[index]),
        }
    };
    let referred = referred_texts(visit, model, Some(row), &text)?;
    visit.meet_writers(model.meta, row)?;
    let parts = inline::parts(visit, model, row)?;
    let base = match last(draft.typed, "-base") {
        // A form that comes back started where it started before.
        Some(base) => Some(base.to_owned()),
        None => base_of(visit, model, row),
    };
    let frame = visit.frame(Some(url));
    let words = frame.words();
    let settable = if face.may(Act::Change, Some(row)) { face.settable(Some(row)) } else { Vec::new() };
    let rest = face.rest(Some(row), &settable);
    let form = Form {
        frame: &frame,
        face: &face,
        row: Some(row),
        version: draft.version,
        wrong: draft.wrong,
        referred: &referred,
        text: &text,
        dirty: !draft.typed.is_empty(),
        base,
        prefix: "",
    };
    let list = frame.list(url);
    let body = html! {
        (heading(&html! { (row.label) }, &acts(&frame, &face, row)))
        @if let Some(note) = draft.note { div.note role="status" { p { (note) } } }
        (form::summary(&frame, &face, draft.wrong, &of_children(&parts, draft.children)))
        @if settable.is_empty() {
            p.soft { (words.read_only) }
            (inline::shown(&frame, &parts))
        } @else {
            @let children = inline::draw(&frame, &parts, draft.typed, draft.children);
            (form.draw(&frame.row(url, &row.key), &list, &children))
        }
        (form::rest(&frame, words.more, &face, row, &rest, &referred))
    };
    let title = if draft.wrong.is_empty() && draft.children.is_empty() {
        row.label.clone()
    } else {
        fill(words.error_title, &[&row.label])
    };
    Ok(Answer::page(page(&frame, &title, &[(list, &face.options.plural)], &body)))
}

/// What is wrong with children, for the summary: where it is, of which child, and the words.
fn of_children<Conn>(parts: &[Part<'_, Conn>], wrong: &WrongOf) -> Vec<(String, String, String)> {
    let line = |prefix: &String, one: &Wrong| {
        let part = parts.iter().find(|part| part.has(prefix));
        let name = part.map_or_else(String::new, |part| part.name(prefix));
        (format!("f-{prefix}{}", one.field), name, one.message.clone())
    };
    wrong.iter().flat_map(|(prefix, all)| all.iter().map(move |one| line(prefix, one))).collect()
}

/// The values of a row, sealed, so that a later save knows what it started from; none where the trail tells it.
pub(crate) fn base_of<Conn>(visit: &Visit<'_, Conn>, model: &Guarded<'_, Conn>, row: &Seen) -> Option<String> {
    if model.options.can.history && crate::desk::tells_versions(model.meta) {
        return None;
    }
    let text = serde_json::to_vec(&row.cells).unwrap_or_default();
    Some(visit.secret.seal(BASE, &format!("{}/{}", row.key, row.version.unwrap_or_default()), &text))
}

/// A deleted row: what can be done with it.
fn gone<Conn>(visit: &mut Visit<'_, Conn>, model: &Guarded<'_, Conn>, row: &Seen) -> Answered {
    let (url, face) = (model.url(), model.face());
    let fields = face.rest(Some(row), &[]);
    let referred = referred(visit, model, std::slice::from_ref(&**row), &fields)?;
    visit.meet_writers(model.meta, row)?;
    let frame = visit.frame(Some(url));
    let (words, base) = (frame.words(), frame.row(url, &row.key));
    let body = html! {
        (heading(&html! { (row.label) }, &html! {
            @if face.may(Act::SeeHistory, Some(row)) { a.act href={ (base) "history" } { (words.history) } }
            @if face.may(Act::Restore, Some(row)) { a.button.primary href={ (base) "restore" } { (words.restore) "…" } }
        }))
        div.note { p { (words.in_trash) } }
        (form::rest(&frame, words.the_row, &face, row, &fields, &referred))
    };
    let crumbs = [(frame.list(url), face.options.plural.as_str())];
    Ok(Answer::page(page(&frame, &row.label, &crumbs, &body)).status(StatusCode::GONE))
}

pub(crate) fn edit<Conn>(visit: &mut Visit<'_, Conn>, url: &str, key: &str) -> Answered {
    let model = visit.model(url)?;
    let row = model.find(visit.conn, Rows::Any, key)?;
    if row.deleted {
        return gone(visit, &model, &row);
    }
    let draft = Draft { version: row.version, typed: &Vec::new(), wrong: &[], children: &WrongOf::new(), note: None };
    draw(visit, &model, &row, &draft)
}

/// The form again, with a text that was kept while somebody logged in.
pub(crate) fn kept<Conn>(visit: &mut Visit<'_, Conn>, url: &str, key: &str, typed: &Pairs) -> Answered {
    let model = visit.model(url)?;
    let row = model.find(visit.conn, Rows::Any, key)?;
    let words = visit.words();
    if row.deleted {
        return gone(visit, &model, &row);
    }
    let version = last(typed, "-version").and_then(|version| version.parse().ok()).or(row.version);
    let children = WrongOf::new();
    draw(visit, &model, &row, &Draft { version, typed, wrong: &[], children: &children, note: Some(words.text_kept) })
}

/// What was typed and differs from what the form showed.
pub(crate) fn changes(
    visit_words: &crate::words::Words,
    model: &Guarded<'_, impl Sized>,
    row: &Seen,
    form: &Pairs,
) -> (Map<String, Value>, Vec<Wrong>) {
    let (mut values, mut wrong) = (Map::new(), Vec::new());
    for index in model.settable(Some(row)) {
        let field = model.field(index);
        let Some(text) = input::sent(form, field) else { continue };
        if field.privacy != Privacy::Mask && input::same(text, &input::typed(field, &row.cells[index])) {
            continue;
        }
        match input::read(visit_words, field, text) {
            Ok(value) => drop(values.insert(field.name.to_owned(), value)),
            Err(error) => wrong.push(error),
        }
    }
    (values, wrong)
}

pub(crate) fn save<'a, Conn: DeskConnection>(visit: &mut Visit<'a, Conn>, url: &str, key: &str) -> Answered {
    let model = visit.model(url)?;
    let (words, form) = (visit.words(), visit.asked.form.clone());
    let row = model.find(visit.conn, Rows::Any, key)?;
    if !model.may(Act::Change, Some(&row)) {
        return Err(Fail::Forbidden { act: "change", model: model.meta.name }.into());
    }
    let version: Option<i64> = last(&form, "-version").and_then(|version| version.parse().ok());
    if version.is_none() && row.version.is_some() {
        return Err(Refusal::Bad(words.no_version.to_owned()));
    }
    if row.deleted {
        return conflict::deleted(visit, &model, &row, &form);
    }
    if version != row.version {
        return conflict::draw(visit, &model, &row, version.unwrap_or_default(), &form);
    }
    let (values, wrong) = changes(words, &model, &row, &form);
    let parts = inline::parts(visit, &model, &row)?;
    let plan = inline_save::read(visit, &row, &parts, &form)?;
    let again = |visit: &mut Visit<'a, Conn>, wrong: &[Wrong], children: &WrongOf| {
        let draft = Draft { version, typed: &plan.typed, wrong, children, note: None };
        Ok(draw(visit, &model, &row, &draft)?.status(StatusCode::UNPROCESSABLE_ENTITY))
    };
    if !wrong.is_empty() || !plan.wrong.is_empty() {
        let judged = model.judge_change(&values);
        return again(visit, &new::all_wrong(&model.face(), words, wrong, judged), &plan.wrong);
    }
    if values.is_empty() && plan.is_empty() {
        return Ok(after_save(visit, &model, &row, words.nothing_different));
    }
    let none = WrongOf::new();
    match write(visit, &model, &row, values, version, (&parts, &plan)) {
        Ok(written) if plan.is_empty() && written.version.is_some() && written.version == row.version => {
            Ok(after_save(visit, &model, &written, words.nothing_different))
        }
        Ok(written) => Ok(after_save(visit, &model, &written, &fill(words.saved, &[&written.label]))),
        Err(Stopped(prefix, fail)) if !prefix.is_empty() => {
            let part = parts.iter().find(|part| part.has(&prefix)).ok_or(Fail::Missing)?;
            let wrong = inline_save::refused(words, part, fail)?;
            again(visit, &[], &WrongOf::from([(prefix, wrong)]))
        }
        Err(Stopped(_, Fail::Fields(judged))) => {
            again(visit, &new::all_wrong(&model.face(), words, Vec::new(), judged), &none)
        }
        Err(Stopped(_, Fail::Core(Error::Refused { message, .. }))) => {
            again(visit, &[Wrong { field: String::new(), code: "refused", message }], &none)
        }
        Err(Stopped(_, Fail::Core(Error::Stale { .. } | Error::Deleted))) => {
            // Somebody was faster by a moment.
            let now = model.find(visit.conn, Rows::Any, key)?;
            if now.deleted {
                return conflict::deleted(visit, &model, &now, &form);
            }
            conflict::draw(visit, &model, &now, version.unwrap_or_default(), &form)
        }
        Err(Stopped(_, other)) => Err(other.into()),
    }
}

/// Writes a row, and its children with it: all in one transaction and one batch of the trail, or nothing.
fn write<Conn: DeskConnection>(
    visit: &mut Visit<'_, Conn>,
    model: &Guarded<'_, Conn>,
    row: &Seen,
    values: Map<String, Value>,
    version: Option<i64>,
    (parts, plan): (&[Part<'_, Conn>], &Plan),
) -> Result<Row, Stopped> {
    let own = |fail| Stopped(String::new(), fail);
    if plan.is_empty() {
        return model.patch(visit.conn, row, values, version, &visit.actor).map_err(own);
    }
    let (desk, staff, by) = (visit.desk, visit.staff, visit.actor.batch(uuid::Uuid::now_v7()));
    let parent = row.key_of(model.meta);
    visit.conn.transaction(|conn| {
        let written = match values.is_empty() {
            true => (**row).clone(),
            false => model.patch(conn, row, values, version, &by).map_err(own)?,
        };
        inline_save::write(conn, desk, staff, (parts, plan), &parent, &by)?;
        Ok(written)
    })
}

/// A form of one button.
pub(crate) fn one_button(
    frame: &Frame<'_>,
    action: &str,
    hidden: &[(&str, String)],
    class: &str,
    label: &str,
    back: (&str, &str),
    history: bool,
) -> Markup {
    html! {
        form.foot method="post" action=(action) {
            (token(frame))
            @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
            (reason(frame, history))
            button class=(class) { (label) }
            a.away href=(back.0) { (back.1) }
        }
    }
}
