//! What every page has around its own content.

use crate::web::visit::Frame;
use crate::words::fill;
use maud::{DOCTYPE, Markup, html};

/// The hidden fields of a form: the token that says who it was made for.
pub(crate) fn token(frame: &Frame<'_>) -> Markup {
    html! { input type="hidden" name="-csrf" value=(frame.token); }
}

/// A line for the reason of a write, where a history keeps it.
pub(crate) fn reason(frame: &Frame<'_>, kept: bool) -> Markup {
    let words = frame.words();
    html! {
        @if kept {
            label.reason-line {
                span { (words.reason) " " span.opt { (words.optional) } }
                input type="text" name="-because" maxlength="300" autocomplete="off"
                    value=(frame.asked.field("-because").unwrap_or_default());
            }
        }
    }
}

/// A way up: its address and its name.
pub(crate) type Crumb<'a> = (String, &'a str);

/// A page of the desk.
pub(crate) fn page(frame: &Frame<'_>, title: &str, crumbs: &[Crumb<'_>], body: &Markup) -> Markup {
    let words = frame.words();
    let content = html! {
        (top(frame))
        main id="main" tabindex="-1" {
            @if !crumbs.is_empty() {
                nav.crumbs aria-label=(words.you_are_here) {
                    ol {
                        li { a href=(frame.to("/")) { (words.home) } }
                        @for (address, name) in crumbs { li { a href=(address) { (name) } } }
                    }
                }
            }
            @if let Some(flash) = frame.flash { p.flash role="status" { (flash) } }
            (body)
        }
    };
    whole(frame, title, &content)
}

/// A page for somebody who is not logged in.
pub(crate) fn narrow(frame: &Frame<'_>, title: &str, body: &Markup) -> Markup {
    whole(frame, title, &html! { main.narrow id="main" tabindex="-1" { (body) } })
}

fn whole(frame: &Frame<'_>, title: &str, content: &Markup) -> Markup {
    let look = frame.look;
    html! {
        (DOCTYPE)
        html lang=(look.language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (title) " · " (look.name) }
                @for style in &look.styles { link rel="stylesheet" href=(frame.to(style)); }
                script src=(frame.to(&look.script)) defer {}
            }
            body data-keys=[(!look.keys).then_some("off")] {
                a.skip href="#main" { (look.words.skip) }
                (content)
            }
        }
    }
}

fn top(frame: &Frame<'_>) -> Markup {
    let (words, look) = (frame.words(), frame.look);
    html! {
        header.top {
            div.top-in {
                a.brand href=(frame.to("/")) {
                    @if let Some(logo) = &look.logo { img src=(logo) alt=""; }
                    (look.name)
                }
                nav aria-label=(words.models) {
                    @for known in frame.nav {
                        @let current = frame.here == Some(known.url.as_str());
                        a href=(frame.list(&known.url)) aria-current=[current.then_some("page")] { (known.plural) }
                    }
                    @if frame.trail {
                        a href=(frame.to("/-/trail")) aria-current=[(frame.here == Some("-/trail")).then_some("page")]
                            { (words.trail) }
                    }
                }
                @if let Some(staff) = frame.staff {
                    div.me {
                        span.zone title=(words.times_utc) { "UTC" }
                        a href=(frame.to("/-/you")) title=(fill(words.logged_in_as, &[&staff.name])) { (staff.name) }
                        form method="post" action=(frame.to("/-/logout")) {
                            (token(frame))
                            button.plain { (words.log_out) }
                        }
                    }
                }
            }
        }
    }
}

/// The heading of a page, with what can be done there next to it.
pub(crate) fn heading(title: &Markup, acts: &Markup) -> Markup {
    html! { div.bar { h1 { (title) } div.acts { (acts) } } }
}

/// A place without rows.
pub(crate) fn empty(text: &str, way: &Markup) -> Markup {
    html! { div.empty { p { (text) } p { (way) } } }
}
