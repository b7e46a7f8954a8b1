//! What readers say about articles: comments and likes.

use super::answer::{Answer, Failure};
use super::guest::{Asked, Form, Guest, go};
use super::readers::own;
use super::state::App;
use crate::db::Conn;
use crate::error::Error;
use crate::models::{Article, Comment, CommentId, Mood, Reaction, Target};
use crate::services::policy::Act;
use crate::services::reading::{self, Opened};
use crate::services::{comments, reactions};
use crate::text::counted;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use maud::{Markup, html};
use model_core::meta::Meta;
use model_core::prelude::*;

/// The longest name under a comment.
const NAME: usize = 50;

/// The addresses that write.
pub(crate) fn router() -> Router<App> {
    Router::new().route("/articles/{slug}/comments", post(comment)).route("/articles/{slug}/like", post(like))
}

/// The published article with this slug.
pub(crate) fn published(conn: &mut Conn, slug: &str) -> Answer<Article> {
    match reading::open(conn, slug)? {
        Opened::Published(article) => Ok(*article),
        Opened::Deleted => Err(model_core::Error::Deleted.into()),
        Opened::Unknown => Err(Failure::not_found()),
    }
}

/// The button by which a reader likes an article, or no longer.
pub(crate) fn like_form(guest: &Guest, article: &Article, (likes, own): (i64, bool)) -> Markup {
    html! {
        @if guest.account().is_some() {
            form.like method="post" action={ "/articles/" (article.seo.slug) "/like" } {
                (guest.token_field())
                @if own { input type="hidden" name="back" value="true"; }
                button aria-pressed=(own) { @if own { "♥ Liked" } @else { "♡ Like" } }
                @if likes > 0 { span.meta { (counted(likes, "like")) } }
            }
        } @else if likes > 0 {
            p.meta { "♥ " (counted(likes, "like")) }
        }
    }
}

/// The form of a comment, or the way to it.
pub(crate) fn comment_form(
    guest: &Guest,
    article: &Article,
    to: Option<&Comment>,
    text: &str,
    wrong: Option<&str>,
) -> Markup {
    let slug = &article.seo.slug;
    html! {
        section id="say" {
            @if let Some(account) = guest.account() {
                form.stack method="post" action={ "/articles/" (slug) "/comments" } {
                    (guest.token_field())
                    @if let Some(to) = to { input type="hidden" name="to" value=(to.id); }
                    p.field {
                        label for="body" {
                            @match to { Some(to) => { "A reply to " (to.reader) }, None => "Your comment" }
                            " as " (account.display_name())
                        }
                        @if let Some(wrong) = wrong { span.note.bad role="alert" { (wrong) } }
                        textarea id="body" name="body" rows="4" maxlength="2000" required { "\n" (text) }
                    }
                    button { "Send" }
                    @if to.is_some() { " " a href={ "/articles/" (slug) "#comments" } { "Cancel" } }
                }
            } @else {
                p { a href={ "/sign-in?next=/articles/" (slug) } { "Sign in" } " to comment." }
            }
        }
    }
}

/// Whether a guest may do this; who is not signed in is told so.
fn check(guest: &Guest, form: &Form, act: Act, meta: &Meta) -> Answer<String> {
    let reader = guest.reader().ok_or_else(Failure::unauthenticated)?;
    guest.check(form.sent("-csrf"))?;
    match guest.visitor.may(act, meta, Some(true)) {
        true => Ok(reader),
        false => Err(Failure::forbidden()),
    }
}

/// `POST /articles/{slug}/comments`: it waits for the desk.
async fn comment(State(app): State<App>, Path(slug): Path<String>, asked: Asked, bytes: Bytes) -> Answer {
    let form = Form::read(&bytes)?;
    let listeners = app.listeners().clone();
    asked
        .run(&app, move |conn, guest| {
            let body = form.text("body").replace("\r\n", "\n");
            let article = published(conn, &slug)?;
            let Some(account) = guest.account() else {
                let page = html! {
                    h1 { "You are not signed in" }
                    p {
                        "Your text is here; nothing was saved. "
                        a href={ "/sign-in?next=/articles/" (slug) } { "Sign in" } ", and send it again."
                    }
                    textarea rows="6" readonly aria-label="Your text" { "\n" (body) }
                };
                return Ok(own(StatusCode::UNAUTHORIZED, guest, "You are not signed in", &page));
            };
            check(guest, &form, Act::Create, Comment::META)?;
            let reader: String = account.display_name().chars().take(NAME).collect();
            let to = match form.text("to") {
                "" => None,
                to => Some(to.parse::<CommentId>().map_err(|_| Failure::not_found())?),
            };
            let said = comments::say(conn, &article, to, (&reader, &body), &guest.visitor.actor, &listeners);
            let wrong = match said {
                Ok(_) => return Ok(go(&format!("/articles/{}?said=comment#say", article.seo.slug))),
                Err(error @ Error::Argument(_)) => error.line(),
                Err(Error::Model(error @ model_core::Error::Invalid { .. })) => {
                    error.fields().into_iter().map(|wrong| wrong.message).collect::<Vec<_>>().join(", ")
                }
                Err(error) => return Err(error.into()),
            };
            let page = html! {
                h1 { (article.title) }
                (comment_form(guest, &article, None, &body, Some(&wrong)))
            };
            Ok(own(StatusCode::UNPROCESSABLE_ENTITY, guest, &article.title, &page))
        })
        .await
}

/// `POST /articles/{slug}/like`: sent twice, it is one like.
async fn like(State(app): State<App>, Path(slug): Path<String>, asked: Asked, bytes: Bytes) -> Answer {
    let form = Form::read(&bytes)?;
    asked
        .run(&app, move |conn, guest| {
            let article = published(conn, &slug)?;
            let (back, by) = (form.text("back") == "true", &guest.visitor.actor);
            let reader = check(guest, &form, if back { Act::Delete } else { Act::Create }, Reaction::META)?;
            let target = Target::Article(article.id);
            match back {
                false => drop(reactions::react(conn, &target, &reader, Mood::Like, by)?),
                true => match reactions::take_back(conn, &target, &reader, Some(Mood::Like), by) {
                    Ok(_) | Err(Error::NotFound(_)) => {}
                    Err(error) => return Err(error.into()),
                },
            }
            Ok(go(&format!("/articles/{}", article.seo.slug)))
        })
        .await
}
