//! An action of the application on one row.

use crate::data::{Fail, Rows};
use crate::desk::{Guarded, Seen, name_of};
use crate::pages::edit::one_button;
use crate::pages::frame::page;
use crate::pages::show;
use crate::policy::Act;
use crate::web::answer::{Answer, Answered, Refusal, cut};
use crate::web::visit::Visit;
use crate::words::fill;
use maud::html;

/// The row and the action that an address names, if they may be brought together, and what the button says.
fn chosen<'a, Conn>(
    visit: &mut Visit<'a, Conn>,
    url: &str,
    key: &str,
    name: &str,
) -> Result<(Guarded<'a, Conn>, Seen, &'static str), Refusal> {
    let model = visit.model(url)?;
    let row = model.find(visit.conn, Rows::Live, key)?;
    let action = model.options.actions.iter().find(|(known, _)| *known == name);
    let (_, label) = *action.ok_or(Refusal::NotFound)?;
    if !model.may(Act::Do(name), Some(&row)) {
        return Err(Fail::Forbidden { act: name_of(Act::Do(name)), model: model.meta.name }.into());
    }
    if !model.fits(name, &row) {
        return Err(Fail::NotNow.into());
    }
    Ok((model, row, label))
}

pub(crate) fn confirm<Conn>(visit: &mut Visit<'_, Conn>, url: &str, key: &str, name: &str) -> Answered {
    let (model, row, label) = chosen(visit, url, key, name)?;
    let frame = visit.frame(Some(url));
    let (words, base) = (frame.words(), frame.row(url, &row.key));
    let title = fill(words.do_this, &[label, cut(&row.label, 90)]);
    let hidden: Vec<(&str, String)> =
        row.version.map(|version| ("-version", version.to_string())).into_iter().collect();
    let body = html! {
        h1 { (title) }
        (one_button(&frame, &format!("{base}do/{name}"), &hidden, "primary", label, (&base, words.cancel),
            model.options.can.history))
    };
    let crumbs = [(frame.list(url), model.options.plural.as_str()), (base.clone(), cut(&row.label, 90))];
    Ok(Answer::page(page(&frame, &title, &crumbs, &body)))
}

pub(crate) fn run<Conn>(visit: &mut Visit<'_, Conn>, url: &str, key: &str, name: &str) -> Answered {
    let (model, row, label) = chosen(visit, url, key, name)?;
    let version: Option<i64> = visit.asked.field("-version").and_then(|version| version.parse().ok());
    if version != row.version {
        return Err(model_core::Error::Stale {
            expected: version.unwrap_or_default(),
            found: row.version.unwrap_or_default(),
        }
        .into());
    }
    let actor = visit.actor.clone();
    model.act(visit.conn, &row, name, &actor)?;
    let frame = visit.frame(None);
    Ok(Answer::go(frame.row(url, &row.key))
        .saying(fill(frame.words().done_with, &[label, &show::lower(&model.options.label)])))
}
