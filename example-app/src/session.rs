//! What the options of every command mean: the database, who acts, in which request, and who is notified.
//!
//! It may import everything but `commands` and `tour`, which both use it.

use crate::cli::{ArticleArg, Global};
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::events::{Listeners, outbox};
use crate::mail;
use crate::models::ArticleId;
use crate::services::{ArticleRef, Editor};
use diesel::connection::set_default_instrumentation;
use model_core::Signal;
use model_core::testing::QueryLog;
use std::path::PathBuf;
use std::sync::LazyLock;
use uuid::Uuid;

/// Changes one article. The editor is signed in within the same transaction, so a change that fails leaves nothing
/// behind, not even a new author.
pub(crate) fn edit<T>(
    global: &Global,
    target: &ArticleArg,
    change: impl FnOnce(&mut Conn, ArticleId, &Editor) -> Result<T>,
) -> Result<T> {
    let reference: ArticleRef = target.id.parse()?;
    signed_in(global, |conn, editor| {
        let id = reference.resolve(conn)?;
        change(conn, id, editor)
    })
}

/// Signs the editor in and makes a change, in one transaction.
pub(crate) fn signed_in<T>(global: &Global, change: impl FnOnce(&mut Conn, &Editor) -> Result<T>) -> Result<T> {
    let mut conn = db::open(&url(global)?)?;
    db::transaction(&mut conn, |conn| {
        let editor = Editor::sign_in(conn, &global.handle, &request())?;
        change(conn, &editor)
    })
}

/// The request id of this run of the program.
pub(crate) fn request() -> String {
    let digits = Uuid::new_v7(uuid::Timestamp::now(uuid::NoContext)).simple().to_string();
    format!("cli-{}", &digits[digits.len() - 8..])
}

/// What `--debug-queries` prints. Diesel asks a function without a state for the listener of a new connection, so the
/// log is static.
static QUERIES: LazyLock<QueryLog> = LazyLock::new(QueryLog::new);

/// Keeps a log of the queries of each connection that is opened from now on.
pub(crate) fn hear_queries() -> Result<&'static QueryLog> {
    set_default_instrumentation(|| Some(Box::new(QUERIES.listener())))?;
    Ok(&QUERIES)
}

/// The listeners that the command line names.
pub(crate) fn listeners(global: &Global) -> Listeners {
    global.outbox.clone().map_or_else(Listeners::default, Listeners::outbox)
}

/// The same with a folder for mails, whose links lead to this address.
pub(crate) fn listeners_with_mail(global: &Global, mails: PathBuf, base: &str) -> Listeners {
    let mut signal = Signal::new();
    global.outbox.clone().into_iter().for_each(|file| outbox(&mut signal, file));
    mail::folder(&mut signal, mails, base.to_owned());
    Listeners::new(signal)
}

/// The database to use: the named one, or the default.
pub(crate) fn url(global: &Global) -> Result<String> {
    named_url(global)
        .or_else(|| db::DEFAULT.map(str::to_owned))
        .ok_or_else(|| Error::Argument(format!("{} needs a server: set --database or DATABASE_URL", db::NAME)))
}

/// The database that the option or the environment names.
pub(crate) fn named_url(global: &Global) -> Option<String> {
    let environment = || std::env::var("DATABASE_URL").ok().filter(|url| !url.is_empty());
    global.database.clone().or_else(environment)
}
