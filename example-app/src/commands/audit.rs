//! `newsroom audit`: the trail as a whole.

use crate::cli::{AuditCommand, EntryFilter, Global};
use crate::db;
use crate::error::{Error, Result};
use crate::report::{self, Names, table};
use crate::services::{Editor, trail};
use crate::session::{request, url};
use crate::text::{counted, fit, moment};
use chrono::{DateTime, Utc};
use model_core::AuditLog;
use model_core::audit::ActionCount;
use model_core::verbs::Run;
use std::io::Write;

pub(super) fn run(out: &mut dyn Write, global: &Global, command: AuditCommand) -> Result<()> {
    match command {
        AuditCommand::List { filter, model, limit } => list(out, global, filter, model, limit),
        AuditCommand::Verify => verify(out, global),
        AuditCommand::Prune { before, dry_run } => prune(out, global, before, dry_run),
        AuditCommand::Stats => stats(out, global),
    }
}

fn list(
    out: &mut dyn Write,
    global: &Global,
    filter: EntryFilter,
    model: Option<trail::Kind>,
    limit: Option<u32>,
) -> Result<()> {
    let mut conn = db::open(&url(global)?)?;
    let limit = limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let (entries, total) = trail::find(&mut conn, filter.into(), model, limit)?;
    let names = Names::new(trail::handles(&mut conn)?);
    report::entries(out, &entries, &names)?;
    match usize::try_from(total) {
        Ok(total) if total > entries.len() => {
            writeln!(out, "the latest {} of {}", entries.len(), counted(total, "entry"))?
        }
        _ => writeln!(out, "{}", counted(entries.len(), "entry"))?,
    }
    Ok(())
}

fn verify(out: &mut dyn Write, global: &Global) -> Result<()> {
    let mut conn = db::open(&url(global)?)?;
    let found = trail::verify(&mut conn)?;
    let names = Names::new(trail::handles(&mut conn)?);
    report::discrepancies(out, &found, &names)?;
    match found.len() {
        0 => Ok(writeln!(out, "the audit trail is consistent, and matches every row")?),
        count => Err(Error::Inconsistent(count)),
    }
}

fn prune(out: &mut dyn Write, global: &Global, before: DateTime<Utc>, dry_run: bool) -> Result<()> {
    let mut conn = db::open(&url(global)?)?;
    let old = AuditLog::prune(before).dry_run(true).run(&mut conn)?;
    let (verb, removed) = match (dry_run, old) {
        (true, old) => ("would remove", old),
        // Without anything to write, nobody has to be signed in.
        (false, 0) => ("removed", 0),
        (false, _) => {
            let editor = db::transaction(&mut conn, |conn| Editor::sign_in(conn, &global.handle, &request()))?;
            ("removed", AuditLog::prune(before).by(&editor.actor).run(&mut conn)?)
        }
    };
    writeln!(out, "{verb} {} from before {}", counted(removed, "entry"), moment(before))?;
    Ok(())
}

fn stats(out: &mut dyn Write, global: &Global) -> Result<()> {
    let mut conn = db::open(&url(global)?)?;
    let counts = AuditLog::counts().run(&mut conn)?;
    let total: i64 = counts.iter().map(|kind| kind.count).sum();
    let row = |kind: &ActionCount| [fit(&kind.content_type, 30), fit(&kind.action, 40), kind.count.to_string()];
    table(out, ["model", "action", "entries"], counts.iter().map(row).collect())?;
    writeln!(out)?;
    let names = Names::new(trail::handles(&mut conn)?);
    let actors = trail::by_actor(&mut conn)?;
    let rows = actors.iter().map(|(kind, id, count)| [names.named(kind, id.as_deref(), None), count.to_string()]);
    table(out, ["actor", "entries"], rows.collect())?;
    writeln!(out, "{}", counted(total, "entry"))?;
    Ok(())
}
