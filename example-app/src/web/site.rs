//! The public site: articles with their comments, authors, tags and a feed.

use super::answer::{Answer, Failure, of_status, tag, tagged};
use super::guest::{Asked, Guest, parameter};
use super::look::{ICON, STYLE, feed_text, frame, text, time};
use super::opinions::{comment_form, like_form, published};
use super::state::App;
use super::{opinions, pictures, readers};
use crate::db::Conn;
use crate::models::{Article, Author, Comment, PublishedArticle, Tag, Target};
use crate::services::policy::comments_of;
use crate::services::{articles, reactions, reading};
use crate::text::counted;
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use diesel::prelude::*;
use maud::{Markup, html};
use model_core::list::{ListOf, ListPage};
use model_core::prelude::*;
use std::slice;

/// The addresses of the site.
pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/", get(home))
        .route("/articles/{slug}", get(article))
        .route("/authors/{handle}", get(author))
        .route("/tags/{name}", get(by_tag))
        .route("/feed.atom", get(feed))
        .route("/style.css", get(async || ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)))
        .route("/icon.svg", get(async || ([(header::CONTENT_TYPE, "image/svg+xml")], ICON)))
        .merge(readers::router())
        .merge(opinions::router())
        .merge(pictures::router())
        .fallback(async || Failure::not_found())
}

/// What is refused is told on a page.
pub(crate) async fn refusals(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let status = response.status();
    // A form that was refused is a page already, with what was typed.
    let media = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_page = media.is_some_and(|media| media.starts_with("text/html"));
    if is_page || !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let failure = response.extensions_mut().remove::<Failure>().unwrap_or_else(|| match status {
        // The layer before the pages has seen where the form came from.
        StatusCode::FORBIDDEN => Failure::new(403, "foreign", "The form came from another site"),
        status => of_status(status),
    });
    if let Some(why) = &failure.why {
        eprintln!("newsroom: {why}");
    }
    let (title, words) = match failure.problem.status {
        404 => ("Not found", "There is nothing at this address."),
        410 if failure.problem.kind.ends_with("used") => ("Used", "This link was used before, or is not one of ours."),
        410 => ("Gone", "This article was deleted."),
        400 => ("Not understood", "The address or the form cannot be read."),
        401 => ("You are not signed in", "Sign in first, and then do it again."),
        403 if failure.problem.kind.ends_with("forbidden") => ("Not for you", "Your account may not do this."),
        403 => ("Not accepted", "The form is out of date, or came from another site. Nothing was changed."),
        405 => ("Not possible", "This page can be read only."),
        409 => ("Not done", "It has changed meanwhile. Look at it again."),
        413 => ("Too large", "The request is too large."),
        422 => ("Not accepted", "The form was refused. Nothing was changed."),
        429 => ("Too often", "There were too many attempts. Wait a minute."),
        503 => ("Busy", "The newsroom is busy. Try again in a moment."),
        _ => ("Something went wrong", "It is not your fault. Try again later."),
    };
    let is_locked = status == StatusCode::UNAUTHORIZED;
    let page = html! {
        h1 { (title) }
        p { (words) }
        p { @if is_locked { a href="/sign-in" { "Sign in" } } @else { a href="/" { "To the latest articles" } } }
    };
    let mut response = (status, Html(frame(title, "", None, &page).into_string())).into_response();
    if let Some(seconds) = failure.problem.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// A page, with a tag of what it says.
fn page(headers: &HeaderMap, guest: &Guest, title: &str, canonical: &str, body: &Markup) -> Response {
    let text = frame(title, canonical, Some(guest), body).into_string();
    tagged(headers, &tag(None, &text), Html(text).into_response())
}

/// The articles of the site, the newest first.
pub(super) fn newest() -> ListOf<Article> {
    Article::lists().default_sort("-published_at").page_size(10, 10)
}

/// What a reader may ask of them: the next page.
fn asks(app: &App) -> ListOf<Article> {
    newest().signed(app.secret())
}

fn pages(path: &str, page: &ListPage<Article>) -> Markup {
    html! {
        @if page.next.is_some() || page.previous.is_some() {
            nav.pages aria-label="Pages" {
                span { @if let Some(cursor) = &page.previous { a rel="prev" href={ (path) "?before=" (cursor) } { "← Newer" } } }
                span { @if let Some(cursor) = &page.next { a rel="next" href={ (path) "?after=" (cursor) } { "Older →" } } }
            }
        }
    }
}

fn by_line(article: &Article, author: Option<&Author>, comments: i64) -> Markup {
    html! {
        p.meta {
            @if let Some(author) = author {
                @if author.deleted_at.is_none() { a href={ "/authors/" (author.handle) } { (author.name) } } @else { (author.name) }
                " · "
            }
            @if let Some(at) = article.publication.published_at { (time(at)) }
            @if comments > 0 { " · " (counted(comments, "comment")) }
        }
    }
}

/// A list of articles, in three statements for any number of them.
fn listed(conn: &mut Conn, path: &str, found: &ListPage<Article>) -> Answer<Markup> {
    let credits = articles::credits(conn, &found.rows)?;
    let comments = reading::open_comments(conn, &found.rows)?;
    Ok(html! {
        @if found.rows.is_empty() { p { "There are no articles here yet." } }
        @for ((article, (author, tags)), comments) in found.rows.iter().zip(&credits).zip(comments) {
            article.teaser {
                h2 { a href={ "/articles/" (article.seo.slug) } { (article.title) } }
                (by_line(article, author.as_ref(), comments))
                @if let Some(standfirst) = &article.standfirst { p { (standfirst) } }
                (tag_list(tags))
            }
        }
        (pages(path, found))
    })
}

fn tag_list(tags: &[Tag]) -> Markup {
    html! {
        @if !tags.is_empty() {
            ul.tags { @for tag in tags { li { a href={ "/tags/" (tag.name) } { (tag.name) } } } }
        }
    }
}

fn rows(found: ListPage<PublishedArticle>) -> ListPage<Article> {
    let ListPage { rows, next, previous, total, stopped_after } = found;
    ListPage { rows: rows.into_iter().map(Into::into).collect(), next, previous, total, stopped_after }
}

/// `GET /`
async fn home(State(app): State<App>, asked: Asked, uri: Uri) -> Answer {
    let ask = asks(&app).parse(uri.query().unwrap_or_default())?;
    let headers = asked.headers.clone();
    asked
        .run(&app, move |conn, guest| {
            let found = rows(PublishedArticle::objects().list(&ask).load(conn)?);
            let body = html! { h1 { "Latest" } (listed(conn, "/", &found)?) };
            Ok(page(&headers, guest, "Latest", "/", &body))
        })
        .await
}

/// The comments below one, or below the article at this path, if the reader may reply.
fn discussion(comments: &[Comment], of: Option<&Comment>, answers: Option<&str>) -> Markup {
    let replies: Vec<&Comment> = comments.iter().filter(|one| one.parent_id == of.map(|of| of.id)).collect();
    html! {
        @if !replies.is_empty() {
            ul.comments {
                @for comment in replies {
                    li {
                        div.comment id={ "comment-" (comment.id) } {
                            p.meta {
                                strong { (comment.reader) } " · " (time(comment.created_at))
                                @if let Some(path) = answers { " · " a href={ (path) "?reply=" (comment.id) "#say" } { "Reply" } }
                            }
                            (comment.body)
                        }
                        (discussion(comments, Some(comment), answers))
                    }
                }
            }
        }
    }
}

/// `GET /articles/{slug}`: 410 for a deleted one. `?reply=7` asks for the form of a reply.
async fn article(State(app): State<App>, Path(slug): Path<String>, asked: Asked, uri: Uri) -> Answer {
    let headers = asked.headers.clone();
    let [reply, said] = ["reply", "said"].map(|name| parameter(uri.query(), name));
    let keeper = app.clone();
    asked
        .run(&app, move |conn, guest| {
            let article = published(conn, &slug)?;
            let author = keeper.authors().find(article.author_id).run(conn)?;
            let tags: Vec<Tag> = slice::from_ref(&article).load_related::<Tag>(conn)?.into_iter().flatten().collect();
            let comments = reading::discussion(conn, article.id, comments_of(None))?;
            let likes = reactions::likes(conn, &Target::Article(article.id), guest.reader().as_deref())?;
            let to = comments.iter().find(|comment| comment.id.to_string() == reply);
            let path = format!("/articles/{}", article.seo.slug);
            let answers = guest.account().is_some().then_some(&*path);
            let body = html! {
                article {
                    h1 { (article.title) }
                    @if let Some(standfirst) = &article.standfirst { p.standfirst { (standfirst) } }
                    (by_line(&article, author.as_deref(), 0))
                    div.text { (text(&article.body)) }
                    (tag_list(&tags))
                    (like_form(guest, &article, likes))
                }
                section {
                    h2 id="comments" { @if comments.is_empty() { "No comments yet" } @else { (counted(comments.len(), "comment")) } }
                    (discussion(&comments, None, answers))
                }
                @if said == "comment" { p.note role="status" { "Thank you. Your comment is shown when the desk has read it." } }
                (comment_form(guest, &article, to, "", None))
            };
            let title = article.seo.seo_title.as_deref().unwrap_or(&article.title);
            Ok(page(&headers, guest, title, &path, &body))
        })
        .await
}

/// `GET /authors/{handle}`
async fn author(State(app): State<App>, Path(handle): Path<String>, asked: Asked, uri: Uri) -> Answer {
    let ask = asks(&app).parse(uri.query().unwrap_or_default())?;
    let headers = asked.headers.clone();
    asked
        .run(&app, move |conn, guest| {
            let author = reading::author(conn, &handle)?;
            let found = rows(PublishedArticle::objects().filter(reading::by_author(author.id)).list(&ask).load(conn)?);
            let path = format!("/authors/{}", author.handle);
            let body = html! { h1 { (author.name) } (listed(conn, &path, &found)?) };
            Ok(page(&headers, guest, &author.name, &path, &body))
        })
        .await
}

/// `GET /tags/{name}`
async fn by_tag(State(app): State<App>, Path(name): Path<String>, asked: Asked, uri: Uri) -> Answer {
    let ask = asks(&app).parse(uri.query().unwrap_or_default())?;
    let headers = asked.headers.clone();
    asked
        .run(&app, move |conn, guest| {
            let tag = reading::tag(conn, &name)?;
            let found = rows(PublishedArticle::objects().filter(reading::tagged(tag.id)).list(&ask).load(conn)?);
            let path = format!("/tags/{}", tag.name);
            let body = html! { h1 { "About “" (tag.name) "”" } (listed(conn, &path, &found)?) };
            Ok(page(&headers, guest, &tag.name, &path, &body))
        })
        .await
}

/// The scheme and host by which the client knows the site.
fn origin(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let plain = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    format!("http://{}", if plain { host } else { "localhost" })
}

/// `GET /feed.atom`
async fn feed(State(app): State<App>, headers: HeaderMap) -> Answer {
    app.blocking(move |conn| {
        let found = articles::recent(conn, 20)?;
        let credits = articles::credits(conn, &found)?;
        let origin = origin(&headers);
        let updated = found.iter().map(|article| article.updated_at).max().unwrap_or_default().to_rfc3339();
        let entries = html! {
            @for (article, (author, tags)) in found.iter().zip(&credits) {
                entry {
                    id { "urn:uuid:" (article.id) }
                    title { (article.title) }
                    link rel="alternate" href={ (origin) "/articles/" (article.seo.slug) } {}
                    updated { (article.updated_at.to_rfc3339()) }
                    @if let Some(at) = article.publication.published_at { published { (at.to_rfc3339()) } }
                    @if let Some(author) = author { author { name { (author.name) } } }
                    @for tag in tags { category term=(tag.name) {} }
                    @if let Some(standfirst) = &article.standfirst { summary { (standfirst) } }
                    content type="html" { (feed_text(&article.body)) }
                }
            }
        };
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>{origin}/</id>\
             <title>The Newsroom</title><link rel=\"self\" href=\"{origin}/feed.atom\"/>\
             <link rel=\"alternate\" href=\"{origin}/\"/><updated>{updated}</updated>{}</feed>\n",
            entries.into_string(),
        );
        let answer = ([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], text.clone());
        Ok(tagged(&headers, &tag(None, &text), (StatusCode::OK, answer).into_response()))
    })
    .await
}
