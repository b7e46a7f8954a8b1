//! `newsroom migrate`, `newsroom check` and `newsroom import`.

use crate::cli::Global;
use crate::db;
use crate::error::{Error, Result};
use crate::import;
use crate::report;
use crate::session::{request, url};
use crate::text::counted;
use crate::web;
use std::io::Write;
use std::path::Path;

pub(super) fn migrate(out: &mut dyn Write, global: &Global) -> Result<()> {
    let url = url(global)?;
    let (_, done) = db::open_or_create(&url)?;
    match done.len() {
        0 => writeln!(out, "{}: the tables are up to date", db::shown(&url))?,
        count => writeln!(out, "{}: ran {}", db::shown(&url), counted(count, "migration"))?,
    }
    Ok(())
}

pub(super) fn check(out: &mut dyn Write, global: &Global) -> Result<()> {
    let url = url(global)?;
    let report = web::check(&mut db::open(&url)?)?;
    writeln!(out, "{report}")?;
    match report.errors().count() {
        0 => Ok(()),
        count => Err(Error::Differs(count)),
    }
}

pub(super) fn import(out: &mut dyn Write, global: &Global, folder: &Path) -> Result<()> {
    // All files are read before the database is opened: a missing folder must not create a database.
    let documents = import::read_folder(folder)?;
    let (mut conn, _) = db::open_or_create(&url(global)?)?;
    if documents.is_empty() {
        writeln!(out, "there are no Markdown files in {}", folder.display())?;
        return Ok(());
    }
    let (_, imported) = import::run(&mut conn, &documents, &global.handle, &request())?;
    writeln!(out, "imported {}: {}", folder.display(), report::imported(&imported))?;
    Ok(())
}
