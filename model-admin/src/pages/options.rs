//! The rows that a foreign key can refer to, by name: for the script as JSON, and as a page.

use crate::data::{Ask, Rows};
use crate::pages::frame::{empty, heading, page};
use crate::pages::list::stopped;
use crate::pages::show;
use crate::web::answer::{Answer, Answered, cut};
use crate::web::request::{Pairs, encoded};
use crate::web::visit::Visit;
use crate::words::fill;
use maud::html;
use serde_json::json;

/// So many are offered.
const OFFERED: usize = 20;

pub(crate) fn options<Conn>(visit: &mut Visit<'_, Conn>, url: &str, wants_json: bool) -> Answered {
    let model = visit.model(url)?;
    let searched = model.options.search.iter().any(|field| model.sees(*field, None));
    let text = visit.asked.parameter("q").filter(|_| searched).map(|text| cut(text, 200).to_owned());
    let mut parameters: Pairs = text.iter().map(|text| ("q".to_owned(), text.clone())).collect();
    let after = visit.asked.parameter("after");
    parameters.extend(after.map(|place| ("after".to_owned(), place.to_owned())));
    let found = model.page(visit.conn, Ask { limit: OFFERED, ..Ask::new(Rows::Live, parameters) })?;
    if wants_json {
        let mut rows: Vec<_> =
            found.rows.iter().map(|row| json!({ "key": row.key, "label": cut(&row.label, 120) })).collect();
        if let (Some(rows_seen), Some(text)) = (found.stopped_after, &text) {
            // It stands below the rows, and to choose it leaves the field as it is.
            let label = fill(visit.words().may_be_more, &[&rows_seen.to_string()]);
            rows.push(json!({ "key": text, "label": label }));
        }
        return Ok(Answer::json(json!(rows).to_string()));
    }
    let frame = visit.frame(None);
    let words = frame.words();
    let asked = text.unwrap_or_default();
    let title = fill(words.find_one, &[&show::lower(&model.options.label)]);
    let body = html! {
        (heading(&html! { (title) }, &html! {}))
        p { (words.copy_key) }
        @if searched {
            form.filters role="search" {
                label.grow { (words.search) input id="search" type="search" name="q" value=(asked)
                    maxlength="200"; }
                button { (words.search) }
            }
        }
        @if found.rows.is_empty() && found.stopped_after.is_none() { (empty(words.no_such_row, &html! {})) }
        ul.lines { @for row in &found.rows { li { strong { (cut(&row.label, 120)) } code { (row.key) } } } }
        @if let Some(rows) = found.stopped_after { (stopped(&frame, rows)) }
        @if let (Some(_), Some(place)) = (found.stopped_after, &found.next) {
            @let pairs = [("q".to_owned(), asked), ("after".to_owned(), place.clone())];
            nav.pages aria-label=(words.pages) { a.button href={ "?" (encoded(&pairs)) } rel="next" {
                (words.search_on) " →" } }
        }
    };
    Ok(Answer::page(page(&frame, &title, &[(frame.list(url), &model.options.plural)], &body)))
}
