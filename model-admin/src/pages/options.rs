//! The rows that a foreign key can refer to, by name: for the script as JSON, and as a page.

use crate::data::{Ask, Rows};
use crate::pages::frame::{empty, heading, page};
use crate::pages::show;
use crate::web::answer::{Answer, Answered, cut};
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
    let parameters = text.iter().map(|text| ("q".to_owned(), text.clone())).collect();
    let found = model.page(visit.conn, Ask { limit: OFFERED, ..Ask::new(Rows::Live, parameters) })?;
    if wants_json {
        let rows: Vec<_> =
            found.rows.iter().map(|row| json!({ "key": row.key, "label": cut(&row.label, 120) })).collect();
        return Ok(Answer::json(json!(rows).to_string()));
    }
    let frame = visit.frame(None);
    let words = frame.words();
    let title = fill(words.find_one, &[&show::lower(&model.options.label)]);
    let body = html! {
        (heading(&html! { (title) }, &html! {}))
        p { (words.copy_key) }
        @if searched {
            form.filters role="search" {
                label.grow { (words.search) input id="search" type="search" name="q" value=(text.unwrap_or_default())
                    maxlength="200"; }
                button { (words.search) }
            }
        }
        @if found.rows.is_empty() { (empty(words.no_such_row, &html! {})) }
        ul.lines { @for row in &found.rows { li { strong { (cut(&row.label, 120)) } code { (row.key) } } } }
    };
    Ok(Answer::page(page(&frame, &title, &[(frame.list(url), &model.options.plural)], &body)))
}
