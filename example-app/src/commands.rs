//! Each command: open the database, call a service, print the result.
//!
//! It may import everything. A command imports no other command, only `input`, which reads from the terminal.

mod accounts;
mod articles;
mod audit;
mod database;
mod deletion;
mod desk;
mod input;
mod migrations;
mod past;
mod readers;
mod serve;
mod shop;
mod tags;

use crate::cli::{Cli, Command, Global};
use crate::error::{Error, Result};
use crate::{session, tour};
use std::io::{self, Write};

/// Runs a command, or the tour when there is none.
///
/// # Errors
/// The command cannot be done. The error says why, and nothing is left half-written.
pub fn run(cli: Cli, out: &mut dyn Write) -> Result<()> {
    if !cli.global.debug_queries {
        return choose(cli, out);
    }
    let queries = session::hear_queries()?;
    let done = choose(cli, out);
    out.flush()?;
    write!(io::stderr(), "{queries}")?;
    done
}

fn choose(cli: Cli, out: &mut dyn Write) -> Result<()> {
    let Cli { command, global, import } = cli;
    match command {
        None => tour::run(out, &global, import.as_deref()),
        Some(_) if import.is_some() => {
            Err(Error::Argument("--import is an option of the tour: use `newsroom import DIR` instead".to_owned()))
        }
        Some(command) => dispatch(out, &global, command),
    }
}

fn dispatch(out: &mut dyn Write, global: &Global, command: Command) -> Result<()> {
    match command {
        Command::Migrate => database::migrate(out, global),
        Command::Check => database::check(out, global),
        Command::Makemigrations(args) => migrations::make(out, global, &args),
        Command::Serve(args) => serve::run(out, global, &args),
        Command::Import { folder } => database::import(out, global, &folder),
        Command::Articles { proxy, deleted, with_counts } => {
            articles::list(out, global, proxy.into(), deleted, with_counts)
        }
        Command::Publish(target) => articles::publish(out, global, &target),
        Command::Unpublish(target) => articles::unpublish(out, global, &target),
        Command::Archive(target) => articles::archive(out, global, &target),
        Command::Seo { target, title, description, keywords } => {
            articles::seo(out, global, &target, title, description, keywords)
        }
        Command::Delete { row, dry_run, because } => deletion::delete(out, global, &row, dry_run, because.as_deref()),
        Command::Restore { row, with_ancestors } => deletion::restore(out, global, &row, with_ancestors),
        Command::Tag(command) => tags::change(out, global, command),
        Command::Comment { target, text, reader } => readers::comment(out, global, &target, &text, &reader),
        Command::Reply { comment, text, reader } => readers::reply(out, global, comment, &text, &reader),
        Command::React { target, comment, mood, take_back, reader } => {
            let target = readers::ReactionTarget { id: &target.id, comment };
            match mood.filter(|_| !take_back) {
                Some(given) => readers::react(out, global, &target, given, &reader),
                None => readers::take_back(out, global, &target, mood, &reader),
            }
        }
        Command::CleanUp => deletion::clean_up(out, global),
        Command::Account(command) => accounts::run(out, global, command),
        Command::Task(command) => desk::task(out, global, command),
        Command::Notice(command) => desk::notice(out, global, command),
        Command::Export(command) => desk::export(out, global, command),
        Command::Shop(command) => shop::run(out, global, command),
        Command::Show { target, at } => past::show(out, global, &target, at),
        Command::History { target, filter, counts } => past::history(out, global, &target, filter, counts),
        Command::Revert { target, entry } => past::revert(out, global, &target, entry),
        Command::Purge { older_than, dry_run } => deletion::purge(out, global, older_than, dry_run),
        Command::Audit(command) => audit::run(out, global, command),
    }
}
