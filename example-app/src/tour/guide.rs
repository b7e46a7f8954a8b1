//! What all chapters of the tour share: the connection, the output, and how they print.

use crate::db::Conn;
use crate::error::Result;
use crate::events::{Event, Listeners};
use crate::models::Article;
use crate::report::{self, Style};
use crate::services::{articles, comments};
use std::io::Write;
use std::sync::mpsc;

/// The state of the tour.
pub(super) struct Tour<'o> {
    pub(super) conn: Conn,
    pub(super) out: &'o mut dyn Write,
    /// The last audit entry from before the tour.
    pub(super) start: i64,
    pub(super) style: Style,
    /// The listeners that the services notify. They send to `events`.
    pub(super) listeners: Listeners,
    pub(super) events: mpsc::Receiver<Event>,
}

/// How many articles of a list are printed.
pub(super) const LISTED: usize = 12;

impl Tour<'_> {
    pub(super) fn chapter(&mut self, title: &str) -> Result<()> {
        Ok(writeln!(self.out, "\n── {title} ──")?)
    }

    pub(super) fn list(&mut self, listed: &[Article]) -> Result<()> {
        let shown = &listed[..listed.len().min(LISTED)];
        let credits = articles::credits(&mut self.conn, shown)?;
        report::articles(self.out, shown, &credits)?;
        match listed.len() - shown.len() {
            0 => Ok(()),
            more => Ok(writeln!(self.out, " … and {more} more")?),
        }
    }

    pub(super) fn pending(&mut self) -> Result<()> {
        let waiting = comments::pending(&mut self.conn)?;
        Ok(report::pending(self.out, &waiting)?)
    }
}
