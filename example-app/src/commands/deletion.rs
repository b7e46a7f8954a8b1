//! `newsroom delete` and `newsroom restore`.

use super::{request, url};
use crate::cli::{AnyRow, Global};
use crate::db;
use crate::error::{Error, Result};
use crate::report;
use crate::services::Editor;
use crate::services::deletion::{self, RowRef};
use std::io::Write;

pub(super) fn delete(out: &mut dyn Write, global: &Global, row: &AnyRow, dry_run: bool) -> Result<()> {
    let reference = row.reference()?;
    if matches!(&reference, RowRef::Author(handle) if handle == global.handle.trim()) {
        return Err(Error::Argument(format!(
            "`{}` cannot delete itself: say with --as who does",
            global.handle.trim()
        )));
    }
    let mut conn = db::open(&url(global)?)?;
    if dry_run {
        let (row, taken) = deletion::preview(&mut conn, &reference)?;
        return Ok(report::taken(out, &format!("would delete {row}"), &taken)?);
    }
    let moved = db::transaction(&mut conn, |conn| {
        let editor = Editor::sign_in(conn, &global.handle, &request())?;
        deletion::delete(conn, &reference, &editor.actor)
    })?;
    Ok(writeln!(out, "deleted {}", report::moved(&moved))?)
}

pub(super) fn restore(out: &mut dyn Write, global: &Global, row: &AnyRow, with_ancestors: bool) -> Result<()> {
    let reference = row.reference()?;
    let mut conn = db::open(&url(global)?)?;
    let moved = db::transaction(&mut conn, |conn| {
        let editor = Editor::sign_in(conn, &global.handle, &request())?;
        deletion::restore(conn, &reference, with_ancestors, &editor.actor)
    })?;
    Ok(writeln!(out, "restored {}", report::moved(&moved))?)
}
