//! Exports: the published articles as JSON Lines, in a file that is written completely or not at all.

use super::articles::{self, StatusFilter};
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::models::{Export, ExportState, NewExport};
use diesel::prelude::*;
use model_core::AuditLog;
use model_core::prelude::*;
use serde_json::json;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::PersistError;

/// Exports the published articles. When that fails, the row of the export says why, and the file is as it was before.
/// (When only the commit fails, the new file is complete.)
///
/// # Errors
/// The file cannot be written, or the database fails.
pub fn run(conn: &mut Conn, file: &Path, actor: &Actor) -> Result<Export> {
    let job = db::transaction(conn, |conn| {
        let job = Export::create(NewExport::builder().file(file.display().to_string()).build()).by(actor).run(conn)?;
        AuditLog::event("export.started").on(&job).by(actor).run(conn)?;
        Ok(job)
    })?;
    write(conn, &job, file, actor).or_else(|error| {
        let reason = error.line();
        db::transaction(conn, |conn| {
            let failed = job.patch().state(ExportState::Failed).reason(reason.clone()).by(actor).run(conn)?;
            Ok(AuditLog::event("export.failed").on(&failed).details(json!({ "reason": reason })).by(actor).run(conn)?)
        })?;
        Err(error)
    })
}

fn write(conn: &mut Conn, job: &Export, file: &Path, actor: &Actor) -> Result<Export> {
    let failed = |error: &io::Error| Error::file(file, error);
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_owned);
    // `NamedTempFile::new_in` would create a file that only its owner may read.
    let temporary = tempfile::Builder::new().make_in(folder, |path| File::create_new(path));
    let mut lines = BufWriter::new(temporary.map_err(|error| failed(&error))?);
    // The file is renamed last, so that only the commit can still fail after it.
    db::transaction(conn, |conn| {
        let articles = articles::list(conn, StatusFilter::Published, false)?;
        for (article, (author, tags)) in articles.iter().zip(articles::credits(conn, &articles)?) {
            let line = json!({
                "id": article.id.to_string(),
                "slug": article.seo.slug,
                "title": article.title,
                "standfirst": article.standfirst,
                "body": article.body,
                "author": author.map(|author| author.name),
                "tags": tags.into_iter().map(|tag| tag.name).collect::<Vec<_>>(),
                "published_at": article.publication.published_at.map(|instant| instant.to_rfc3339()),
            });
            writeln!(lines, "{line}").map_err(|error| failed(&error))?;
        }
        let count = i32::try_from(articles.len()).unwrap_or(i32::MAX);
        let done = job.patch().state(ExportState::Done).articles(count).by(actor).run(conn)?;
        AuditLog::event("export.done").on(&done).details(json!({ "articles": count })).by(actor).run(conn)?;
        let lines = lines.into_inner().map_err(|error| failed(error.error()))?;
        lines.persist(file).map_err(|PersistError { error, .. }| failed(&error))?;
        Ok(done)
    })
}

/// All exports, the latest first.
///
/// # Errors
/// Database errors.
pub fn list(conn: &mut Conn) -> Result<Vec<Export>> {
    Ok(Export::objects().load(conn)?)
}
