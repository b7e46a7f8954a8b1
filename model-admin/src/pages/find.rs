//! A search over all models.

use crate::data::{Ask, Rows};
use crate::pages::frame::{empty, heading, page};
use crate::web::answer::{Answer, Answered, cut};
use crate::web::request::encoded;
use crate::web::visit::{Frame, Visit};
use crate::words::fill;
use maud::{Markup, html};

/// So many rows of each model are shown.
const SHOWN: usize = 5;

pub(crate) fn find<Conn>(visit: &mut Visit<'_, Conn>) -> Answered {
    let text = visit.asked.parameter("q").map(|text| cut(text, 200).to_owned()).unwrap_or_default();
    let mut found = Vec::new();
    if !text.is_empty() {
        for model in visit.desk.models(visit.staff) {
            if model.options.section
                || model.is_blind()
                || !model.options.search.iter().any(|field| model.sees(*field, None))
            {
                continue;
            }
            let parameters = vec![("q".to_owned(), text.clone())];
            let page = model.page(visit.conn, Ask { limit: SHOWN, ..Ask::new(Rows::Live, parameters) })?;
            if !page.rows.is_empty() {
                found.push((model.face(), page));
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
        @for (face, page) in &found {
            h2 { (face.options.plural) }
            ul.lines {
                @for row in &page.rows { li { a href=(frame.row(face.url(), &row.key)) { (cut(&row.label, 120)) } } }
                @if page.next.is_some() { li { a href={ (frame.list(face.url())) "?" (query) } { (words.all_results) }
                    } }
            }
        }
    };
    Ok(Answer::page(page(&frame, words.find, &[], &body)))
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
