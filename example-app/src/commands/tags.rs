//! `newsroom tag`.

use super::{edit, named};
use crate::cli::{Global, Tagging};
use crate::error::Result;
use crate::report::{counted, fit};
use crate::services::articles;
use crate::services::tags::{self, Change};
use std::io::Write;

pub(super) fn change(out: &mut dyn Write, global: &Global, tagging: Tagging) -> Result<()> {
    let (change, target, names) = match tagging {
        Tagging::Add { target, tags } => (Change::Add, target, tags),
        Tagging::Remove { target, tags } => (Change::Remove, target, tags),
        Tagging::Set { target, tags } => (Change::Set, target, tags),
    };
    let (article, changed, tags) = edit(global, &target, |conn, id, editor| {
        let (changed, tags) = tags::change(conn, id, change, &names, &editor.actor)?;
        Ok((articles::live(conn, id)?, changed, tags))
    })?;
    let tags: Vec<_> = tags.iter().map(|tag| fit(&tag.name, 50)).collect();
    let about = if tags.is_empty() { "nothing".to_owned() } else { tags.join(", ") };
    Ok(writeln!(out, "{} is about {about} ({})", named(&article), counted(changed, "change"))?)
}
