//! Where everybody begins, and what belongs to oneself.

use crate::data::Entry;
use crate::keep::{DeskConnection, Keeps, TrailFilter};
use crate::pages::frame::{empty, heading, page, token};
use crate::pages::{find, show, trail};
use crate::policy::Act;
use crate::web::answer::{Answer, Answered};
use crate::web::visit::Visit;
use crate::words::fill;
use maud::html;

pub(crate) fn home<Conn: DeskConnection>(visit: &mut Visit<'_, Conn>) -> Answered {
    let who = crate::data::Who { kind: visit.actor.kind().to_owned(), id: visit.actor.id().map(str::to_owned) };
    let filter = TrailFilter { actor: Some(who), limit: 10, ..TrailFilter::default() };
    let found = <Conn::Backend as Keeps<Conn>>::trail(visit.conn, filter)?;
    let mine: Vec<Entry> = found
        .entries
        .into_iter()
        .filter_map(|entry| {
            let model = visit.desk.of_type(&entry.content_type, visit.staff)?;
            model.may(Act::SeeHistory, None).then(|| model.bare_entry(entry, None))
        })
        .collect();
    let frame = visit.frame(None);
    let words = frame.words();
    let models: Vec<_> = visit.desk.models(visit.staff).collect();
    let body = html! {
        (heading(&html! { (visit.look.name) }, &html! { @if models.iter().any(|model| model.may(Act::Restore, None)) {
            a.act href=(frame.to("/-/trash")) { (words.trash) } } }))
        @if models.is_empty() { (empty(words.no_models, &html! {})) }
        @if models.iter().any(|model| !model.options.search.is_empty()) { (find::form(&frame, "")) }
        ul.cards {
            @for model in &models {
                li {
                    a.name href=(frame.list(model.url())) { (model.options.plural) }
                    span.acts {
                        @if model.may(Act::Restore, None) { a.act href={ (frame.list(model.url())) "-/trash" } {
                            (words.trash) } }
                        @if model.may(Act::Create, None) {
                            a.act href={ (frame.list(model.url())) "-/new" }
                                aria-label=(fill(words.new, &[&show::lower(&model.options.label)])) {
                                (words.new_short) }
                        }
                    }
                }
            }
        }
        @if !mine.is_empty() {
            h2 { (words.your_last_changes) }
            ul.lines {
                @for entry in &mine {
                    @let model = visit.desk.of_type(&entry.content_type, visit.staff);
                    li {
                        span { (crate::pages::history::verb(words, &entry.action)) }
                        @if let Some(model) = model {
                            a href={ (frame.row(model.url(), &entry.object)) } {
                                (crate::web::answer::cut(&entry.label, 90)) }
                            span.soft { (show::lower(&model.options.label)) }
                        }
                        span.soft { (show::time(entry.at)) }
                    }
                }
            }
        }
    };
    Ok(Answer::page(page(&frame, words.home, &[], &body)))
}

/// Who is logged in, with a way to end all sessions.
pub(crate) fn you<Conn>(visit: &mut Visit<'_, Conn>) -> Answered {
    let frame = visit.frame(None);
    let words = frame.words();
    let keys = [
        ("/", words.key_search),
        ("n", words.key_new),
        ("j k", words.key_rows),
        ("Ctrl+S", words.key_save),
        ("?", words.key_help),
    ];
    let body = html! {
        (heading(&html! { (visit.staff.name) }, &html! {}))
        dl.rest {
            dt { (words.roles) } dd { @if visit.staff.roles.is_empty() { span.none { (words.none) } } @else {
                (visit.staff.roles.join(", ")) } }
            dt { (words.logged_in) } dd { (show::time(visit.since)) " UTC" }
        }
        p { a href=(frame.to("/-/jobs")) { (words.jobs) } }
        form.foot method="post" action=(frame.to("/-/logout-everywhere")) {
            (token(&frame))
            button { (words.log_out_everywhere) }
        }
        @if visit.look.keys {
            details id="keys" { summary { (words.keys) } dl.rest { @for (key, what) in keys { dt { kbd { (key) } } dd
                { (what) } } } }
        }
    };
    Ok(Answer::page(page(&frame, &visit.staff.name, &[], &body)))
}

/// The trail is open to this member of staff.
pub(crate) fn reads_trail<Conn>(desk: &crate::desk::Desk<Conn>, staff: &crate::staff::Staff) -> bool {
    trail::may(desk, staff)
}
