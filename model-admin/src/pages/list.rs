//! The list of a model's rows.

use crate::data::{Ask, Page, Row, Rows, Total};
use crate::desk::{Face, Guarded};
use crate::pages::frame::{empty, heading, page, token};
use crate::pages::input::{Kind, kind};
use crate::pages::show::{self, Referred};
use crate::policy::Act;
use crate::web::answer::{Answer, Answered};
use crate::web::request::{Pairs, encoded};
use crate::web::visit::{Frame, Visit};
use crate::words::fill;
use maud::{Markup, html};
use model_core::audit::Encoding;
use model_core::meta::Field;
use serde_json::Value;
use std::collections::BTreeMap;

/// Which filter a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filtered {
    Equal,
    Range,
    Contains,
}

/// Times, dates and numbers are filtered from one value to another, and free texts by what they contain.
pub(crate) fn filtered(field: &Field) -> Filtered {
    match field.encoding {
        _ if field.facts.refers.is_some() || !field.facts.choices.is_empty() => Filtered::Equal,
        Encoding::Text => Filtered::Contains,
        Encoding::Bool | Encoding::Uuid => Filtered::Equal,
        _ => Filtered::Range,
    }
}

pub(crate) fn list<Conn>(visit: &mut Visit<'_, Conn>, url: &str) -> Answered {
    let model = visit.model(url)?;
    let parameters = visit.asked.query.iter().filter(|(_, value)| !value.is_empty()).cloned().collect();
    let ask = Ask { limit: model.options.page, count: true, ..Ask::new(Rows::Live, parameters) };
    let found = model.page(visit.conn, ask)?;
    let shown = shown(&model.face());
    let mut referred = referred(visit, &model, &found.rows, &shown)?;
    for field in &model.options.filter {
        // What a filter is set to has a name too.
        if let Some(value) = visit.asked.parameter(model.field(*field).name).map(str::to_owned) {
            let labels = labels_of(visit, &model, *field, &[value])?;
            referred.entry(*field).or_default().extend(labels);
        }
    }
    let frame = visit.frame(Some(url));
    let body = draw(&frame, &model.face(), &found, &shown, &referred, model.is_blind());
    Ok(Answer::page(page(&frame, &model.options.plural, &[], &body)))
}

/// The columns of the list that this member of staff may see.
pub(crate) fn shown(face: &Face<'_>) -> Vec<usize> {
    face.options.list.iter().copied().filter(|field| face.sees(*field, None)).collect()
}

/// The names of the rows that foreign keys in these columns refer to: one statement for each column.
pub(crate) fn referred<Conn>(
    visit: &mut Visit<'_, Conn>,
    model: &Guarded<'_, Conn>,
    rows: &[Row],
    columns: &[usize],
) -> Result<Referred, crate::data::Fail> {
    let mut referred = BTreeMap::new();
    for column in columns.iter().filter(|column| model.field(**column).facts.refers.is_some()) {
        let mut keys: Vec<String> = rows.iter().filter_map(|row| key_text(&row.cells[*column])).collect();
        keys.sort();
        keys.dedup();
        referred.insert(*column, labels_of(visit, model, *column, &keys)?);
    }
    Ok(referred)
}

/// The names of the rows with these keys, of the model that a foreign key refers to.
pub(crate) fn labels_of<Conn>(
    visit: &mut Visit<'_, Conn>,
    model: &Guarded<'_, Conn>,
    column: usize,
    keys: &[String],
) -> Result<crate::data::Labels, crate::data::Fail> {
    let target = model.field(column).facts.refers.map(|target| target().content_type);
    match target.and_then(|name| visit.desk.of_type(name, visit.staff)) {
        Some(target) => target.labels(visit.conn, keys),
        None => Ok(crate::data::Labels::new()),
    }
}

/// The value of a foreign key as the key of a row.
pub(crate) fn key_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

pub(crate) fn total(page: &Page) -> String {
    match page.total {
        Total::Exact(count) => count.to_string(),
        Total::AtLeast(count) => format!("{count}+"),
    }
}

/// The parameters without the place in the list, and without some others.
fn kept(query: &Pairs, without: &[&str]) -> Pairs {
    let stays = |name: &str| !["after", "before"].contains(&name) && !without.contains(&name);
    query.iter().filter(|(name, value)| stays(name) && !value.is_empty()).cloned().collect()
}

fn address(frame: &Frame<'_>, url: &str, mut pairs: Pairs, more: Option<(&str, &str)>) -> String {
    pairs.extend(more.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let list = frame.list(url);
    if pairs.is_empty() { list } else { format!("{list}?{}", encoded(&pairs)) }
}

fn draw(frame: &Frame<'_>, face: &Face<'_>, found: &Page, shown: &[usize], referred: &Referred, blind: bool) -> Markup {
    let (words, options) = (frame.words(), face.options);
    let url = options.url.as_str();
    let title = html! { (options.plural) span.count { (total(found)) } };
    let acts = html! {
        @if face.may(Act::Restore, None) { a.act href={ (frame.list(url)) "-/trash" } { (words.trash) } }
        @if face.may(Act::Create, None) {
            a.button.primary href={ (frame.list(url)) "-/new" } data-key="n" {
                (fill(words.new, &[&show::lower(&options.label)])) }
        }
    };
    let asked: Pairs = kept(&frame.asked.query, &["sort", "limit"]);
    html! {
        (heading(&title, &acts))
        (filters(frame, face, referred, !asked.is_empty()))
        @if found.rows.is_empty() && found.stopped_after.is_some() {
            (empty(&fill(words.none_so_far, &[&show::lower(&options.plural)]), &html! {
                a href=(frame.list(url)) { (words.clear) } }))
            (pages(frame, url, found))
        } @else if found.rows.is_empty() {
            (nothing(frame, face, blind, !asked.is_empty()))
        } @else {
            (table(frame, face, found, shown, referred))
            (pages(frame, url, found))
            @if face.may(Act::Export, None) { (exports(frame, url, &asked)) }
        }
    }
}

fn nothing(frame: &Frame<'_>, face: &Face<'_>, blind: bool, asked: bool) -> Markup {
    let (words, options) = (frame.words(), face.options);
    let plural = show::lower(&options.plural);
    let clear = html! { a href=(frame.list(&options.url)) { (words.clear) } };
    if blind {
        return empty(&fill(words.no_rows_for_you, &[&plural]), &html! {});
    }
    if asked {
        return empty(&fill(words.nothing_matches, &[&plural]), &clear);
    }
    if frame.asked.parameter("after").or(frame.asked.parameter("before")).is_some() {
        return empty(words.end_of_list, &clear);
    }
    let new = html! {
        @if face.may(Act::Create, None) {
            a href={ (frame.list(&options.url)) "-/new" } { (fill(words.first, &[&show::lower(&options.label)])) }
        }
    };
    empty(&fill(words.nothing_yet, &[&plural]), &new)
}

fn filters(frame: &Frame<'_>, face: &Face<'_>, referred: &Referred, asked: bool) -> Markup {
    let (words, options) = (frame.words(), face.options);
    let searched: Vec<String> = options
        .search
        .iter()
        .filter(|field| face.sees(**field, None))
        .map(|field| show::lower(&show::name(face.field(*field))))
        .collect();
    let filtered: Vec<usize> = options.filter.iter().copied().filter(|field| face.sees(*field, None)).collect();
    if searched.is_empty() && filtered.is_empty() {
        return html! {};
    }
    let asked_for = |name: &str| frame.asked.parameter(name).unwrap_or_default().to_owned();
    html! {
        form.filters role="search" action=(frame.list(&options.url)) {
            @if let Some(sort) = frame.asked.parameter("sort") { input type="hidden" name="sort" value=(sort); }
            @if !searched.is_empty() {
                label.grow {
                    (words.search)
                    input id="search" type="search" name="q" value=(asked_for("q"))
                        placeholder=(fill(words.search_in, &[&searched.join(", ")])) maxlength="200";
                }
            }
            @for field in filtered { (filter(frame, face, field, referred, &asked_for)) }
            button { (words.filter) }
            @if asked { a.clear href=(frame.list(&options.url)) { (words.clear) } }
        }
    }
}

fn filter(
    frame: &Frame<'_>,
    face: &Face<'_>,
    index: usize,
    referred: &Referred,
    asked: &dyn Fn(&str) -> String,
) -> Markup {
    let (words, field) = (frame.words(), face.field(index));
    let (name, label) = (field.name, show::name(field));
    let date = matches!(field.encoding, Encoding::Instant | Encoding::InstantText | Encoding::Naive | Encoding::Date);
    let typed = if date { "date" } else { "text" };
    match (filtered(field), kind(field, frame.nav)) {
        (Filtered::Equal, Kind::Reference(target)) => html! {
            label {
                (label)
                @let value = asked(name);
                @let known = referred.get(&index).and_then(|labels| labels.get(&value));
                input type="text" name=(name) value=(value) list={ "o-" (name) } autocomplete="off" title=[known]
                    placeholder=(words.type_to_search) data-options=(frame.to(&format!("/{target}/-/options?q=")));
                datalist id={ "o-" (name) } { @if let Some(known) = known { option value=(value) { (known) } } }
                @if let Some(known) = known { span.known { (known) } }
            }
        },
        (Filtered::Equal, Kind::Check | Kind::Choice) => html! {
            label {
                (label)
                select name=(name) {
                    @let truths = [("true", words.yes), ("false", words.no)];
                    @let choices = if field.facts.choices.is_empty() { &truths[..] } else { field.facts.choices };
                    option value="" { (words.any) }
                    @for (value, text) in choices { option value=(value) selected[asked(name) == *value] { (text) } }
                }
            }
        },
        (Filtered::Equal, _) => html! { label { (label) input type="text" name=(name) value=(asked(name)); } },
        (Filtered::Contains, _) => html! {
            @let name = format!("{name}.contains");
            label { (label) input type="text" name=(name) value=(asked(&name)) placeholder=(words.contains)
                maxlength="200"; }
        },
        (Filtered::Range, _) => html! {
            @for (end, words) in [("from", words.from), ("before", words.before)] {
                @let name = format!("{name}.{end}");
                label { (label) " " (words) input type=(typed) name=(name) value=(asked(&name)); }
            }
        },
    }
}

fn table(frame: &Frame<'_>, face: &Face<'_>, found: &Page, shown: &[usize], referred: &Referred) -> Markup {
    let (words, options) = (frame.words(), face.options);
    let picks = face.may(Act::Delete, None) || options.actions.iter().any(|(name, _)| face.may(Act::Do(name), None));
    let table = html! {
        div.scroll {
            table.list {
                caption.sr { (options.plural) }
                thead {
                    tr {
                        @if picks {
                            th.pick scope="col" { label { span.sr { (words.select_all) } input type="checkbox"
                                data-all hidden; } }
                        }
                        @for field in shown { (head(frame, face, *field, found)) }
                    }
                }
                tbody { @for row in &found.rows { (line(frame, face, row, shown, referred, picks)) } }
            }
        }
    };
    if !picks {
        return table;
    }
    html! {
        form method="post" action={ (frame.list(&options.url)) "-/bulk" } {
            (token(frame))
            input type="hidden" name="-query" value=(encoded(&kept(&frame.asked.query, &["sort", "limit"])));
            (table)
            div.bulk {
                label for="bulk-do" { (words.with_selected) }
                select id="bulk-do" name="-do" {
                    @for (name, label) in options.actions.iter().filter(|(name, _)| face.may(Act::Do(name), None)) {
                        option value={ "do." (name) } { (label) }
                    }
                    @if face.may(Act::Delete, None) { option value="delete" { (words.delete) } }
                }
                button { (words.go_on) }
                label.all { input type="checkbox" name="-all" value="true"; (words.all_that_match) }
            }
        }
    }
}

fn head(frame: &Frame<'_>, face: &Face<'_>, index: usize, found: &Page) -> Markup {
    let field = face.field(index);
    let number = show::is_number(field);
    let name = show::name(field);
    if !face.options.sort.contains(&index) {
        return html! { th.num[number] scope="col" { (name) } };
    }
    let sorted = found.order.first().filter(|(first, _)| *first == index).map(|(_, falls)| *falls);
    let asked = frame.asked.parameter("sort").is_some();
    // Rising, falling, and the order of the list again.
    let next = match sorted {
        Some(false) => Some(format!("-{}", field.name)),
        Some(true) if asked => None,
        _ => Some(field.name.to_owned()),
    };
    let pairs = kept(&frame.asked.query, &["sort"]);
    let to = address(frame, &face.options.url, pairs, next.as_deref().map(|next| ("sort", next)));
    let sort = sorted.map(|falls| if falls { "descending" } else { "ascending" });
    html! {
        th.num[number] scope="col" aria-sort=[sort] {
            a href=(to) { (name) @if let Some(falls) = sorted { span aria-hidden="true" { @if falls { " ↓" } @else {
                " ↑" } } } }
        }
    }
}

fn line(frame: &Frame<'_>, face: &Face<'_>, row: &Row, shown: &[usize], referred: &Referred, picks: bool) -> Markup {
    let words = frame.words();
    let to = frame.row(&face.options.home, &row.key);
    html! {
        tr {
            @if picks {
                td.pick { label { span.sr { (fill(words.select, &[&row.label])) } input type="checkbox" name="key"
                    value=(row.key); } }
            }
            @for (place, field) in shown.iter().enumerate() {
                @let value = &row.cells[*field];
                @let is_name = place == 0;
                @if is_name {
                    th scope="row" {
                        @let is_text = value.as_str().is_some_and(|text| !text.is_empty()) &&
                            face.field(*field).facts.refers.is_none();
                        a href=(to) data-row { @if is_text { (show::value(frame, face, *field, value, referred, true))
                            } @else { (row.label) } }
                    }
                } @else {
                    td.num[show::is_number(face.field(*field))] data-label=(show::name(face.field(*field))) {
                        span { (show::value(frame, face, *field, value, referred, true)) }
                    }
                }
            }
            @if shown.is_empty() { th scope="row" { a href=(to) data-row { (row.label) } } }
        }
    }
}

/// Says that a search did not look at all rows.
pub(crate) fn stopped(frame: &Frame<'_>, rows: usize) -> Markup {
    html! { div.note { p { (fill(frame.words().stopped_after, &[&rows.to_string()])) } } }
}

fn pages(frame: &Frame<'_>, url: &str, found: &Page) -> Markup {
    let words = frame.words();
    let to = |name: &str, cursor: &str| address(frame, url, kept(&frame.asked.query, &[]), Some((name, cursor)));
    let goes_on = |back: bool| found.stopped_after.is_some() && back == frame.asked.parameter("before").is_some();
    html! {
        @if let Some(rows) = found.stopped_after { (stopped(frame, rows)) }
        @if found.previous.is_some() || found.next.is_some() {
            nav.pages aria-label=(words.pages) {
                span { @if let Some(cursor) = &found.previous { a.button href=(to("before", cursor)) rel="prev" { "← "
                    @if goes_on(true) { (words.search_on) } @else { (words.previous) } } } }
                span { @if let Some(cursor) = &found.next { a.button href=(to("after", cursor)) rel="next" {
                    @if goes_on(false) { (words.search_on) } @else { (words.next) } " →" } } }
            }
        }
    }
}

/// The list as a file, with the filters of the page.
fn exports(frame: &Frame<'_>, url: &str, asked: &Pairs) -> Markup {
    let words = frame.words();
    html! {
        div.bulk {
            span.soft { (words.export) ":" }
            @for (ending, name) in [("csv", "CSV"), ("jsonl", "JSON")] {
                form method="post" action={ (frame.list(url)) "-/export." (ending) } {
                    (token(frame))
                    input type="hidden" name="-query" value=(encoded(asked));
                    button.plain { (name) }
                }
            }
        }
    }
}
