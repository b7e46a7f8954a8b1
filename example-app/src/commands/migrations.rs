//! `newsroom makemigrations`.

use crate::cli::{Global, MakeArgs};
use crate::error::{Error, Result};
use crate::models::Everything;
use crate::session::named_url;
use model_core::check::migrate::{Make, MakeError, Plan};
use std::io::Write;
use std::path::Path;

/// A backend by the name of its folder, and what its URLs begin with.
type Backend = (&'static str, &'static [&'static str]);

const BACKENDS: [Backend; 3] =
    [("sqlite", &[]), ("postgres", &["postgres://", "postgresql://"]), ("mysql", &["mysql://"])];

pub(super) fn make(out: &mut dyn Write, global: &Global, args: &MakeArgs) -> Result<()> {
    let make = decisions(args)?;
    let mut plans = Vec::new();
    // All are made before the first is written.
    for (backend, schemes) in BACKENDS {
        let folder = args.migrations.join(backend);
        if !folder.is_dir() {
            continue;
        }
        let is_its = |url: &&String| schemes.iter().any(|scheme| url.starts_with(scheme));
        let named = named_url(global);
        let server = args.server.iter().chain(named.as_ref()).find(is_its).map(String::as_str);
        match plan(backend, &make, server, &folder) {
            Ok(plan) => plans.push((folder, plan)),
            Err(error @ MakeError::Unreachable { .. }) if args.skip_unreachable => {
                writeln!(out, "skipped: {error}")?;
            }
            Err(error) => return Err(Error::NotMade { backend, problem: with_option(&error) }),
        }
    }
    let at = model_core::clock::now();
    let mut is_done = true;
    for (folder, plan) in plans.iter().filter(|(_, plan)| !plan.is_empty()) {
        is_done = false;
        if args.dry_run {
            writeln!(out, "-- {}: up\n{}\n-- {0}: down\n{}", folder.display(), plan.up(), plan.down())?;
            continue;
        }
        let refused = |error: MakeError| Error::file(folder, error);
        if let Some(made) = plan.write(folder, at).map_err(refused)? {
            writeln!(out, "wrote {}", made.display())?;
        }
    }
    if is_done {
        writeln!(out, "the migrations do what the models say: nothing to write")?;
    }
    Ok(())
}

/// What the options decide.
fn decisions(args: &MakeArgs) -> Result<Make> {
    let mut make = Make::new(&args.name);
    for fill in &args.fills {
        let parts = fill.split_once('=');
        let (column, value) =
            parts.ok_or_else(|| Error::Argument(format!("`--default {fill}` has no `=`: write COLUMN=VALUE")))?;
        make = make.fill(column, value);
    }
    make = args.keep.iter().fold(make, Make::keep);
    make = args.drop_table.iter().fold(make, Make::drop_table);
    Ok(if args.allow_destructive { make.allow_destructive() } else { make })
}

/// The plan for one backend.
fn plan(backend: &'static str, make: &Make, server: Option<&str>, folder: &Path) -> Result<Plan, MakeError> {
    let unreachable = |why: &str| MakeError::Unreachable { backend, why: why.to_owned() };
    match backend {
        #[cfg(feature = "sqlite")]
        "sqlite" => make.plan::<Everything, diesel::SqliteConnection>(":memory:", folder),
        #[cfg(feature = "postgres")]
        "postgres" => {
            let server = server.ok_or_else(|| unreachable("name a server with --server"))?;
            make.plan::<Everything, diesel::PgConnection>(server, folder)
        }
        #[cfg(feature = "mysql")]
        "mysql" => {
            let server = server.ok_or_else(|| unreachable("name a server with --server"))?;
            make.plan::<Everything, diesel::MysqlConnection>(server, folder)
        }
        _ => {
            let named = server.map_or("", |_| ", though a server is named");
            Err(unreachable(&format!("this build of newsroom has no {backend}{named}")))
        }
    }
}

/// What is wrong, and the option that decides it.
fn with_option(error: &MakeError) -> String {
    match error {
        MakeError::NeedsValue(columns) => {
            let options: Vec<_> = columns.iter().map(|column| format!("--default {column}=VALUE")).collect();
            format!("{error}: {}", options.join(" "))
        }
        MakeError::Destructive(_) => format!("{error}: --allow-destructive"),
        MakeError::Unreachable { .. } => format!("{error}: --skip-unreachable leaves it out"),
        _ => error.to_string(),
    }
}
