//! `newsroom delete`, `restore`, `purge` and `clean-up`.

use crate::cli::{AnyRow, Global};
use crate::db;
use crate::error::{Error, Result};
use crate::report;
use crate::services::deletion::{self, RowRef};
use crate::services::{Editor, reactions, trash};
use crate::session::{request, signed_in, url};
use crate::text::{counted, moment};
use indicatif::ProgressBar;
use std::io::Write;
use uuid::Uuid;

pub(super) fn delete(
    out: &mut dyn Write,
    global: &Global,
    row: &AnyRow,
    dry_run: bool,
    because: Option<&str>,
) -> Result<()> {
    let reference = row.reference()?;
    let own_handle = global.handle.trim();
    if matches!(&reference, RowRef::Author(handle) if handle == own_handle) {
        return Err(Error::Argument(format!(
            "`{own_handle}` is the acting author: to delete this author, act as another with --as"
        )));
    }
    let mut conn = db::open(&url(global)?)?;
    if dry_run {
        let (row, impact) = deletion::preview(&mut conn, &reference)?;
        return Ok(report::impact(out, &format!("would delete {row}"), &impact)?);
    }
    let cascade = db::transaction(&mut conn, |conn| {
        let editor = Editor::sign_in(conn, &global.handle, &request())?;
        let actor = because.map_or_else(|| editor.actor.clone(), |reason| editor.actor.because(reason));
        deletion::delete(conn, &reference, &actor)
    })?;
    Ok(writeln!(out, "deleted {}", report::cascade(&cascade))?)
}

pub(super) fn restore(out: &mut dyn Write, global: &Global, row: &AnyRow, with_ancestors: bool) -> Result<()> {
    let reference = row.reference()?;
    let mut conn = db::open(&url(global)?)?;
    let cascade = db::transaction(&mut conn, |conn| {
        let editor = Editor::sign_in(conn, &global.handle, &request())?;
        deletion::restore(conn, &reference, with_ancestors, &editor.actor)
    })?;
    Ok(writeln!(out, "restored {}", report::cascade(&cascade))?)
}

pub(super) fn purge(out: &mut dyn Write, global: &Global, older_than: i64, dry_run: bool) -> Result<()> {
    let cutoff = trash::days_ago(older_than)?;
    let mut conn = db::open(&url(global)?)?;
    let (verb, (purged, blocked)) = match dry_run {
        true => ("would purge", (trash::count(&mut conn, cutoff)?, Vec::new())),
        false => {
            let editor = db::transaction(&mut conn, |conn| Editor::sign_in(conn, &global.handle, &request()))?;
            // The bar is drawn on a terminal only, and removed at the end.
            let bar = ProgressBar::new(0);
            let purged = trash::purge(&mut conn, cutoff, &editor.actor, |at| {
                bar.set_length(at.total as u64);
                bar.set_position((at.removed + at.blocked) as u64);
            })?;
            bar.finish_and_clear();
            ("purged", purged)
        }
    };
    writeln!(out, "{verb} {}, deleted before {}", report::purged(purged), moment(cutoff))?;
    blocked.iter().try_for_each(|row| writeln!(out, "kept {row}"))?;
    Ok(())
}

pub(super) fn clean_up(out: &mut dyn Write, global: &Global) -> Result<()> {
    let removed = signed_in(global, |conn, editor| reactions::clean_up(conn, &editor.actor, Uuid::now_v7()))?;
    Ok(writeln!(out, "removed {} to purged articles and comments", counted(removed, "reaction"))?)
}
