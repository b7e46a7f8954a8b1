//! The JSON API: its addresses, and their document.

use super::openapi::Document;
use super::resource::{create, delete, history, list, patch, read, restore, revert, trash};
use super::state::App;
use super::{answer, blog, docs, orders};
use crate::models::{Account, Article, Author, Comment, Order, Product, Tag};
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde_json::{Value, json};

/// The addresses below `/api`.
pub(crate) fn router() -> Router<App> {
    let v1 = Router::new()
        .route("/articles", get(list::<Article>).post(create::<Article>))
        .route("/articles/stats", get(blog::stats))
        .route("/articles/recent", get(blog::recent))
        .route("/articles/trash", get(trash::<Article>))
        .route("/articles/{id}", get(read::<Article>).patch(patch::<Article>).delete(delete::<Article>))
        .route("/articles/{id}/restore", post(restore::<Article>))
        .route("/articles/{id}/history", get(history::<Article>))
        .route("/articles/{id}/revert", post(revert::<Article>))
        .route("/articles/{id}/publish", post(blog::publish))
        .route("/articles/{id}/unpublish", post(blog::unpublish))
        .route("/articles/{id}/increment_views", post(blog::increment_views))
        .route("/comments", get(list::<Comment>).post(create::<Comment>))
        .route("/comments/trash", get(trash::<Comment>))
        .route("/comments/{id}", get(read::<Comment>).patch(patch::<Comment>).delete(delete::<Comment>))
        .route("/comments/{id}/restore", post(restore::<Comment>))
        .route("/comments/{id}/history", get(history::<Comment>))
        .route("/comments/{id}/revert", post(revert::<Comment>))
        .route("/comments/{id}/approve", post(blog::approve))
        .route("/comments/{id}/reject", post(blog::reject))
        .route("/tags", get(list::<Tag>).post(create::<Tag>))
        .route("/tags/{id}", get(read::<Tag>).delete(delete::<Tag>))
        .route("/tags/{id}/history", get(history::<Tag>))
        .route("/authors", get(list::<Author>))
        .route("/authors/{id}", get(read::<Author>))
        .route("/accounts", get(list::<Account>))
        .route("/accounts/me", get(blog::me))
        .route("/accounts/{id}", get(read::<Account>))
        .route("/accounts/{id}/history", get(history::<Account>))
        .route("/products", get(list::<Product>).post(create::<Product>))
        .route("/products/{id}", get(read::<Product>).patch(patch::<Product>))
        .route("/products/{id}/history", get(history::<Product>))
        .route("/orders", get(list::<Order>).post(orders::create))
        .route("/orders/{id}", get(read::<Order>))
        .route("/orders/{id}/cancel", post(orders::cancel))
        .route("/orders/{id}/history", get(history::<Order>));
    let document = document();
    let text = document.to_string();
    let page = docs::page(&document).into_string();
    Router::new()
        .nest("/v1", v1)
        .route("/openapi.json", get(move || async move { answer::text("application/json", text) }))
        .route("/docs", get(move || async move { answer::text("text/html; charset=utf-8", page) }))
        .fallback(async || answer::of_status(StatusCode::NOT_FOUND))
}

/// What an order needs.
fn new_order() -> Value {
    json!({ "type": "object", "required": ["items"], "additionalProperties": false, "properties": {
        "items": { "type": "array", "minItems": 1, "maxItems": 100, "items": {
            "type": "object", "required": ["product"], "properties": {
                "product": { "type": "string", "description": "The name of a product" },
                "quantity": { "type": "integer", "minimum": 1, "default": 1 },
            },
        }},
    }})
}

fn document() -> Value {
    let mut api = Document::default();
    let entry = || {
        Some(json!({ "type": "object", "required": ["entry"], "properties": {
            "entry": { "type": "integer", "description": "The id of an entry of the history" },
        }}))
    };
    macro_rules! each {
        ($($method:ident: $($model:ty),+;)+) => {$($( api.$method::<$model>(); )+)+};
    }
    each! {
        reads: Article, Comment, Tag, Author, Account, Product, Order;
        patches: Article, Comment, Product;
        deletes: Article, Comment, Tag;
        history: Article, Comment, Tag, Account, Product, Order;
    }
    api.creates::<Article>(&["author_id", "source"]);
    api.creates::<Comment>(&["reader"]);
    api.creates::<Tag>(&[]);
    api.creates::<Product>(&[]);
    let asks = ["q", "sort", "limit", "after", "before", "count"];
    api.read::<Article>("/api/v1/articles/stats", "article_stats", "Numbers", &[], true);
    api.read::<Article>("/api/v1/articles/recent", "recent_articles", "The latest ones", &["limit"], true);
    api.read::<Article>("/api/v1/articles/trash", "trash_articles", "Deleted ones", &asks, false);
    api.read::<Comment>("/api/v1/comments/trash", "trash_comments", "Deleted ones", &asks, false);
    api.read::<Account>("/api/v1/accounts/me", "own_account", "The account of the token", &[], false);
    let article = |verb: &str| format!("/api/v1/articles/{{id}}/{verb}");
    api.act::<Article>(&article("restore"), "restore_articles", "Restore it, with what was deleted with it", None);
    api.act::<Article>(&article("revert"), "revert_articles", "Take a change back", entry());
    api.act::<Article>(&article("publish"), "publish_articles", "Publish a draft", None);
    api.act::<Article>(&article("unpublish"), "unpublish_articles", "Make it a draft again", None);
    api.act::<Article>(&article("increment_views"), "increment_views", "Count one more view", None);
    let comment = |verb: &str| format!("/api/v1/comments/{{id}}/{verb}");
    api.act::<Comment>(&comment("restore"), "restore_comments", "Restore it, with its replies", None);
    api.act::<Comment>(&comment("revert"), "revert_comments", "Take a change back", entry());
    api.act::<Comment>(&comment("approve"), "approve_comments", "Show it to everybody", None);
    api.act::<Comment>(&comment("reject"), "reject_comments", "Do not show it", None);
    api.act::<Order>("/api/v1/orders", "create_orders", "Place an order: all of it, or nothing", Some(new_order()));
    api.act::<Order>("/api/v1/orders/{id}/cancel", "cancel_orders", "Cancel it", None);
    api.finish()
}
