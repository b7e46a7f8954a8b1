//! What all handlers share, and how they reach the database.

use super::answer::{Answer, Failure};
use super::limits::Limits;
use crate::db::{Conn, Pool};
use crate::events::Listeners;
use crate::models::Author;
use crate::services::tokens::digest;
use crate::services::visitor::{Caller, Visitor};
use model_core::cache::Cached;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(2);

/// What all handlers share.
#[derive(Clone)]
pub(crate) struct App(Arc<Shared>);

struct Shared {
    pool: Pool,
    permits: Arc<Semaphore>,
    /// Signs cursors.
    secret: [u8; 32],
    /// Requests of an account.
    accounts: Limits,
    /// Requests from an address.
    addresses: Limits,
    listeners: Listeners,
    /// Attempts to sign in or up, by the name that they are about and by the address that they come from.
    attempts: [Limits; 2],
    pictures: PathBuf,
    authors: Arc<Cached<Author>>,
}

/// How many authors are kept in memory.
const AUTHORS: u64 = 1_000;

/// How the application is set up.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Signs cursors, and the sessions of the desk.
    pub secret: [u8; 32],
    /// How many requests an account may send in a minute. An address may send twice as many.
    pub requests: u32,
    /// The largest request, in bytes.
    pub body: usize,
    /// How long an answer may take.
    pub patience: Duration,
    /// How often somebody may try to sign in or up under one name in a minute. An address may try five times as often.
    pub attempts: u32,
    /// The folder of uploaded pictures. It is made with the first.
    pub pictures: PathBuf,
    /// Who is told of orders, sign-ups and comments.
    pub listeners: Listeners,
    /// The authors that are kept in memory.
    pub authors: Arc<Cached<Author>>,
}

impl Default for Settings {
    /// Those of a first start: the secret is made again, so log-ins and cursors end with the process.
    fn default() -> Self {
        let (mut secret, halves) = ([0; 32], [uuid::Uuid::new_v4(), uuid::Uuid::new_v4()]);
        secret[..16].copy_from_slice(halves[0].as_bytes());
        secret[16..].copy_from_slice(halves[1].as_bytes());
        Self {
            secret,
            requests: 600,
            body: 1 << 20,
            patience: Duration::from_secs(10),
            attempts: 10,
            pictures: PathBuf::from("newsroom-pictures"),
            listeners: Listeners::default(),
            authors: Arc::new(Cached::new(AUTHORS)),
        }
    }
}

impl App {
    pub(crate) fn new(pool: Pool, settings: &Settings) -> Self {
        let permits = usize::try_from(pool.max_size()).unwrap_or(1);
        Self(Arc::new(Shared {
            pool,
            permits: Arc::new(Semaphore::new(permits)),
            secret: settings.secret,
            accounts: Limits::new(settings.requests),
            addresses: Limits::new(settings.requests.saturating_mul(2)),
            listeners: settings.listeners.clone(),
            attempts: [1, 5].map(|times| Limits::new(settings.attempts.saturating_mul(times))),
            pictures: settings.pictures.clone(),
            authors: Arc::clone(&settings.authors),
        }))
    }

    pub(crate) fn secret(&self) -> &[u8] {
        &self.0.secret
    }

    pub(crate) fn listeners(&self) -> &Listeners {
        &self.0.listeners
    }

    pub(crate) fn authors(&self) -> &Cached<Author> {
        &self.0.authors
    }

    pub(crate) fn addresses(&self) -> &Limits {
        &self.0.addresses
    }

    /// Counts an attempt to sign in or up.
    pub(crate) fn attempt(&self, name: &str, address: &str) -> Answer<()> {
        let left = [0, 1].map(|place| self.0.attempts[place].take([name, address][place]));
        match left.iter().find(|left| left.requests.is_none()) {
            None => Ok(()),
            Some(left) => {
                let problem = model_core::wire::Problem::new(429, "too_many", "There were too many attempts");
                Err(problem.with("retry_after", left.seconds).into())
            }
        }
    }

    pub(crate) fn pictures(&self) -> &Path {
        &self.0.pictures
    }

    /// Runs some work with a connection, on a thread that may wait. Never more at once than there are connections:
    /// others wait for a moment, and are then told that the newsroom is busy.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let busy = || {
            Failure::from(
                model_core::wire::Problem::new(503, "busy", "All connections are in use").with("retry_after", 1),
            )
        };
        let permit = tokio::time::timeout(PATIENCE, Arc::clone(&self.0.permits).acquire_owned()).await;
        let permit = permit.ok().and_then(Result::ok).ok_or_else(busy)?;
        let pool = self.0.pool.clone();
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let mut conn = pool.get_timeout(PATIENCE).map_err(|_| busy())?;
            work(&mut conn)
        });
        done.await.unwrap_or_else(|error| Err(Failure::internal(format!("a handler panicked: {error}"))))
    }

    /// The same for a visitor, who is found by the token of the request.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        caller: Caller,
        work: impl FnOnce(&mut Conn, &Visitor) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let app = self.clone();
        let token = caller.token.as_deref().map(digest);
        self.blocking(move |conn| {
            let visitor = Visitor::of(conn, &caller)?.ok_or_else(Failure::unauthenticated)?;
            let left = token.map(|token| app.0.accounts.take(&token)).filter(|left| left.requests.is_none());
            if let Some(left) = left {
                let problem = model_core::wire::Problem::new(429, "too_many", "The account sent too many requests");
                return Err(problem.with("retry_after", left.seconds).into());
            }
            work(conn, &visitor)
        })
        .await
    }
}
