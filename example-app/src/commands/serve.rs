//! `newsroom serve`.

use crate::cli::{Global, ServeArgs};
use crate::db::{self, Pool};
use crate::error::{Error, Result};
use crate::models::Author;
use crate::services::demo;
use crate::session::{listeners_with_mail, request, url};
use crate::text::counted;
use crate::web::{self, Settings};
use model_core::cache::Cached;
use model_core::prelude::*;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How many connections the web application has.
const CONNECTIONS: u32 = 8;
/// How often the writes of other processes are looked up in the trail.
const TURN: Duration = Duration::from_secs(1);
/// The longest time that a transaction of the newsroom takes.
const LONGEST: Duration = Duration::from_secs(60);

pub(super) fn run(out: &mut dyn Write, global: &Global, args: &ServeArgs) -> Result<()> {
    let url = url(global)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    // The port first: a start that fails must not leave a database behind.
    let place = format!("{}:{}", args.host, args.port);
    let failed = |problem: std::io::Error| Error::Argument(format!("cannot listen on {place}: {problem}"));
    let listener = runtime.block_on(TcpListener::bind((&*args.host, args.port))).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let (mut conn, migrations) = db::open_or_create(&url)?;
    if !migrations.is_empty() {
        writeln!(out, "{}: ran {}", db::shown(&url), counted(migrations.len(), "migration"))?;
    }
    let demo = if args.empty { None } else { demo::fill(&mut conn, &request())? };
    drop(conn);
    // Who sends a request says by which name; a link in a mail must not lead there.
    let base = args.base.clone().unwrap_or_else(|| format!("http://{address}"));
    let listeners = listeners_with_mail(global, args.mail.clone(), base.trim_end_matches('/'));
    let settings = Settings { listeners, pictures: args.pictures.clone(), ..Settings::default() };
    let pool = db::pool(&url, CONNECTIONS)?;
    let app = web::router(pool.clone(), &settings);
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    greet(out, address, demo.as_ref())?;
    runtime.spawn(follow(pool, settings.authors));
    runtime.block_on(async { axum::serve(listener, app).with_graceful_shutdown(stopped()).await })?;
    Ok(writeln!(out, "stopped")?)
}

/// Drops authors from memory that another process has changed, such as `newsroom delete author`, while this one serves.
async fn follow(pool: Pool, authors: Arc<Cached<Author>>) {
    let mut turn = tokio::time::interval(TURN);
    loop {
        turn.tick().await;
        let (pool, authors) = (pool.clone(), Arc::clone(&authors));
        let looked = tokio::task::spawn_blocking(move || {
            let mut conn = pool.get().map_err(|error| error.to_string())?;
            authors.follow(LONGEST).run(&mut conn).map_err(|error| error.to_string())
        });
        if let Ok(Err(why)) = looked.await {
            eprintln!("newsroom: {why}");
        }
    }
}

fn greet(out: &mut dyn Write, address: SocketAddr, demo: Option<&demo::Demo>) -> Result<()> {
    let base = format!("http://{address}");
    writeln!(out, "the newsroom is open; Ctrl-C closes it")?;
    writeln!(out, "  site   {base}/\n  desk   {base}/desk/\n  API    {base}/api/docs")?;
    if let Some(demo) = demo {
        writeln!(out, "\nThe database was empty. It has a demo now, and these log-ins, which are shown this once:")?;
        for person in &demo.people {
            let role = person.role.to_string();
            let place = if role == "reader" { "  (site and API)" } else { "" };
            writeln!(out, "  {role:<9} {:<26} {}{place}", person.email, person.password)?;
        }
        writeln!(out, "\nTokens for the API, of the editor and of the reader:\n  {}\n  {}", demo.editor, demo.reader)?;
        writeln!(out, "\n  curl '{base}/api/v1/articles?limit=2'")?;
        writeln!(out, "  curl -H 'Authorization: Bearer {}' {base}/api/v1/accounts/me", demo.editor)?;
    }
    Ok(out.flush()?)
}

/// Ends when the process is asked to stop: open requests are answered first.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    // Without a handler there is nothing to wait for, and the signal ends the process at once.
    if interrupted.await.is_err() {
        std::future::pending::<()>().await;
    }
}
