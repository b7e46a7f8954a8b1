//! Two editors of one row: the merge of what both have typed.

use crate::data::Was;
use crate::desk::{Guarded, Seen};
use crate::pages::diff::inline;
use crate::pages::edit::BASE;
use crate::pages::form::Form;
use crate::pages::frame::{page, reason, token};
use crate::pages::{inline as children, input, show};
use crate::web::answer::{Answer, Answered, cut};
use crate::web::request::{Pairs, last};
use crate::web::visit::{Frame, Visit};
use crate::words::fill;
use axum::http::StatusCode;
use maud::html;
use model_core::meta::{Field, Privacy};
use serde_json::Value;

/// What became of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// Nobody changed it, or both to the same.
    None,
    Theirs,
    Mine,
    Both,
}

/// Who changed a field, by its text before, now and as it was typed. Of a field whose text before is unknown, both have
/// changed it if they differ.
pub(crate) fn who(before: Option<&str>, now: &str, mine: &str) -> Change {
    if input::same(now, mine) {
        return match before {
            Some(before) if !input::same(before, now) => Change::Theirs,
            _ => Change::None,
        };
    }
    match before {
        None => Change::Both,
        Some(before) if input::same(before, mine) => Change::Theirs,
        Some(before) if input::same(before, now) => Change::Mine,
        Some(_) => Change::Both,
    }
}

/// The row as the form knew it: out of the trail, or out of the form itself.
fn base<Conn>(
    visit: &mut Visit<'_, Conn>,
    model: &Guarded<'_, Conn>,
    row: &Seen,
    version: i64,
    form: &Pairs,
) -> Result<Option<Was>, crate::data::Fail> {
    if let Some(was) = model.at_version(visit.conn, row, version)? {
        return Ok(Some(was));
    }
    let bound = format!("{}/{version}", row.key);
    let opened = last(form, "-base").and_then(|sealed| visit.secret.open(BASE, &bound, sealed));
    let cells = opened.and_then(|text| serde_json::from_slice::<Vec<Value>>(&text).ok());
    let cells = cells.filter(|cells| cells.len() == row.cells.len());
    Ok(cells.map(|cells| Was { row: crate::data::Row { cells, ..(**row).clone() }, unknown: Vec::new() }))
}

/// The page of a save that started from an old version.
pub(crate) fn draw<Conn>(
    visit: &mut Visit<'_, Conn>,
    model: &Guarded<'_, Conn>,
    now: &Seen,
    version: i64,
    form: &Pairs,
) -> Answered {
    let was = base(visit, model, now, version, form)?;
    let face = model.face();
    let before = |index: usize| {
        let was = was.as_ref().filter(|was| !was.unknown.contains(&index))?;
        Some(input::typed(face.field(index), &was.row.cells[index]))
    };
    let stored = |index: usize| input::typed(face.field(index), &now.cells[index]);
    let mine = |index: usize| match input::sent(form, face.field(index)) {
        Some(text) if face.field(index).privacy != Privacy::Mask => text.to_owned(),
        // What was not sent was not changed.
        _ => before(index).unwrap_or_else(|| stored(index)),
    };
    let settable = face.settable(Some(now));
    // Without a trail of it, nobody knows who changed a masked value, and none is shown: it has to be typed again.
    let secrets: Vec<usize> =
        settable.iter().copied().filter(|index| face.field(*index).privacy == Privacy::Mask).collect();
    let secret_typed = secrets.iter().any(|index| input::sent(form, face.field(*index)).is_some());
    let sorted = |kind: Change| -> Vec<usize> {
        let is = |index: &usize| {
            !secrets.contains(index) && who(before(*index).as_deref(), &stored(*index), &mine(*index)) == kind
        };
        settable.iter().copied().filter(is).collect()
    };
    let (both, theirs, own) = (sorted(Change::Both), sorted(Change::Theirs), sorted(Change::Mine));
    let elsewhere: Vec<usize> = face
        .rest(Some(now), &settable)
        .into_iter()
        .filter(|index| face.field(*index).role == model_core::meta::Role::Plain)
        .filter(|index| before(*index).is_some_and(|before| before != stored(*index)))
        .collect();
    let last_entry = model.history(visit.conn, now, None).ok().and_then(|found| found.entries.into_iter().next());
    let referred = crate::pages::edit::referred_texts(visit, model, Some(now), &mine)?;
    visit.meet(&last_entry)?;
    let base = crate::pages::edit::base_of(visit, model, now);
    let frame = visit.frame(Some(model.url()));
    let (words, to) = (frame.words(), frame.row(model.url(), &now.key));
    let spoken = |index: usize, text: &str| spoken(&frame, face.field(index), text);
    let fields = Form {
        frame: &frame,
        face: &face,
        row: Some(now),
        version: now.version,
        wrong: &[],
        referred: &referred,
        text: &mine,
        dirty: true,
        base: None,
        prefix: "",
    };
    let pair = |index: usize, from: &str, to: &str| {
        html! {
            dt { (show::name(face.field(index))) }
            dd { (inline(&spoken(index, from), &spoken(index, to))) @if to.is_empty() { ins { (words.none) } } }
        }
    };
    let body = html! {
        h1 { (words.conflict) }
        p {
            @match &last_entry {
                Some(entry) => { strong { (crate::pages::history::who(&frame, &entry.who)) } " " (words.saved_at) " "
                    (show::time(entry.at)) ". " },
                None => { (words.somebody_saved) " " },
            }
            (words.text_not_lost)
        }
        @if both.is_empty() && !secret_typed { div.note { p { (words.nothing_collides) } } }
        form.edit method="post" action=(to) data-guard="dirty" novalidate {
            (token(&frame))
            @if let Some(version) = now.version { input type="hidden" name="-version" value=(version); }
            @if let Some(base) = &base { input type="hidden" name="-base" value=(base); }
            @for index in settable.iter().filter(|index| !both.contains(index) && !secrets.contains(index)) {
                @let text = if own.contains(index) { mine(*index) } else { stored(*index) };
                input type="hidden" name=(face.field(*index).name) value=(text);
            }
            (children::carried(visit.desk, model, form))
            @if !both.is_empty() { h2 { (words.changed_by_both) } }
            @for index in &both {
                fieldset {
                    legend { (show::name(face.field(*index))) }
                    @match before(*index) {
                        Some(before) => p.soft { (words.before_was) " " span.value { (spoken(*index, &before)) @if
                            before.is_empty() { (words.none) } } },
                        None => p.soft { (words.before_unknown) },
                    }
                    div.sides {
                        div {
                            h3 { (words.theirs) }
                            div.value {
                                (inline(&spoken(*index, &before(*index).unwrap_or_default()), &spoken(*index,
                                &stored(*index)))) @if stored(*index).is_empty() { ins { (words.none) } } }
                        }
                        div { h3 { (words.yours) } (fields.field(*index)) }
                    }
                }
            }
            @if secret_typed {
                h2 { (words.type_again) }
                @for index in &secrets { (fields.field(*index)) }
            }
            @if !theirs.is_empty() || !elsewhere.is_empty() {
                h2 { (words.changed_by_them) }
                dl.rest { @for index in theirs.iter().chain(&elsewhere) {
                    (pair(*index, &before(*index).unwrap_or_default(), &stored(*index))) } }
            }
            @if !own.is_empty() {
                h2 { (words.changed_by_you) }
                dl.rest { @for index in &own { (pair(*index, &stored(*index), &mine(*index))) } }
            }
            (reason(&frame, face.options.can.history))
            div.foot {
                button.primary { (words.save_merged) }
                a.away href=(to) { (words.throw_mine_away) }
            }
        }
    };
    let crumbs = [(frame.list(model.url()), face.options.plural.as_str()), (to.clone(), now.label.as_str())];
    Ok(Answer::page(page(&frame, words.conflict, &crumbs, &body)).status(StatusCode::CONFLICT))
}

/// A typed text as people read it.
fn spoken(frame: &Frame<'_>, field: &Field, text: &str) -> String {
    match text {
        "" => String::new(),
        "true" | "false" if field.encoding == model_core::audit::Encoding::Bool => {
            show::spoken(frame.words(), Some(field), &Value::Bool(text == "true"))
        }
        text => show::spoken(frame.words(), Some(field), &Value::String(text.replace("\r\n", "\n"))),
    }
}

/// The page of a save to a row that was deleted meanwhile.
pub(crate) fn deleted<Conn>(
    visit: &mut Visit<'_, Conn>,
    model: &Guarded<'_, Conn>,
    row: &Seen,
    form: &Pairs,
) -> Answered {
    let face = model.face();
    let typed: Vec<(usize, String)> = face
        .settable(Some(row))
        .into_iter()
        .filter(|index| face.field(*index).privacy != Privacy::Mask)
        .filter_map(|index| input::sent(form, face.field(index)).map(|text| (index, text.to_owned())))
        .filter(|(index, text)| !input::same(text, &input::typed(face.field(*index), &row.cells[*index])))
        .collect();
    let frame = visit.frame(Some(model.url()));
    let (words, to) = (frame.words(), frame.row(model.url(), &row.key));
    let body = html! {
        h1 { (fill(words.deleted_meanwhile, &[cut(&row.label, 90)])) }
        p { (words.text_not_lost) " " (words.restore_first) }
        @if !typed.is_empty() {
            h2 { (words.yours) }
            dl.rest {
                @for (index, text) in &typed {
                    dt { (show::name(face.field(*index))) }
                    dd { (inline(&spoken(&frame, face.field(*index), &input::typed(face.field(*index),
                        &row.cells[*index])), &spoken(&frame, face.field(*index), text))) }
                }
            }
        }
        @if face.may(crate::policy::Act::Restore, Some(row)) {
            form.foot method="post" action={ (to) "restore" } {
                (token(&frame))
                input type="hidden" name="-then" value="save";
                @for (index, text) in &typed { input type="hidden" name=(face.field(*index).name) value=(text); }
                (children::carried(visit.desk, model, form))
                button.primary { (words.restore_and_edit) }
                a.away href=(frame.list(model.url())) { (words.throw_mine_away) }
            }
        }
    };
    let crumbs = [(frame.list(model.url()), face.options.plural.as_str())];
    Ok(Answer::page(page(&frame, &row.label, &crumbs, &body)).status(StatusCode::GONE))
}

pub(crate) fn fields_only(form: &Pairs) -> Pairs {
    form.iter().filter(|(name, _)| !name.starts_with('-')).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::{Change, who};

    #[test]
    fn all_combinations_of_who_changed_a_field() {
        for mine in [false, true] {
            for theirs in [false, true] {
                for same in [false, true] {
                    let typed = if mine { "new" } else { "old" };
                    let stored = match (theirs, same) {
                        (false, _) => "old",
                        (true, true) => "new",
                        (true, false) => "other",
                    };
                    let expected = match (mine, theirs, same) {
                        (false, false, _) => Change::None,
                        (false, true, _) | (true, true, true) => Change::Theirs,
                        (true, false, _) => Change::Mine,
                        (true, true, false) => Change::Both,
                    };
                    assert_eq!(who(Some("old"), stored, typed), expected, "{mine} {theirs} {same}");
                }
            }
        }
        assert_eq!(who(None, "now", "mine"), Change::Both);
        assert_eq!(who(None, "now", "now"), Change::None);
        assert_eq!(who(Some("a\nb"), "a\nb", "a\r\nb"), Change::None);
    }
}
