//! The audit trail of all models, for reading only, and one operation of it.

use crate::data::{Entry, Fail, Who};
use crate::desk::{Desk, Guarded};
use crate::keep::{DeskConnection, Keeps, TrailFilter};
use crate::pages::frame::{empty, heading, page};
use crate::pages::history::{bad_place, changes, line};
use crate::pages::show::Referred;
use crate::policy::Act;
use crate::staff::Staff;
use crate::web::answer::{Answer, Answered, Refusal, cut};
use crate::web::request::{Pairs, encoded};
use crate::web::visit::{Frame, Visit};
use crate::words::fill;
use chrono::{DateTime, NaiveDate, Utc};
use maud::{Markup, html};

/// Whether somebody may read the trail of all models: they may see the history of each, and all of its rows. An entry
/// cannot be asked whether its row may be seen, because the row may be gone.
pub(crate) fn may<Conn>(desk: &Desk<Conn>, staff: &Staff) -> bool {
    desk.models(staff).any(|model| reads(&model))
}

fn reads<Conn>(model: &Guarded<'_, Conn>) -> bool {
    model.may(Act::SeeHistory, None) && model.sees_all()
}

/// The entry as this member of staff may see it; none if it is not for them.
fn bare<Conn>(visit: &Visit<'_, Conn>, entry: Entry) -> Option<Entry> {
    let model = visit.desk.of_type(&entry.content_type, visit.staff).filter(reads)?;
    Some(model.bare_entry(entry, None))
}

const PARAMETERS: [&str; 9] = ["model", "action", "actor", "field", "request", "since", "until", "before", "object"];

fn filter<Conn>(visit: &Visit<'_, Conn>) -> Result<TrailFilter, Refusal> {
    let (asked, words) = (visit.asked, visit.words());
    if let Some((name, _)) = asked.query.iter().find(|(name, _)| !PARAMETERS.contains(&name.as_str())) {
        return Err(Refusal::Fail(Fail::Parameter { name: name.clone(), message: words.unknown_parameter.to_owned() }));
    }
    let text = |name: &str| asked.parameter(name).map(str::to_owned);
    let instant = |name: &str| -> Result<Option<DateTime<Utc>>, Refusal> {
        let Some(text) = asked.parameter(name) else { return Ok(None) };
        let day =
            || text.parse::<NaiveDate>().ok().and_then(|day| day.and_hms_opt(0, 0, 0)).map(|naive| naive.and_utc());
        let at = text.parse::<DateTime<Utc>>().ok().or_else(day);
        let refused = || Refusal::Fail(Fail::Parameter { name: name.to_owned(), message: words.not_date.to_owned() });
        at.map(Some).ok_or_else(refused)
    };
    let content_type = match asked.parameter("model") {
        Some(url) => Some(visit.model(url)?.meta.content_type.to_owned()),
        None => None,
    };
    let before = match asked.parameter("before") {
        Some(text) => Some(text.parse().map_err(|_| bad_place(words))?),
        None => None,
    };
    Ok(TrailFilter {
        content_type,
        object: text("object"),
        action: text("action"),
        actor: text("actor").map(|id| match id.split_once(':') {
            Some((kind, id)) => Who { kind: kind.to_owned(), id: Some(id.to_owned()) },
            None => Who { kind: "user".to_owned(), id: Some(id) },
        }),
        field: text("field"),
        request: text("request"),
        since: instant("since")?,
        until: instant("until")?,
        before,
        limit: 50,
        ..TrailFilter::default()
    })
}

pub(crate) fn trail<Conn: DeskConnection>(visit: &mut Visit<'_, Conn>) -> Answered {
    if !visit.trail {
        return Err(Fail::Forbidden { act: "see the history of", model: "" }.into());
    }
    let filter = filter(visit)?;
    let found = <Conn::Backend as Keeps<Conn>>::trail(visit.conn, filter)?;
    let entries: Vec<Entry> = found.entries.into_iter().filter_map(|entry| bare(visit, entry)).collect();
    visit.meet(&entries)?;
    let frame = visit.frame(Some("-/trail"));
    let words = frame.words();
    let kept: Pairs =
        visit.asked.query.iter().filter(|(name, value)| name != "before" && !value.is_empty()).cloned().collect();
    let asked = !kept.is_empty();
    let to = frame.to("/-/trail");
    let body = html! {
        (heading(&html! { (words.trail) }, &html! {}))
        (form(visit, &frame, asked))
        @if entries.is_empty() {
            (empty(if asked || found.before.is_some() { words.no_entries_match } else { words.no_history }, &html! {
                @if asked { a href=(to) { (words.clear) } } }))
        }
        ol.entries { @for entry in &entries { li { (subject(visit, &frame, entry, true)) } } }
        @if let Some(number) = found.stopped_after {
            div.note { p { (fill(words.trail_stopped_after, &[&number.to_string()])) } }
        }
        nav.pages aria-label=(words.pages) {
            span { @if visit.asked.parameter("before").is_some() { a.button href={ (to) @if asked { "?"
                (encoded(&kept)) } } { "← " (words.newest) } } }
            span {
                @if let Some(before) = found.before {
                    @let place = [("before".to_owned(), before.to_string())];
                    @let pairs = [&kept[..], &place].concat();
                    a.button href={ (to) "?" (encoded(&pairs)) } {
                        @if found.stopped_after.is_some() { (words.search_on) } @else { (words.older) } " →" }
                }
            }
        }
    };
    Ok(Answer::page(page(&frame, words.trail, &[], &body)))
}

fn form<Conn>(visit: &Visit<'_, Conn>, frame: &Frame<'_>, asked: bool) -> Markup {
    let words = frame.words();
    let value = |name: &str| visit.asked.parameter(name).unwrap_or_default();
    let actions = [
        ("create", words.was_created),
        ("patch", words.was_changed),
        ("delete", words.was_deleted),
        ("restore", words.was_restored),
        ("hard_delete", words.was_removed),
    ];
    html! {
        form.filters role="search" action=(frame.to("/-/trail")) {
            label { (words.model) select name="model" {
                option value="" { (words.any) }
                @for model in visit.desk.models(visit.staff).filter(|model| model.may(Act::SeeHistory, None)) {
                    option value=(model.url()) selected[value("model") == model.url()] { (model.options.plural) }
                }
            } }
            label { (words.action) select name="action" {
                option value="" { (words.any) }
                @for (name, label) in actions { option value=(name) selected[value("action") == name] { (label) } }
            } }
            label { (words.actor) input type="text" name="actor" value=(value("actor")) maxlength="200"; }
            label { (words.field) input type="text" name="field" value=(value("field")) maxlength="100"; }
            label { (words.since) input type="date" name="since" value=(value("since").get(..10).unwrap_or_default()); }
            label { (words.until) input type="date" name="until" value=(value("until").get(..10).unwrap_or_default()); }
            @if !value("request").is_empty() { input type="hidden" name="request" value=(value("request")); }
            button { (words.filter) }
            @if asked { a.clear href=(frame.to("/-/trail")) { (words.clear) } }
        }
    }
}

/// An entry with the name of its row, and a link to it.
pub(crate) fn subject<Conn>(visit: &Visit<'_, Conn>, frame: &Frame<'_>, entry: &Entry, batch: bool) -> Markup {
    let words = frame.words();
    let model = visit.desk.of_type(&entry.content_type, visit.staff);
    let acts =
        html! { @if batch { a.act href={ (frame.to("/-/trail/batch/")) (entry.batch) } { (words.whole_operation) } } };
    html! {
        (line(frame, entry, &acts))
        @if let Some(model) = &model {
            div {
                span.soft { (model.options.label) " " }
                a href={ (frame.row(model.url(), &entry.object)) "history" } { (cut(&entry.label, 90)) }
            }
        }
        (changes(frame, model.as_ref().map(|model| model.face()).as_ref(), entry, &Referred::new()))
    }
}

/// All entries of one operation.
pub(crate) fn batch<Conn: DeskConnection>(visit: &mut Visit<'_, Conn>, id: uuid::Uuid) -> Answered {
    if !visit.trail {
        return Err(Fail::Forbidden { act: "see the history of", model: "" }.into());
    }
    let filter = TrailFilter { batch: Some(id), limit: 200, ..TrailFilter::default() };
    let found = <Conn::Backend as Keeps<Conn>>::trail(visit.conn, filter)?;
    let more = found.before.is_some();
    let entries: Vec<Entry> = found.entries.into_iter().filter_map(|entry| bare(visit, entry)).rev().collect();
    visit.meet(&entries)?;
    let Some(first) = entries.first() else { return Err(Refusal::NotFound) };
    let deleted = entries.iter().all(|entry| entry.action == "delete");
    let model =
        visit.desk.of_type(&first.content_type, visit.staff).filter(|model| deleted && model.may(Act::Restore, None));
    let frame = visit.frame(Some("-/trail"));
    let words = frame.words();
    let title = fill(words.operation, &[&id.to_string()[..8]]);
    let acts = html! { @if let Some(model) = model { a.button href={ (frame.row(model.url(), &first.object)) "restore"
    } { (words.restore) "…" } } };
    let body = html! {
        (heading(&html! { (title) }, &acts))
        @if more { div.note { p { (words.only_last_entries) } } }
        ol.entries { @for entry in &entries { li { (subject(visit, &frame, entry, false)) } } }
    };
    Ok(Answer::page(page(&frame, &title, &[(frame.to("/-/trail"), words.trail)], &body)))
}
