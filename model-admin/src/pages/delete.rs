//! The deletion of a row, after a look at what goes with it.

use crate::data::{Fail, Fate, Reach, Rows};
use crate::desk::{Guarded, Known, Seen};
use crate::pages::edit::one_button;
use crate::pages::frame::page;
use crate::pages::show::{self, counted};
use crate::policy::Act;
use crate::web::answer::{Answer, Answered, Refusal, cut};
use crate::web::visit::{Frame, Visit};
use crate::words::fill;
use axum::http::StatusCode;
use maud::{Markup, html};
use model_core::Error;

/// How many rows of a model, as people say it.
pub(crate) fn count_of(known: &[Known], reach: &Reach) -> String {
    match show::named(known, reach.model) {
        Some(named) => counted(reach.count, reach.capped, &named.label, &named.plural),
        None => {
            let name = spaced(reach.model);
            let many = format!("{name}s");
            counted(reach.count, reach.capped, &name, &many)
        }
    }
}

/// "BlogPost" as "blog post".
fn spaced(model: &str) -> String {
    let mut words = String::new();
    for (place, letter) in model.char_indices() {
        if letter.is_uppercase() && place > 0 {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

/// The tree of what goes or comes along.
pub(crate) fn tree(frame: &Frame<'_>, known: &[Known], reach: &Reach) -> Markup {
    let words = frame.words();
    html! {
        li {
            (count_of(known, reach))
            @match reach.fate {
                Fate::Along => {}
                Fate::Detached => span.soft { " (" (words.detached) ")" },
                Fate::Kept => span.soft { " (" (words.kept) ")" },
                Fate::InTheWay => strong { " (" (words.in_the_way) ")" },
            }
            @if !reach.along.is_empty() { ul { @for along in &reach.along { (tree(frame, known, along)) } } }
        }
    }
}

/// "3 rows", "1000+ rows".
pub(crate) fn rows(frame: &Frame<'_>, reach: &Reach) -> String {
    counted(reach.total(), reach.is_capped(), frame.words().row, frame.words().rows)
}

/// Whether somebody may do the same to all that goes along.
pub(crate) fn allowed<Conn>(
    visit: &Visit<'_, Conn>,
    act: Act<'_>,
    name: &'static str,
    reach: &Reach,
) -> Result<(), Refusal> {
    let refused = visit.desk.may_all(visit.staff, act, reach);
    refused.map_err(|model| Refusal::Fail(Fail::Forbidden { act: name, model }))
}

fn found<'a, Conn>(visit: &mut Visit<'a, Conn>, url: &str, key: &str) -> Result<(Guarded<'a, Conn>, Seen), Refusal> {
    let model = visit.model(url)?;
    let row = model.find(visit.conn, Rows::Any, key)?;
    if row.deleted {
        return Err(Error::Deleted.into());
    }
    Ok((model, row))
}

pub(crate) fn preview<Conn>(visit: &mut Visit<'_, Conn>, url: &str, key: &str) -> Answered {
    let (model, row) = found(visit, url, key)?;
    confirm(visit, &model, &row, None)
}

fn confirm<Conn>(visit: &mut Visit<'_, Conn>, model: &Guarded<'_, Conn>, row: &Seen, note: Option<&str>) -> Answered {
    let reach = model.preview_delete(visit.conn, row)?;
    allowed(visit, Act::Delete, "delete", &reach)?;
    let face = model.face();
    let frame = visit.frame(Some(model.url()));
    let (words, known) = (frame.words(), visit.desk.known());
    let (list, back) = (frame.list(model.url()), frame.row(model.url(), &row.key));
    let mut blocks = Vec::new();
    reach.in_the_way(&mut blocks);
    let name = cut(&row.label, 90);
    let all = rows(&frame, &reach);
    let says = match (face.options.can.trash, reach.total() == 1) {
        (true, true) => words.goes_to_trash.to_owned(),
        (true, false) => fill(words.go_to_trash, &[&all]),
        (false, true) => words.gone_for_good.to_owned(),
        (false, false) => fill(words.all_gone_for_good, &[&all]),
    };
    let body = html! {
        h1 { (fill(words.delete_this, &[name])) }
        @if let Some(note) = note { div.note { p { (note) } } }
        @if blocks.is_empty() {
            p { (says) }
        } @else {
            div.note {
                p { (words.cannot_delete) }
                ul.tree { @for block in &blocks { li { (count_of(known, block)) } } }
            }
        }
        @if !reach.along.is_empty() { ul.tree { (tree(&frame, known, &reach)) } p.soft { (words.hooks_unforeseen) } }
        @if blocks.is_empty() {
            @let hidden: Vec<(&str, String)> =
                row.version.map(|version| ("-version", version.to_string())).into_iter().collect();
            @let label = if reach.total() == 1 { words.delete.to_owned() } else { fill(words.delete_rows, &[&all]) };
            (one_button(&frame, &format!("{back}delete"), &hidden, "grave", &label, (&back, words.keep),
                face.options.can.history))
        } @else {
            div.foot { a.button href=(back) { (words.back) } }
        }
    };
    let crumbs = [(list, face.options.plural.as_str()), (back, name)];
    Ok(Answer::page(page(&frame, &fill(words.delete_this, &[name]), &crumbs, &body)))
}

pub(crate) fn delete<Conn>(visit: &mut Visit<'_, Conn>, url: &str, key: &str) -> Answered {
    let (model, row) = found(visit, url, key)?;
    let words = visit.words();
    if !model.may(Act::Delete, Some(&row)) {
        return Err(Fail::Forbidden { act: "delete", model: model.meta.name }.into());
    }
    let version: Option<i64> = visit.asked.field("-version").and_then(|version| version.parse().ok());
    if version.is_none() && row.version.is_some() {
        return Err(Refusal::Bad(words.no_version.to_owned()));
    }
    if version != row.version {
        return Ok(confirm(visit, &model, &row, Some(words.changed_since))?.status(StatusCode::CONFLICT));
    }
    // What goes along is asked for again: its models are few, and their rights may have changed.
    let reach = model.preview_delete(visit.conn, &row)?;
    allowed(visit, Act::Delete, "delete", &reach)?;
    let actor = visit.actor.clone();
    match model.delete(visit.conn, &row, version, &actor) {
        Ok(()) => {
            let said = if model.options.can.trash { words.deleted } else { words.removed };
            let frame = visit.frame(None);
            Ok(Answer::go(frame.list(url)).saying(fill(said, &[cut(&row.label, 90)])))
        }
        Err(Fail::Core(Error::Stale { .. })) => {
            let row = model.find(visit.conn, Rows::Live, key)?;
            Ok(confirm(visit, &model, &row, Some(words.changed_since))?.status(StatusCode::CONFLICT))
        }
        Err(other) => Err(other.into()),
    }
}
