//! What all pages of the public site look like.

use super::guest::Guest;
use crate::text::moment;
use chrono::{DateTime, Utc};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use pulldown_cmark::{Options, Parser};

/// The style sheet of the site.
pub(crate) const STYLE: &str = include_str!("site.css");

/// The icon of the site.
pub(crate) const ICON: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\"><rect width=\"16\" \
                               height=\"16\" rx=\"3\" fill=\"#8a2b16\"/><path d=\"M4 12V4h2l4 5V4h2v8h-2L6 7v5z\" \
                               fill=\"#fff\"/></svg>";

/// Who is signed in, with the way out; or the way in.
fn door(guest: &Guest, canonical: &str) -> Markup {
    html! {
        @match guest.account() {
            Some(account) => {
                @if guest.may_upload() { a href="/pictures" { "Pictures" } }
                form.door method="post" action="/sign-out" {
                    (guest.token_field())
                    span.who { (account.display_name()) }
                    button { "Sign out" }
                }
            },
            None => a href={ "/sign-in?next=" (canonical) } { "Sign in" },
        }
    }
}

/// A page with this title. `canonical` is its address, if it has one of its own. Where nobody was asked who they are,
/// there is no guest.
pub(crate) fn frame(title: &str, canonical: &str, guest: Option<&Guest>, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · The Newsroom" }
                link rel="stylesheet" href="/style.css";
                link rel="alternate" type="application/atom+xml" title="The Newsroom" href="/feed.atom";
                link rel="icon" type="image/svg+xml" href="/icon.svg";
                @if !canonical.is_empty() { link rel="canonical" href=(canonical); }
            }
            body {
                header.top {
                    a.name href="/" { "The Newsroom" }
                    nav aria-label="The newsroom" {
                        a href="/feed.atom" { "Feed" }
                        a href="/api/docs" { "API" }
                        a href="/desk/" { "Desk" }
                        @if let Some(guest) = guest { (door(guest, canonical)) }
                    }
                }
                main { (body) }
                footer { "Times are in UTC. The newsroom is the example application of model-core." }
            }
        }
    }
}

/// A moment for people and for programs.
pub(crate) fn time(at: DateTime<Utc>) -> Markup {
    html! { time datetime=(at.to_rfc3339()) { (moment(at)) } }
}

/// The HTML of a text in Markdown, without anything that could run, load or pretend.
fn clean(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut text = String::new();
    pulldown_cmark::html::push_html(&mut text, Parser::new_ext(markdown, options));
    ammonia::Builder::default().link_rel(Some("noopener nofollow")).clean(&text).to_string()
}

/// The text of an article. Its headline stands above it already, so a first heading is left out.
pub(crate) fn text(markdown: &str) -> Markup {
    let start = markdown.trim_start();
    let rest = match start.strip_prefix("# ") {
        Some(after) => after.split_once('\n').map_or("", |(_, rest)| rest),
        None => markdown,
    };
    // The text is sanitised: this is the one place of the site that writes HTML which it has not made.
    PreEscaped(clean(rest))
}

/// The same for a feed.
pub(crate) fn feed_text(markdown: &str) -> String {
    text(markdown).into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_nothing_that_runs() {
        let markdown = "# Title\n\n<script>alert(1)</script>\n\n**bold** <img src=x onerror=alert(1)>\n\n\
            [a](javascript:alert(1)) [b](https://example.org) <iframe src=\"//x\"></iframe><a href=\"data:text/html,x\">c</a>\
            \n\n<style>*{}</style><form action=\"//x\"><input></form> <p style=\"color:red\" onclick=\"x()\">d</p>";
        let text = text(markdown).into_string();
        for refused in ["<script", "onerror", "javascript:", "<iframe", "data:", "<style", "<form", "<input", "onclick"]
        {
            assert!(!text.contains(refused), "{refused} in {text}");
        }
        assert!(text.contains("<strong>bold</strong>") && text.contains("rel=\"noopener nofollow\""), "{text}");
        assert!(!text.contains("Title"), "{text}");
    }
}
