//! Assembles a desk.

use crate::assets::{Asset, SCRIPT, STYLE};
use crate::desk::{Desk, ModelAdmin, ModelOf, Shown};
use crate::keep::DeskConnection;
use crate::policy::{Policy, Scope};
use crate::pool::Pool;
use crate::staff::{DeskLogin, Staff};
use crate::web::cookie::Jar;
use crate::web::jobs::{AT_ONCE, Jobs};
use crate::web::secret::{Secret, random};
use crate::web::visit::Look;
use crate::web::{Shared, router};
use crate::words::Words;
use axum::Router;
use std::fmt;
use std::marker::PhantomData;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// A missing part of a site, which one of its methods sets.
#[derive(Debug, Clone, Copy)]
pub struct Missing;

/// A site that has everything it needs.
#[diagnostic::on_unimplemented(
    message = "the desk is not complete: `Site` needs `.policy(..)`, `.login(..)` and `.pool(..)`",
    label = "one of the three was not called",
    note = "`.policy(FullAccess)` lets everybody who can log in do everything"
)]
pub trait Given {}

/// A policy, a login or a pool was set.
#[derive(Debug, Clone, Copy)]
pub struct IsGiven;

impl Given for IsGiven {}

/// The rows of a [`Missing`] policy: none.
struct Closed;

impl Policy for Closed {
    fn rows(&self, _: &Staff, _: &model_core::meta::Meta) -> Scope {
        Scope::None
    }
}

/// A desk: models, permissions, log-ins, and connections.
///
/// ```no_run
/// # use diesel::prelude::*;
/// # use model_core::prelude::*;
/// # diesel::table! { tags (id) { id -> BigInt, name -> Text, } }
/// # #[derive(Model, Debug)]
/// # #[model(table = tags)]
/// # pub struct Tag { pub id: i64, #[model(max_length = 40)] pub name: String }
/// use model_admin::{Admin, DeskLogin, FullAccess, Site};
/// use std::sync::Mutex;
///
/// # #[cfg(feature = "sqlite")]
/// fn desk(login: impl DeskLogin<SqliteConnection>, conn: SqliteConnection) -> axum::Router {
///     let desk = Site::new("Tags")
///         .model(Admin::of::<Tag>().search((tags::name,)).edit().create().removable())
///         .policy(FullAccess)
///         .login(login)
///         .pool(Mutex::new(conn));
///     axum::Router::new().nest_service("/admin", desk.into_router())
/// }
/// ```
#[must_use = "a site is served by `into_router`"]
pub struct Site<Conn, P = Missing, L = Missing, D = Missing> {
    look: Look,
    models: Vec<ModelOf<Conn>>,
    policy: Arc<dyn Policy>,
    login: Option<Box<dyn DeskLogin<Conn>>>,
    pool: Option<Box<dyn Pool<Conn>>>,
    secret: [u8; 32],
    secure: bool,
    hsts: bool,
    most: usize,
    body: usize,
    patience: Duration,
    proxies: Vec<IpAddr>,
    theme: Option<String>,
    given: Marker<P, L, D>,
}

impl<Conn, P, L, D> fmt::Debug for Site<Conn, P, L, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site").field("name", &self.look.name).finish_non_exhaustive()
    }
}

/// Which of the three parts were set.
type Marker<P, L, D> = PhantomData<fn() -> (P, L, D)>;

fn to_stderr(line: &str) {
    eprintln!("model-admin: {line}");
}

impl<Conn> Site<Conn> {
    /// A site with this name, without models.
    pub fn new(name: impl Into<String>) -> Self {
        let look = Look {
            name: name.into(),
            words: Words::ENGLISH,
            language: "en".to_owned(),
            keys: true,
            styles: Vec::new(),
            script: String::new(),
            logo: None,
            log: to_stderr,
        };
        Self {
            look,
            models: Vec::new(),
            policy: Arc::new(Closed),
            login: None,
            pool: None,
            secret: random(),
            secure: true,
            hsts: false,
            most: 16,
            body: 1 << 20,
            patience: Duration::from_secs(10),
            proxies: Vec::new(),
            theme: None,
            given: PhantomData,
        }
    }
}

impl<Conn, P, L, D> Site<Conn, P, L, D> {
    /// Adds a model.
    ///
    /// # Panics
    /// If two models have the same address, or if the list of this one names a masked column.
    pub fn model<M: Shown<Conn>>(mut self, model: ModelAdmin<M, Conn>) -> Self {
        let model = model.erase(self.secret);
        let url = model.url();
        assert!(self.models.iter().all(|known| known.url() != url), "two models are at `{url}`: move one by `.at(..)`");
        self.models.push(model);
        self
    }

    fn turn<P2, L2, D2>(self) -> Site<Conn, P2, L2, D2> {
        let Self {
            look, models, policy, login, pool, secret, secure, hsts, most, body, patience, proxies, theme, ..
        } = self;
        let given = PhantomData;
        Site { look, models, policy, login, pool, secret, secure, hsts, most, body, patience, proxies, theme, given }
    }

    /// Sets the permissions.
    pub fn policy(mut self, policy: impl Policy) -> Site<Conn, IsGiven, L, D> {
        self.policy = Arc::new(policy);
        self.turn()
    }

    /// Sets who can log in.
    pub fn login(mut self, login: impl DeskLogin<Conn>) -> Site<Conn, P, IsGiven, D> {
        self.login = Some(Box::new(login));
        self.turn()
    }

    /// Sets where connections come from.
    pub fn pool(mut self, pool: impl Pool<Conn>) -> Site<Conn, P, L, IsGiven> {
        self.pool = Some(Box::new(pool));
        self.turn()
    }

    /// Sets the secret that signs sessions and forms; call it before any model is added. By default, the secret is
    /// generated at each start, so everybody has to log in again. Several processes of one site need the same secret.
    ///
    /// # Panics
    /// If a model was added before.
    pub fn secret(mut self, secret: [u8; 32]) -> Self {
        assert!(self.models.is_empty(), "call `.secret(..)` before `.model(..)`");
        self.secret = secret;
        self
    }

    /// Serves without HTTPS, for development on `http://localhost`: cookies are not marked as secure.
    pub fn plain_http(mut self) -> Self {
        self.secure = false;
        self
    }

    /// Tells browsers to use only HTTPS, for a year.
    pub fn hsts(mut self) -> Self {
        self.hsts = true;
        self
    }

    /// Sets other texts, in the language with this tag: `Words { save: "Sichern", ..Words::ENGLISH }`, `"de"`.
    pub fn words(mut self, words: Words, language: &str) -> Self {
        (self.look.words, self.look.language) = (words, language.to_owned());
        self
    }

    /// Adds a style sheet after the desk's own, such as `:root { --accent: #7a1f5c; }`.
    pub fn theme(mut self, css: &str) -> Self {
        self.theme = Some(css.to_owned());
        self
    }

    /// Adds a picture before the name, by its address on the same site.
    pub fn logo(mut self, address: &str) -> Self {
        self.look.logo = Some(address.to_owned());
        self
    }

    /// Disables the single-letter shortcuts. `Ctrl+S` still saves.
    pub fn without_keys(mut self) -> Self {
        self.look.keys = false;
        self
    }

    /// Sets how many requests use a connection at the same time; the default is 16. Others wait for two seconds, and
    /// are then answered that the desk is busy.
    pub fn at_most(mut self, requests: usize) -> Self {
        self.most = requests.max(1);
        self
    }

    /// Sets how many bytes a request may have; the default is 1 MB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body = bytes;
        self
    }

    /// Sets how long a page may take; the default is 10 seconds.
    pub fn patience(mut self, longest: Duration) -> Self {
        self.patience = longest;
        self
    }

    /// Sets the proxies whose `X-Forwarded-For` is trusted.
    pub fn behind(mut self, proxies: impl IntoIterator<Item = IpAddr>) -> Self {
        self.proxies.extend(proxies);
        self
    }

    /// Sets the function that receives log lines, which name requests and never values. By default, they go to standard
    /// error.
    pub fn log(mut self, log: fn(&str)) -> Self {
        self.look.log = log;
        self
    }

    /// The site as a router, to nest at a path of the application.
    pub fn into_router(mut self) -> Router
    where
        Conn: DeskConnection,
        P: Given,
        L: Given,
        D: Given,
    {
        let (Some(login), Some(pool)) = (self.login.take(), self.pool.take()) else { return Router::new() };
        let mut assets = vec![Asset::style(STYLE)];
        assets.extend(self.theme.as_deref().map(Asset::theme));
        self.look.styles = assets.iter().map(|asset| asset.path.clone()).collect();
        let script = Asset::script(SCRIPT);
        self.look.script.clone_from(&script.path);
        assets.push(script);
        if !self.secure {
            (self.look.log)("cookies go over plain HTTP: for development only");
        }
        router(Shared {
            look: self.look,
            desk: Desk::new(self.models, self.policy),
            pool,
            login,
            secret: Secret::new(self.secret),
            jar: Jar { secure: self.secure },
            permits: Arc::new(Semaphore::new(self.most)),
            jobs: Jobs::default(),
            job_permits: Semaphore::new(AT_ONCE),
            body: self.body,
            patience: self.patience,
            proxies: self.proxies,
            hsts: self.hsts,
            assets,
        })
    }
}
