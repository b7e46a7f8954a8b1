//! A new row.

use crate::data::{Fail, Wrong};
use crate::desk::{Face, Guarded};
use crate::pages::edit::{after_save, referred_texts};
use crate::pages::form::{self, Form, default};
use crate::pages::frame::{heading, page};
use crate::pages::{input, show};
use crate::policy::Act;
use crate::web::answer::{Answer, Answered, Refusal};
use crate::web::request::{Pairs, last};
use crate::web::visit::Visit;
use crate::words::{Words, fill};
use axum::http::StatusCode;
use maud::html;
use serde_json::{Map, Value};

/// What a form says of a new row: what was left empty and has a default is left out.
pub(crate) fn values(words: &Words, face: &Face<'_>, form: &Pairs) -> (Map<String, Value>, Vec<Wrong>) {
    let (mut values, mut wrong) = (Map::new(), Vec::new());
    for index in face.settable(None) {
        let field = face.field(index);
        let Some(text) = input::sent(form, field) else { continue };
        let filled = field.slug || field.facts.default.is_some() || field.facts.sql_default.is_some() || field.nullable;
        if text.is_empty() && filled {
            continue;
        }
        let needed = text.is_empty() && !field.facts.choices.is_empty();
        match input::read(words, field, text) {
            Ok(_) if needed => wrong.push(missing(words, field.name)),
            Ok(value) => drop(values.insert(field.name.to_owned(), value)),
            Err(error) => wrong.push(error),
        }
    }
    (values, wrong)
}

fn missing(words: &Words, field: &str) -> Wrong {
    Wrong { field: field.to_owned(), code: "missing", message: words.must_have_value.to_owned() }
}

/// All mistakes, of reading and of the model, in the order of the form. A field that could not be read has one.
pub(crate) fn all_wrong(face: &Face<'_>, words: &Words, mut read: Vec<Wrong>, judged: Vec<Wrong>) -> Vec<Wrong> {
    for mut wrong in judged {
        if !read.iter().any(|known| known.field == wrong.field) {
            if matches!(wrong.code, "missing" | "null") {
                words.must_have_value.clone_into(&mut wrong.message);
            }
            read.push(wrong);
        }
    }
    let place = |wrong: &Wrong| {
        let field = face.index(&wrong.field);
        field.and_then(|field| face.options.form.iter().position(|known| *known == field)).unwrap_or(usize::MAX)
    };
    read.sort_by_key(place);
    // What is refused in a field that they do not see is said without its name.
    for wrong in &mut read {
        if face.index(&wrong.field).is_some_and(|field| !face.knows(field, None)) {
            (wrong.field, wrong.message) = (String::new(), words.refused_elsewhere.to_owned());
        }
    }
    read.dedup();
    read
}

fn draw<Conn>(
    visit: &mut Visit<'_, Conn>,
    model: &Guarded<'_, Conn>,
    form: &Pairs,
    wrong: &[Wrong],
    dirty: bool,
) -> Answered {
    let url = model.url();
    let face = model.face();
    let typed = form.clone();
    let text = move |index: usize| {
        let field = face.field(index);
        match last(&typed, field.name) {
            Some(_) if field.privacy == model_core::meta::Privacy::Mask => String::new(),
            Some(text) => text.to_owned(),
            None => default(field),
        }
    };
    let referred = referred_texts(visit, model, None, &text)?;
    let frame = visit.frame(Some(url));
    let words = frame.words();
    let title = fill(words.new, &[&show::lower(&face.options.label)]);
    let form = Form {
        frame: &frame,
        face: &face,
        row: None,
        version: None,
        wrong,
        referred: &referred,
        text: &text,
        dirty,
        base: None,
        prefix: "",
    };
    let list = frame.list(url);
    let body = html! {
        (heading(&html! { (title) }, &html! {}))
        @if dirty && wrong.is_empty() { div.note role="status" { p { (words.text_kept) } } }
        (form::summary(&frame, &face, wrong, &[]))
        (form.draw(&format!("{list}-/new"), &list, &html! {}))
    };
    let title = if wrong.is_empty() { title } else { fill(words.error_title, &[&title]) };
    Ok(Answer::page(page(&frame, &title, &[(list, &face.options.plural)], &body)))
}

fn allowed<'a, Conn>(visit: &Visit<'a, Conn>, url: &str) -> Result<Guarded<'a, Conn>, Refusal> {
    let model = visit.model(url)?;
    if model.may(Act::Create, None) {
        return Ok(model);
    }
    Err(Fail::Forbidden { act: "create", model: model.meta.name }.into())
}

/// The empty form; the query string can fill fields of it.
pub(crate) fn new<Conn>(visit: &mut Visit<'_, Conn>, url: &str) -> Answered {
    let model = allowed(visit, url)?;
    let typed = visit.asked.query.clone();
    draw(visit, &model, &typed, &[], false)
}

/// The form again, with a text that was kept while somebody logged in.
pub(crate) fn kept<Conn>(visit: &mut Visit<'_, Conn>, url: &str, form: &Pairs) -> Answered {
    let model = allowed(visit, url)?;
    draw(visit, &model, form, &[], true)
}

pub(crate) fn create<Conn>(visit: &mut Visit<'_, Conn>, url: &str) -> Answered {
    let model = allowed(visit, url)?;
    let (words, form) = (visit.words(), visit.asked.form.clone());
    let (values, wrong) = values(words, &model.face(), &form);
    if !wrong.is_empty() {
        let judged = model
            .judge_new(&values)
            .into_iter()
            .filter(|one| !wrong.iter().any(|known| known.field == one.field))
            .collect();
        let wrong = all_wrong(&model.face(), words, wrong, judged);
        return Ok(draw(visit, &model, &form, &wrong, true)?.status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let actor = visit.actor.clone();
    match model.create(visit.conn, values, &actor) {
        Ok(row) => Ok(after_save(visit, &model, &row, &fill(words.created, &[&row.label]))),
        Err(Fail::Fields(judged)) => {
            let wrong = all_wrong(&model.face(), words, Vec::new(), judged);
            Ok(draw(visit, &model, &form, &wrong, true)?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(Fail::Core(model_core::Error::Refused { message, .. })) => {
            let wrong = [Wrong { field: String::new(), code: "refused", message }];
            Ok(draw(visit, &model, &form, &wrong, true)?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(other) => Err(other.into()),
    }
}
