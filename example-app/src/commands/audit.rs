//! `newsroom audit`: the trail as a whole.

use super::{request, url};
use crate::cli::{Audit, EntryFilter, Global};
use crate::db;
use crate::error::{Error, Result};
use crate::report::{self, Who, counted, fit, table};
use crate::services::{Editor, trail};
use chrono::{DateTime, Utc};
use model_core::AuditLog;
use model_core::audit::ActionCount;
use std::io::Write;

pub(super) fn run(out: &mut dyn Write, global: &Global, command: Audit) -> Result<()> {
    match command {
        Audit::List { filter, model, limit } => list(out, global, filter, model, limit),
        Audit::Verify => verify(out, global),
        Audit::Prune { before, dry_run } => prune(out, global, before, dry_run),
        Audit::Stats => stats(out, global),
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
    let who = Who::new(trail::handles(&mut conn)?);
    report::entries(out, &entries, &who)?;
    match usize::try_from(total) {
        Ok(total) if total > entries.len() => {
            writeln!(out, "{}, the latest of {total}", counted(entries.len(), "entry"))?
        }
        _ => writeln!(out, "{}", counted(entries.len(), "entry"))?,
    }
    Ok(())
}

fn verify(out: &mut dyn Write, global: &Global) -> Result<()> {
    let mut conn = db::open(&url(global)?)?;
    let breaks = trail::verify(&mut conn)?;
    let who = Who::new(trail::handles(&mut conn)?);
    report::breaks(out, &breaks, &who)?;
    match breaks.len() {
        0 => Ok(writeln!(out, "the audit trail fits: every row is as it tells")?),
        count => Err(Error::Broken(count)),
    }
}

fn prune(out: &mut dyn Write, global: &Global, before: DateTime<Utc>, dry_run: bool) -> Result<()> {
    let mut conn = db::open(&url(global)?)?;
    let old = AuditLog::prune(before).dry_run(true).run(&mut conn)?;
    let (verb, removed) = match (dry_run, old) {
        (true, old) => ("would remove", old),
        // Nobody has to join the desk for that.
        (false, 0) => ("removed", 0),
        (false, _) => {
            let editor = db::transaction(&mut conn, |conn| Editor::sign_in(conn, &global.handle, &request()))?;
            ("removed", AuditLog::prune(before).by(&editor.actor).run(&mut conn)?)
        }
    };
    writeln!(out, "{verb} {} from before {}", counted(removed, "entry"), report::moment(before))?;
    Ok(())
}

fn stats(out: &mut dyn Write, global: &Global) -> Result<()> {
    let mut conn = db::open(&url(global)?)?;
    let counts = AuditLog::counts(&mut conn)?;
    let total: i64 = counts.iter().map(|kind| kind.count).sum();
    let row = |kind: &ActionCount| [fit(&kind.content_type, 30), fit(&kind.action, 40), kind.count.to_string()];
    table(out, ["model", "action", "entries"], counts.iter().map(row).collect())?;
    writeln!(out)?;
    let who = Who::new(trail::handles(&mut conn)?);
    let actors = trail::by_actor(&mut conn)?;
    let rows = actors.iter().map(|(kind, id, count)| [who.named(kind, id.as_deref(), None), count.to_string()]);
    table(out, ["who", "entries"], rows.collect())?;
    writeln!(out, "{}", counted(total, "entry"))?;
    Ok(())
}
