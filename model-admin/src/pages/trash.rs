//! The trash, and the way out of it.

use crate::data::{Ask, Entries, Entry, Fail, Page, Rows};
use crate::desk::{Face, Guarded, Seen};
use crate::keep::{DeskConnection, Keeps, TrailFilter};
use crate::pages::delete::{allowed, rows, tree};
use crate::pages::edit::one_button;
use crate::pages::frame::{empty, heading, page};
use crate::pages::history::who;
use crate::pages::{conflict, show};
use crate::policy::Act;
use crate::web::answer::{Answer, Answered, Refusal, cut};
use crate::web::request::encoded;
use crate::web::visit::{Frame, Visit};
use crate::words::fill;
use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use maud::{Markup, html};
use model_core::Error;
use model_core::meta::Role;
use std::collections::BTreeMap;

/// Who deleted each row of a page: the last deletion in its history, one statement for all, from the first to the last
/// deletion on the page.
fn deletions<Conn: DeskConnection>(
    visit: &mut Visit<'_, Conn>,
    model: &Guarded<'_, Conn>,
    found: &Page,
) -> Result<BTreeMap<String, Entry>, Fail> {
    let mut of = BTreeMap::new();
    if !model.options.can.history || found.rows.is_empty() {
        return Ok(of);
    }
    let at = model.role(Role::DeletedAt);
    let times = found.rows.iter().filter_map(|row| row.cells[at?].as_str()?.parse::<DateTime<Utc>>().ok());
    let times: Vec<DateTime<Utc>> = times.collect();
    let filter = TrailFilter {
        content_type: Some(model.meta.content_type.to_owned()),
        action: Some("delete".to_owned()),
        since: times.iter().min().copied(),
        until: times.iter().max().map(|last| *last + TimeDelta::milliseconds(1)),
        limit: 500,
        ..TrailFilter::default()
    };
    let Entries { entries, .. } = <Conn::Backend as Keeps<Conn>>::trail(visit.conn, filter)?;
    for entry in entries {
        of.entry(entry.object.clone()).or_insert(entry);
    }
    Ok(of)
}

pub(crate) fn trash<Conn: DeskConnection>(visit: &mut Visit<'_, Conn>, url: &str) -> Answered {
    let model = visit.model(url)?;
    if !model.may(Act::Restore, None) {
        return Err(Fail::Forbidden { act: "restore", model: model.meta.name }.into());
    }
    let parameters = visit.asked.query.iter().filter(|(_, value)| !value.is_empty()).cloned().collect();
    let found = model
        .page(visit.conn, Ask { limit: model.options.page, count: true, ..Ask::new(Rows::Deleted, parameters) })?;
    let by = deletions(visit, &model, &found)?;
    visit.meet(by.values())?;
    let face = model.face();
    let frame = visit.frame(Some(url));
    let words = frame.words();
    let list = frame.list(url);
    let title = fill(words.trash_of, &[&face.options.plural]);
    let count = counted(&found);
    let acts = html! { @if face.may(Act::Purge, None) { a.act.bad href={ (list) "-/purge" } { (words.purge) "…" } } };
    let body = html! {
        (heading(&html! { (title) span.count { (count) } }, &acts))
        @if let Some(age) = face.options.purge_after {
            p.soft { (fill(words.kept_for, &[&(age.as_secs() / 86_400).to_string()])) }
        }
        @if found.rows.is_empty() {
            (empty(&fill(words.trash_empty, &[&show::lower(&face.options.plural)]), &html! { a href=(list) {
                (words.back_to_list) } }))
        } @else {
            (table(&frame, &face, &found, &by))
            (pages(&frame, &format!("{list}-/trash"), &found))
        }
    };
    Ok(Answer::page(page(&frame, &title, &[(list, &face.options.plural)], &body)))
}

/// How many rows of each model the page of all models shows.
const LAST: usize = 5;

/// What was deleted last, of all models.
pub(crate) fn all<Conn: DeskConnection>(visit: &mut Visit<'_, Conn>) -> Answered {
    let models: Vec<_> = visit
        .desk
        .models(visit.staff)
        .filter(|model| !model.options.section && model.may(Act::Restore, None))
        .collect();
    if models.is_empty() {
        return Err(Fail::Forbidden { act: "restore", model: "" }.into());
    }
    let mut found = Vec::new();
    for model in models {
        let ask = Ask { limit: LAST, count: true, ..Ask::new(Rows::Deleted, Vec::new()) };
        let rows = model.page(visit.conn, ask)?;
        let by = deletions(visit, &model, &rows)?;
        if !rows.rows.is_empty() {
            found.push((model, rows, by));
        }
    }
    visit.meet(found.iter().flat_map(|(_, _, by)| by.values()))?;
    let frame = visit.frame(None);
    let words = frame.words();
    let body = html! {
        (heading(&html! { (words.trash) }, &html! {}))
        @if found.is_empty() {
            (empty(words.trash_is_empty, &html! { a href=(frame.to("/")) { (words.back_home) } }))
        } @else {
            p.soft { (words.trash_of_all) }
        }
        @for (model, rows, by) in &found {
            h2 {
                a href={ (frame.list(model.url())) "-/trash" } { (model.options.plural) }
                span.count { " " (counted(rows)) }
            }
            (table(&frame, &model.face(), rows, by))
        }
    };
    Ok(Answer::page(page(&frame, words.trash, &[], &body)))
}

fn counted(page: &Page) -> String {
    match page.total {
        crate::data::Total::Exact(count) => count.to_string(),
        crate::data::Total::AtLeast(count) => format!("{count}+"),
    }
}

fn table(frame: &Frame<'_>, face: &Face<'_>, found: &Page, by: &BTreeMap<String, Entry>) -> Markup {
    let words = frame.words();
    let at = face.role(Role::DeletedAt).filter(|field| face.sees(*field, None));
    html! {
        div.scroll {
            table.list {
                caption.sr { (face.options.plural) }
                thead {
                    tr {
                        th scope="col" { (face.options.label) }
                        th scope="col" { (words.deleted_at) }
                        @if !by.is_empty() { th scope="col" { (words.deleted_by) } }
                        th scope="col" { span.sr { (words.what_to_do) } }
                    }
                }
                tbody {
                    @for row in &found.rows {
                        @let to = frame.row(&face.options.home, &row.key);
                        tr {
                            th scope="row" { a href=(to) data-row { (cut(&row.label, 90)) } }
                            td data-label=(words.deleted_at) {
                                span { @match by.get(&row.key) {
                                    Some(entry) => (show::time(entry.at)),
                                    None => @if let Some(at) = at {
                                        (show::value(frame, face, at, &row.cells[at], &BTreeMap::new(), true)) },
                                } }
                            }
                            @if !by.is_empty() {
                                td data-label=(words.deleted_by) { span { @if let Some(entry) = by.get(&row.key) {
                                    (who(frame, &entry.who)) } @else { span.none { (words.unknown) } } } }
                            }
                            td.row-acts { @if face.may(Act::Restore, None) { a.act href={ (to) "restore" } {
                                (words.restore) "…" } } }
                        }
                    }
                }
            }
        }
    }
}

fn pages(frame: &Frame<'_>, to: &str, found: &Page) -> Markup {
    let words = frame.words();
    let at = |name: &str, cursor: &str| format!("{to}?{}", encoded(&[(name.to_owned(), cursor.to_owned())]));
    html! {
        @if found.previous.is_some() || found.next.is_some() {
            nav.pages aria-label=(words.pages) {
                span { @if let Some(cursor) = &found.previous { a.button href=(at("before", cursor)) rel="prev" { "← "
                    (words.previous) } } }
                span { @if let Some(cursor) = &found.next { a.button href=(at("after", cursor)) rel="next" {
                    (words.next) " →" } } }
            }
        }
    }
}

fn deleted<'a, Conn>(visit: &mut Visit<'a, Conn>, url: &str, key: &str) -> Result<(Guarded<'a, Conn>, Seen), Refusal> {
    let model = visit.model(url)?;
    let row = model.find(visit.conn, Rows::Any, key)?;
    if !row.deleted {
        return Err(Error::NotDeleted.into());
    }
    if !model.may(Act::Restore, Some(&row)) {
        return Err(Fail::Forbidden { act: "restore", model: model.meta.name }.into());
    }
    Ok((model, row))
}

pub(crate) fn preview<Conn: DeskConnection>(visit: &mut Visit<'_, Conn>, url: &str, key: &str) -> Answered {
    let (model, row) = deleted(visit, url, key)?;
    let reach = model.preview_restore(visit.conn, &row)?;
    allowed(visit, Act::Restore, "restore", &reach)?;
    let mut blocks = Vec::new();
    reach.in_the_way(&mut blocks);
    if !blocks.is_empty() {
        return parents(visit, &model, &row, &blocks.iter().map(|block| block.model).collect::<Vec<_>>());
    }
    let face = model.face();
    let frame = visit.frame(Some(url));
    let (words, known) = (frame.words(), visit.desk.known());
    let (trash, base) = (format!("{}-/trash", frame.list(url)), frame.row(url, &row.key));
    let all = rows(&frame, &reach);
    let says = if reach.total() == 1 { words.comes_back.to_owned() } else { fill(words.come_back, &[&all]) };
    let label = if reach.total() == 1 { words.restore.to_owned() } else { fill(words.restore_rows, &[&all]) };
    let name = cut(&row.label, 90);
    let title = fill(words.restore_this, &[name]);
    let body = html! {
        h1 { (title) }
        p { (says) }
        @if !reach.along.is_empty() { ul.tree { (tree(&frame, known, &reach)) } }
        (one_button(&frame, &format!("{base}restore"), &[], "primary", &label, (&trash, words.leave_it),
            face.options.can.history))
    };
    let crumbs = [(frame.list(url), face.options.plural.as_str()), (trash, words.trash), (base, name)];
    Ok(Answer::page(page(&frame, &title, &crumbs, &body)))
}

/// The page of a row whose parent is deleted too.
fn parents<Conn>(
    visit: &mut Visit<'_, Conn>,
    model: &Guarded<'_, Conn>,
    row: &Seen,
    blocks: &[&'static str],
) -> Answered {
    // Who may not restore the parent must not do it by the child.
    let may = blocks.iter().all(|block| {
        let known = show::named(visit.desk.known(), block).map(|known| known.url.clone());
        known.and_then(|url| visit.desk.model(&url, visit.staff)).is_some_and(|parent| parent.may(Act::Restore, None))
    });
    let frame = visit.frame(Some(model.url()));
    let words = frame.words();
    let names: Vec<String> = blocks
        .iter()
        .map(|block| {
            show::named(visit.desk.known(), block)
                .map_or_else(|| (*block).to_owned(), |known| show::lower(&known.label))
        })
        .collect();
    let names = names.join(", ");
    let (list, base) = (frame.list(model.url()), frame.row(model.url(), &row.key));
    let title = fill(words.parent_deleted, &[&names]);
    let body = html! {
        h1 { (title) }
        p { (fill(words.parent_too, &[cut(&row.label, 90), &names])) }
        @if may {
            (one_button(&frame, &format!("{base}restore"), &[("-parents", "true".to_owned())], "primary",
                &fill(words.restore_with, &[&names]), (&format!("{list}-/trash"), words.leave_it), model.options.can.history))
        } @else {
            p { (words.may_not_restore_parent) }
            div.foot { a.button href={ (list) "-/trash" } { (words.back) } }
        }
    };
    let crumbs = [(list.clone(), model.options.plural.as_str()), (format!("{list}-/trash"), words.trash)];
    Ok(Answer::page(page(&frame, &title, &crumbs, &body)).status(StatusCode::CONFLICT))
}

pub(crate) fn restore<Conn: DeskConnection>(visit: &mut Visit<'_, Conn>, url: &str, key: &str) -> Answered {
    let (model, row) = deleted(visit, url, key)?;
    let reach = model.preview_restore(visit.conn, &row)?;
    allowed(visit, Act::Restore, "restore", &reach)?;
    let mut blocks = Vec::new();
    reach.in_the_way(&mut blocks);
    let blocks: Vec<&'static str> = blocks.iter().map(|block| block.model).collect();
    let with_parents = visit.asked.field("-parents") == Some("true");
    if !blocks.is_empty() {
        let may = |block: &&str| {
            let known = show::named(visit.desk.known(), block).map(|known| known.url.clone());
            known
                .and_then(|url| visit.desk.model(&url, visit.staff))
                .is_some_and(|parent| parent.may(Act::Restore, None))
        };
        if !with_parents || !blocks.iter().all(may) {
            return parents(visit, &model, &row, &blocks);
        }
    }
    let (words, actor) = (visit.words(), visit.actor.clone());
    let restored = model.restore(visit.conn, &row, with_parents, &actor);
    if let Err(Fail::Core(Error::ParentDeleted { parent, .. })) = restored {
        return parents(visit, &model, &row, &[parent]);
    }
    let restored = restored?;
    if visit.asked.field("-then") == Some("save") {
        // Somebody edited the row while it was deleted: their text comes back into the form, not saved.
        let mut typed = conflict::fields_only(&visit.asked.form);
        typed.extend(restored.version.map(|version| ("-version".to_owned(), version.to_string())));
        return crate::pages::edit::kept(visit, url, key, &typed);
    }
    let to = visit.frame(None).row(url, &restored.key);
    Ok(Answer::go(to).saying(fill(words.restored, &[cut(&restored.label, 90)])))
}
