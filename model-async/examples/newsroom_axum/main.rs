//! The newsroom's registry of widgets over axum and a pool of deadpool: packages with owners, keywords and versions.
//!
//! ```text
//! DATABASE_URL=postgres://localhost/registry cargo run --example newsroom_axum
//! curl -H 'authorization: Bearer ann-secret' -H 'content-type: application/json' \
//!     -d '{"name": "weather", "keywords": ["sky", "map"]}' localhost:3000/packages
//! ```
//!
//! With `--no-default-features --features sqlite` the database is a file: `DATABASE_URL=registry.db`. The tables are
//! made when they are missing, with two people: `ann-secret` and `bob-secret` are their tokens.
#![allow(missing_docs)]

mod database;
mod failure;
mod models;
mod services;

use crate::database::Pool;
use crate::failure::{Failure, Reply};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Clone)]
struct Desk {
    pool: Pool,
    /// What was said after a commit, oldest first.
    news: Arc<Mutex<Vec<String>>>,
}

impl Desk {
    /// Says something: for `unit.on_commit`, so that nothing is said that is not written.
    fn says(&self, what: String) -> impl FnOnce() + Send + 'static {
        let news = self.news.clone();
        move || news.lock().unwrap_or_else(PoisonError::into_inner).push(what)
    }
}

#[derive(Deserialize)]
struct NewPackage {
    name: String,
    #[serde(default)]
    keywords: Vec<String>,
}

#[derive(Deserialize)]
struct Invited {
    login: String,
}

#[derive(Deserialize)]
struct Published {
    num: String,
}

async fn create(State(desk): State<Desk>, headers: HeaderMap, Json(new): Json<NewPackage>) -> Result<Reply, Failure> {
    let mut conn = desk.pool.get().await?;
    let caller = services::caller(&headers, &mut conn).await?;
    let package = services::create(&caller, new.name, new.keywords, &mut conn).await?;
    Ok(Reply(StatusCode::CREATED, json!({ "id": package.id, "name": package.name })))
}

async fn show(State(desk): State<Desk>, Path(name): Path<String>) -> Result<Reply, Failure> {
    let mut conn = desk.pool.get().await?;
    Ok(Reply(StatusCode::OK, services::show(&name, &mut conn).await?))
}

async fn invite(
    State(desk): State<Desk>,
    Path(name): Path<String>,
    headers: HeaderMap,
    Json(invited): Json<Invited>,
) -> Result<Reply, Failure> {
    let mut conn = desk.pool.get().await?;
    let caller = services::caller(&headers, &mut conn).await?;
    let (invitation, created) = services::invite(&caller, &name, &invited.login, &mut conn).await?;
    let status = if created { StatusCode::CREATED } else { StatusCode::OK };
    Ok(Reply(status, json!({ "invitation": invitation.id })))
}

async fn accept(State(desk): State<Desk>, Path(id): Path<i64>, headers: HeaderMap) -> Result<Reply, Failure> {
    let mut conn = desk.pool.get().await?;
    let caller = services::caller(&headers, &mut conn).await?;
    let package = services::accept(&caller, id, &mut conn).await?;
    Ok(Reply(StatusCode::OK, json!({ "owner_of": package.name })))
}

async fn publish(
    State(desk): State<Desk>,
    Path(name): Path<String>,
    headers: HeaderMap,
    Json(new): Json<Published>,
) -> Result<Reply, Failure> {
    let mut conn = desk.pool.get().await?;
    let caller = services::caller(&headers, &mut conn).await?;
    let version = services::publish(&caller, &name, new.num, &mut conn).await?;
    Ok(Reply(StatusCode::CREATED, json!({ "version": version.num })))
}

async fn yank(
    State(desk): State<Desk>,
    Path((name, num)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Reply, Failure> {
    let mut conn = desk.pool.get().await?;
    let caller = services::caller(&headers, &mut conn).await?;
    let says = desk.says(format!("{} yanked {name} {num}", caller.user.login));
    let version = services::yank(&caller, &name, &num, says, &mut conn).await?;
    Ok(Reply(StatusCode::OK, json!({ "yanked": version.yanked })))
}

async fn news(State(desk): State<Desk>) -> Reply {
    let news = desk.news.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Reply(StatusCode::OK, json!(news))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let desk = Desk { pool: database::open().await?, news: Arc::default() };
    let app = Router::new()
        .route("/packages", post(create))
        .route("/packages/{name}", get(show))
        .route("/packages/{name}/invitations", post(invite))
        .route("/invitations/{id}/accept", post(accept))
        .route("/packages/{name}/versions", post(publish))
        .route("/packages/{name}/versions/{num}", delete(yank))
        .route("/news", get(news))
        .with_state(desk);
    let address = std::env::var("ADDRESS").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = tokio::net::TcpListener::bind(&address).await?;
    println!("listening on {}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
