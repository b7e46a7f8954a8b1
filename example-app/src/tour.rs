//! The tour: a day in the newsroom, printed chapter by chapter.
//!
//! It may import everything but `commands`. Each chapter is a method of [`Tour`]; chapters do not import each other.

mod articles;
mod authors;
mod deletion;
mod desk;
mod guide;
mod past;
mod readers;
mod shop;

use self::guide::Tour;
use crate::cli::Global;
use crate::db;
use crate::error::{Error, Result};
use crate::events::{Event, Listeners};
use crate::import::{self, Document};
use crate::report::Style;
use crate::services::trail;
use crate::session::named_url;
use crate::text::counted;
use model_core::Signal;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use tempfile::TempDir;

/// Gives the tour.
///
/// # Errors
/// The folder or the database is missing, or a step of the tour fails.
pub(crate) fn run(out: &mut dyn Write, global: &Global, folder: Option<&Path>) -> Result<()> {
    let (documents, folder) = documents(folder)?;
    if documents.is_empty() {
        writeln!(out, "There are no Markdown files in {}, so there is nothing to show.", folder.display())?;
        writeln!(out, "Choose another folder: newsroom --import DIR")?;
        return Ok(());
    }
    let place = Place::of(global)?;
    let (mut conn, migrations) = db::open_or_create(&place.url)?;
    let (sender, events) = mpsc::channel();
    let mut signal = Signal::new();
    signal.connect(move |event: &Event, ()| {
        // The receiver is dropped when the tour ends. An event that comes later is of no interest.
        let _ = sender.send(event.clone());
        Ok(())
    });
    let (start, style, listeners) = (trail::end(&mut conn)?, Style::choose(global.color), Listeners::new(signal));
    let mut tour = Tour { conn, out, start, style, listeners, events };
    tour.chapter("The desk opens")?;
    writeln!(tour.out, "{} database: {}{}", db::NAME, db::shown(&place.url), place.note())?;
    match migrations.len() {
        0 => writeln!(tour.out, "The tables are up to date.")?,
        count => writeln!(tour.out, "Ran {}.", counted(count, "migration"))?,
    }
    chapters(&mut tour, &documents, &folder, &global.handle)?;
    Ok(writeln!(tour.out, "\nThe newsroom in a browser, with its desk: cargo run -p example-app -- serve")?)
}

fn chapters(tour: &mut Tour<'_>, documents: &[Document], folder: &Path, handle: &str) -> Result<()> {
    let (editor, articles) = tour.import(documents, folder, handle)?;
    // `lead` stays live, `doomed` is deleted and purged, and the last one remains a draft, if there are three or more.
    // One article alone plays all three parts.
    let last = articles.len().saturating_sub(1);
    let (Some(lead), Some(doomed)) = (articles.first(), articles.get(usize::from(last > 1))) else {
        writeln!(tour.out, "All of these articles were deleted earlier, so there is nothing to show.")?;
        return Ok(());
    };
    tour.publish(&articles[..last.max(1)], &editor)?;
    tour.edit(lead, doomed, &editor)?;
    let (before, correction) = tour.correct(lead, &editor)?;
    tour.look_back(lead, before)?;
    tour.revert(lead, correction, &editor)?;
    let posted = tour.comment(lead, doomed)?;
    tour.moderate(&posted, &editor)?;
    tour.count()?;
    tour.dismiss(lead)?;
    tour.delete(doomed, &editor)?;
    tour.restore(doomed, &editor)?;
    let reader = tour.accounts()?;
    tour.notices(lead, &reader, &editor)?;
    tour.tasks(lead, &editor)?;
    tour.export(&editor)?;
    tour.shop(&reader, &editor)?;
    tour.pay(&reader, &editor)?;
    tour.purge(doomed, &editor)?;
    tour.trail()
}

/// Where the tour takes place. The directory is removed at the end.
#[derive(Debug)]
struct Place {
    url: String,
    temporary: Option<TempDir>,
}

impl Place {
    fn of(global: &Global) -> Result<Self> {
        // A temporary file is always possible on SQLite, so the tour leaves the database of DATABASE_URL alone.
        if let (None, Some(_)) = (&global.database, db::DEFAULT) {
            let dir = tempfile::Builder::new().prefix("newsroom-").tempdir()?;
            let url = dir.path().join("newsroom.db").display().to_string();
            return Ok(Self { url, temporary: Some(dir) });
        }
        let none =
            || Error::Argument(format!("the tour on {} needs a server: set --database or DATABASE_URL", db::NAME));
        Ok(Self { url: named_url(global).ok_or_else(none)?, temporary: None })
    }

    fn note(&self) -> &'static str {
        if self.temporary.is_some() { " (removed at the end)" } else { "" }
    }
}

/// What to import: a folder that was named, else the documents of the repository that this program was built in, else
/// those of the current directory.
fn documents(folder: Option<&Path>) -> Result<(Vec<Document>, PathBuf)> {
    if let Some(folder) = folder {
        return Ok((import::read_folder(folder)?, folder.to_owned()));
    }
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let root = repository.canonicalize().unwrap_or_else(|_| PathBuf::from("."));
    Ok((import::read_project(&root)?, root))
}
