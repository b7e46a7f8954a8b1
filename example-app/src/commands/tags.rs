//! `newsroom tag`.

use crate::cli::{Global, TagCommand};
use crate::error::Result;
use crate::report::article_name;
use crate::services::articles;
use crate::services::tags::{self, Change};
use crate::session::edit;
use crate::text::{counted, fit};
use std::io::Write;

pub(super) fn change(out: &mut dyn Write, global: &Global, command: TagCommand) -> Result<()> {
    let (change, target, names) = match command {
        TagCommand::Add { target, tags } => (Change::Add, target, tags),
        TagCommand::Remove { target, tags } => (Change::Remove, target, tags),
        TagCommand::Set { target, tags } => (Change::Set, target, tags),
    };
    let (article, changed, tags) = edit(global, &target, |conn, id, editor| {
        let (changed, tags) = tags::change(conn, id, change, &names, &editor.actor)?;
        Ok((articles::live(conn, id)?, changed, tags))
    })?;
    let tags: Vec<_> = tags.iter().map(|tag| fit(&tag.name, 50)).collect();
    let tags = if tags.is_empty() { "no tags".to_owned() } else { format!("the tags {}", tags.join(", ")) };
    Ok(writeln!(out, "{} now has {tags} ({})", article_name(&article), counted(changed, "change"))?)
}
