//! A service on axum with Diesel's own connections: a pool, and a thread that may block for each request.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, patch};
use axum::{Json, Router};
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, Pool, PooledConnection};
use model_core::prelude::*;
use model_examples::Failure;
use std::io::{Read, Write};

diesel::table! {
    notes (id) {
        id -> BigInt,
        title -> Text,
    }
}

#[derive(Model, Debug, Clone, serde::Serialize)]
#[model(table = notes, audit)]
struct Note {
    id: i64,
    #[model(max_length = 80)]
    title: String,
}

type Connections = Pool<ConnectionManager<SqliteConnection>>;
type Pooled = PooledConnection<ConnectionManager<SqliteConnection>>;
type Answer<T> = Result<Json<T>, (StatusCode, String)>;

/// Runs what needs a connection on a thread that may block, and turns its error into a status.
async fn with<T: Send + 'static>(
    pool: Connections,
    act: impl FnOnce(&mut Pooled) -> Result<T, Error> + Send + 'static,
) -> Answer<T> {
    let task = tokio::task::spawn_blocking(move || {
        let mut conn = pool.get().map_err(|error| (StatusCode::SERVICE_UNAVAILABLE, error.to_string()))?;
        act(&mut conn).map(Json).map_err(|error| match &error {
            Error::NotFound => (StatusCode::NOT_FOUND, error.to_string()),
            Error::Invalid { .. } => (StatusCode::UNPROCESSABLE_ENTITY, error.to_string()),
            Error::Conflict => (StatusCode::CONFLICT, error.to_string()),
            _ => (StatusCode::INTERNAL_SERVER_ERROR, "something went wrong".to_owned()),
        })
    });
    task.await.unwrap_or_else(|_| Err((StatusCode::INTERNAL_SERVER_ERROR, "something went wrong".to_owned())))
}

async fn list(State(pool): State<Connections>) -> Answer<Vec<Note>> {
    with(pool, |conn| Ok(Note::objects().limit(50).load(conn)?)).await
}

async fn change(State(pool): State<Connections>, Path(id): Path<i64>, Json(body): Json<NotePatch>) -> Answer<Note> {
    with(pool, move |conn| Note::patch_by_key(id).with(body).by(&Actor::anonymous()).run(conn)).await
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let pool: Connections =
        Pool::new(ConnectionManager::new(folder.path().join("notes.db").to_string_lossy().into_owned()))?;
    let conn = &mut pool.get()?;
    diesel_migrations::MigrationHarness::run_pending_migrations(&mut **conn, model_core::migrations::SQLITE)?;
    diesel::sql_query("CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, title TEXT NOT NULL)")
        .execute(conn)?;
    Note::create(NewNote::builder().title("Milk").build()).by(&Actor::system()).run(conn)?;

    let app = Router::new().route("/notes", get(list)).route("/notes/{id}", patch(change)).with_state(pool.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, app).await });

    // A client, on another thread. An application would go on serving.
    let answers = tokio::task::spawn_blocking(move || -> std::io::Result<[String; 3]> {
        let ask = |method: &str, path: &str, body: &str| {
            let mut stream = std::net::TcpStream::connect(address)?;
            let head = "Host: localhost\r\nContent-Type: application/json\r\nConnection: close";
            write!(stream, "{method} {path} HTTP/1.1\r\n{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len())?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok::<_, std::io::Error>(answer)
        };
        Ok([
            ask("PATCH", "/notes/1", r#"{"title": "Oat milk"}"#)?,
            ask("PATCH", "/notes/7", r#"{"title": "Tea"}"#)?,
            ask("GET", "/notes", "")?,
        ])
    });
    let [changed, missing, listed] = answers.await??;
    println!("{changed}\n{missing}\n{listed}");
    assert!(changed.starts_with("HTTP/1.1 200") && missing.starts_with("HTTP/1.1 404") && listed.contains("Oat milk"));
    Ok(())
}
