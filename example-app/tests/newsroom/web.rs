//! The web application, request by request, without a socket.

use crate::desk::Desk;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request};
use diesel::connection::{Connection, Instrumentation, InstrumentationEvent};
use diesel::r2d2::{ConnectionManager, CustomizeConnection};
use model_core::prelude::*;
use model_core::testing::{Listener, QueryLog};
use newsroom::db::{Conn, Pool};
use newsroom::services::{accounts, demo, tokens};
use newsroom::web::{self, Settings};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

/// The web application over a database of its own, with the demo, and a token for each role.
pub(crate) struct Web {
    router: Router,
    pub(crate) tokens: HashMap<&'static str, String>,
    pub(crate) demo: demo::Demo,
    statements: Arc<AtomicUsize>,
    heard: Heard,
    /// The database. It is dropped after the pool, because a server keeps one that is in use.
    desk: Desk,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn kind(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text);
        let problem = self.json();
        assert_eq!(problem["status"], json!(self.status), "{problem}");
        assert!(problem["request_id"].as_str().is_some_and(|id| id == self.header("x-request-id")), "{problem}");
        problem["type"].as_str().unwrap().trim_start_matches("/problems/").to_owned()
    }
}

/// Counts the statements of each connection, and tells them to whoever listens.
#[derive(Debug)]
struct Counted(Arc<AtomicUsize>, Heard);

/// Who listens to all connections.
type Heard = Arc<Mutex<Option<Listener>>>;

impl CustomizeConnection<Conn, diesel::r2d2::Error> for Counted {
    fn on_acquire(&self, conn: &mut Conn) -> Result<(), diesel::r2d2::Error> {
        #[cfg(feature = "sqlite")]
        {
            use diesel::connection::SimpleConnection;
            conn.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON")
                .map_err(diesel::r2d2::Error::QueryError)?;
        }
        let (count, heard) = (Arc::clone(&self.0), Arc::clone(&self.1));
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { .. } = event {
                count.fetch_add(1, Ordering::SeqCst);
            }
            if let Some(listener) = &mut *heard.lock().unwrap() {
                listener.on_connection_event(event);
            }
        });
        Ok(())
    }
}

const ROLES: [(&str, &str); 5] =
    [("reporter", "rosa"), ("editor", "emil"), ("chief", "chiara"), ("auditor", "anton"), ("reader", "grace")];

impl Web {
    pub(crate) fn new() -> Self {
        Self::with(&Settings::default())
    }

    pub(crate) fn with(settings: &Settings) -> Self {
        let desk = Desk::new();
        desk.runs(&["migrate"]);
        let mut conn = desk.connect();
        let demo = demo::fill(&mut conn, "test").unwrap().expect("the database is empty");
        let token = |(role, name): (&'static str, &str)| {
            let account = accounts::active(&mut conn, &format!("{name}@newsroom.example")).unwrap();
            (role, tokens::issue(&mut conn, &account, "test", 1, &Actor::system()).unwrap())
        };
        let tokens = ROLES.into_iter().map(token).collect();
        let (statements, heard) = (Arc::new(AtomicUsize::new(0)), Heard::default());
        let manager = ConnectionManager::<Conn>::new(desk.url());
        let pool: Pool = diesel::r2d2::Pool::builder()
            .max_size(4)
            .test_on_check_out(false)
            .min_idle(Some(1))
            .connection_customizer(Box::new(Counted(Arc::clone(&statements), Arc::clone(&heard))))
            .build(manager)
            .unwrap();
        Self { router: web::router(pool, settings), desk, tokens, demo, statements, heard }
    }

    /// Another connection to the same database.
    pub(crate) fn connect(&self) -> Conn {
        self.desk.connect()
    }

    pub(crate) fn send(&self, request: Request<Body>) -> Reply {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let router = self.router.clone();
        runtime.block_on(async move {
            let response = router.oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = to_bytes(body, usize::MAX).await.unwrap();
            let text = String::from_utf8(bytes.to_vec()).expect("an answer is UTF-8");
            Reply { status: parts.status.as_u16(), headers: parts.headers, text }
        })
    }

    /// Sends a request of this role; `nobody` has no token. The body goes as JSON unless it is null.
    pub(crate) fn ask(&self, role: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Reply {
        let mut request = Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap()).uri(path);
        if let Some(token) = self.tokens.get(role) {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            Value::Null => Body::empty(),
            body => {
                request = request.header("content-type", "application/json");
                Body::from(body.to_string())
            }
        };
        self.send(request.body(body).unwrap())
    }

    pub(crate) fn get(&self, role: &str, path: &str) -> Reply {
        self.ask(role, "GET", path, &[], &Value::Null)
    }

    pub(crate) fn post(&self, role: &str, path: &str, body: Value) -> Reply {
        self.ask(role, "POST", path, &[], &body)
    }

    /// The first row of a list.
    pub(crate) fn one(&self, role: &str, list: &str) -> Value {
        let reply = self.get(role, &format!("/api/v1/{list}"));
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.json()["data"][0].clone()
    }

    /// What was answered, and what was sent to the database for it.
    pub(crate) fn heard(&self, ask: impl FnOnce() -> Reply) -> (Reply, QueryLog) {
        let log = QueryLog::new();
        *self.heard.lock().unwrap() = Some(log.listener());
        let reply = ask();
        *self.heard.lock().unwrap() = None;
        (reply, log)
    }

    pub(crate) fn counted(&self, ask: impl FnOnce() -> Reply) -> usize {
        let before = self.statements.load(Ordering::SeqCst);
        let reply = ask();
        assert_eq!(reply.status, 200, "{}", reply.text);
        self.statements.load(Ordering::SeqCst) - before
    }
}

/// The address of a row.
pub(crate) fn at(list: &str, row: &Value) -> String {
    let id = &row["id"];
    format!("/api/v1/{list}/{}", id.as_str().map_or_else(|| id.to_string(), str::to_owned))
}
