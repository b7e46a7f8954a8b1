//! A search over all models.

use crate::data::{Ask, Rows};
use crate::desk::{Guarded, Options};
use crate::pages::frame::{empty, heading, page};
use crate::pages::list::total;
use crate::web::answer::{Answer, Answered, cut};
use crate::web::request::encoded;
use crate::web::visit::{Frame, Visit};
use crate::words::fill;
use maud::{Markup, html};

/// So many rows of each model are shown.
const SHOWN: usize = 5;
/// How many rows the search looks at, of all models together.
const LOOKS_AT: usize = 5_000;
/// How many of each model it looks at in any case.
const LOOKS_AT_EACH: usize = 1_000;

pub(crate) fn find<Conn>(visit: &mut Visit<'_, Conn>) -> Answered {
    let text = visit.asked.parameter("q").map(|text| cut(text, 200).to_owned()).unwrap_or_default();
    let mut found = Vec::new();
    if !text.is_empty() {
        let models: Vec<_> = visit.desk.models(visit.staff).filter(searched).collect();
        let share = (LOOKS_AT / models.len().max(1)).max(LOOKS_AT_EACH);
        for model in &models {
            let parameters = vec![("q".to_owned(), text.clone())];
            let within = Some(model.options.search_within.unwrap_or(share).min(share));
            // The number tells without another statement that nothing is there.
            let ask = Ask { limit: SHOWN, count: true, within, ..Ask::new(Rows::Live, parameters) };
            let page = model.page(visit.conn, ask)?;
            if !page.rows.is_empty() || page.stopped_after.is_some() {
                found.push((model.options, page));
            }
        }
    }
    let frame = visit.frame(None);
    let words = frame.words();
    let query = encoded(&[("q".to_owned(), text.clone())]);
    let body = html! {
        (heading(&html! { (words.find) }, &html! {}))
        (form(&frame, &text))
        @if !text.is_empty() && found.is_empty() { (empty(&fill(words.found_nothing, &[cut(&text, 60)]), &html! {})) }
        @for (options, page) in &found {
            h2 { (options.plural) span.count { " " (total(page)) } }
            @let to = format!("{}?{query}", frame.list(&options.url));
            ul.lines {
                @for row in &page.rows { li { a href=(frame.row(&options.url, &row.key)) { (cut(&row.label, 120)) } } }
                @if let Some(rows) = page.stopped_after {
                    li { (fill(words.stopped_after, &[&rows.to_string()])) " " a href=(to) { (words.search_on) } }
                } @else if page.next.is_some() { li { a href=(to) { (words.all_results) } } }
            }
        }
    };
    Ok(Answer::page(page(&frame, words.find, &[], &body)))
}

/// Whether somebody may search a model here.
fn searched<Conn>(model: &Guarded<'_, Conn>) -> bool {
    let Options { section, search, .. } = model.options;
    !section && !model.is_blind() && search.iter().any(|field| model.sees(*field, None))
}

/// The field of the search over all models.
pub(crate) fn form(frame: &Frame<'_>, text: &str) -> Markup {
    let words = frame.words();
    html! {
        form.filters role="search" action=(frame.to("/-/find")) {
            label.grow { (words.find_everywhere) input id="search" type="search" name="q" value=(text)
                maxlength="200"; }
            button { (words.search) }
        }
    }
}
