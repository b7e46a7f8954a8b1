//! What a blog has besides its rows: numbers, the latest articles, publishing, views, and the decisions of moderators.

use super::answer::{Answer, Failure, json};
use super::request::{number, parameters};
use super::resource::{check, live, row_answer};
use super::state::App;
use crate::models::{Article, Comment, PendingComment, Verdict};
use crate::services::policy::Act;
use crate::services::visitor::Caller;
use crate::services::{articles, comments};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use model_core::prelude::*;
use model_core::wire::ToJson;
use serde_json::{Value, json};

/// `GET /articles/stats`
pub(crate) async fn stats(State(app): State<App>, caller: Caller) -> Answer {
    app.run(caller, |conn, who| {
        check::<Article>(who, Act::See, None)?;
        let stats = articles::stats(conn)?;
        let by_status: serde_json::Map<String, Value> =
            stats.by_status.into_iter().map(|(status, count)| (status.to_string(), count.into())).collect();
        // How much is not published yet is for the desk.
        let of_desk = who.may(Act::SeeHistory, Article::META, Some(false));
        let by_status = if of_desk { Value::Object(by_status) } else { json!({ "published": by_status["published"] }) };
        let body = json!({
            "articles": by_status, "words": stats.words, "views": stats.views, "comments": stats.comments,
        });
        Ok(json(StatusCode::OK, &body))
    })
    .await
}

/// `GET /articles/recent`: the articles that were published last.
pub(crate) async fn recent(State(app): State<App>, caller: Caller, uri: Uri) -> Answer {
    let [limit] = parameters(uri.query(), ["limit"])?;
    let limit = number(limit.as_deref())?.unwrap_or(10).min(50);
    app.run(caller, move |conn, who| {
        check::<Article>(who, Act::See, None)?;
        let found = articles::recent(conn, limit)?;
        let data = found.iter().map(|article| article.to_json().map(Value::Object)).collect::<Result<Vec<_>, _>>()?;
        Ok(json(StatusCode::OK, &json!({ "data": data })))
    })
    .await
}

/// `POST /articles/{id}/publish`
pub(crate) async fn publish(State(app): State<App>, Path(key): Path<String>, caller: Caller) -> Answer {
    app.run(caller, move |conn, who| {
        let article: Article = live(conn, who, &key)?;
        check(who, Act::Publish, Some(&article))?;
        let article = match articles::publish(conn, article.id, &who.actor)? {
            Outcome::Unchanged(article) => article,
            changed => changed.into_result()?,
        };
        row_answer(StatusCode::OK, &HeaderMap::new(), &article)
    })
    .await
}

/// `POST /articles/{id}/unpublish`
pub(crate) async fn unpublish(State(app): State<App>, Path(key): Path<String>, caller: Caller) -> Answer {
    app.run(caller, move |conn, who| {
        let article: Article = live(conn, who, &key)?;
        check(who, Act::Publish, Some(&article))?;
        row_answer(StatusCode::OK, &HeaderMap::new(), &articles::unpublish(conn, article.id, &who.actor)?)
    })
    .await
}

/// `POST /articles/{id}/increment_views`: of a published article, by anybody.
pub(crate) async fn increment_views(State(app): State<App>, Path(key): Path<String>, caller: Caller) -> Answer {
    app.run(caller, move |conn, who| {
        let article: Article = live(conn, who, &key)?;
        check::<Article>(who, Act::See, Some(&article))?;
        let views = articles::count_view(conn, article.id)?;
        Ok(json(StatusCode::OK, &json!({ "views": views })))
    })
    .await
}

async fn decide(app: App, key: String, caller: Caller, verdict: Verdict) -> Answer<Response> {
    app.run(caller, move |conn, who| {
        let comment: Comment = live(conn, who, &key)?;
        check(who, Act::Moderate, Some(&comment))?;
        let pending = PendingComment::try_from(comment)
            .map_err(|_| Failure::new(409, "decided", "The desk has already decided about this comment"))?;
        row_answer(StatusCode::OK, &HeaderMap::new(), &comments::decide(conn, &pending, verdict, &who.actor)?)
    })
    .await
}

/// `POST /comments/{id}/approve`
pub(crate) async fn approve(State(app): State<App>, Path(key): Path<String>, caller: Caller) -> Answer {
    decide(app, key, caller, Verdict::Approved).await
}

/// `POST /comments/{id}/reject`
pub(crate) async fn reject(State(app): State<App>, Path(key): Path<String>, caller: Caller) -> Answer {
    decide(app, key, caller, Verdict::Rejected).await
}

/// `GET /accounts/me`: the account of the token.
pub(crate) async fn me(State(app): State<App>, headers: HeaderMap, caller: Caller) -> Answer {
    app.run(caller, move |_, who| {
        let account = who.account.as_ref().ok_or_else(Failure::unauthenticated)?;
        row_answer(StatusCode::OK, &headers, account)
    })
    .await
}
