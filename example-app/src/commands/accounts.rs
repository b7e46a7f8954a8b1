//! `newsroom account`.

use super::{listeners, request, signed_in, url};
use crate::cli::{AccountCommand, Global};
use crate::db;
use crate::error::{Error, Result};
use crate::report::{self, counted, fit};
use crate::services::accounts;
use model_core::prelude::*;
use std::io::{self, BufRead, Write};

/// The widest name that is printed.
const NAME: usize = 40;

pub(super) fn run(out: &mut dyn Write, global: &Global, command: AccountCommand) -> Result<()> {
    match command {
        AccountCommand::SignUp { email, name, author } => {
            let password = line("the password")?;
            let mut conn = db::open(&url(global)?)?;
            let from = Actor::anonymous().request(request());
            let (name, author) = (name.as_deref(), author.as_deref());
            let told = listeners(global);
            let (account, token) = accounts::sign_up(&mut conn, &email, &password, name, author, &from, &told)?;
            writeln!(
                out,
                "{} signed up; the token that proves the address: {token}",
                fit(account.display_name(), NAME)
            )?;
        }
        AccountCommand::Verify { email, token } => {
            let mut conn = db::open(&url(global)?)?;
            let account = accounts::verify(&mut conn, &email, &token, &request())?;
            writeln!(out, "the address of {} is verified", fit(account.display_name(), NAME))?;
        }
        AccountCommand::SignIn { email } => {
            let password = line("the password")?;
            let mut conn = db::open(&url(global)?)?;
            let account = accounts::sign_in(&mut conn, &email, &password, &request())?;
            writeln!(out, "{} is signed in", fit(account.display_name(), NAME))?;
        }
        AccountCommand::Password { email } => {
            let (old, new) = (line("the old password")?, line("the new password")?);
            let mut conn = db::open(&url(global)?)?;
            let account = accounts::change_password(&mut conn, &email, &old, &new, &request())?;
            writeln!(out, "{} has another password", fit(account.display_name(), NAME))?;
        }
        AccountCommand::Deactivate { email } => {
            let account = signed_in(global, |conn, editor| accounts::deactivate(conn, &email, &editor.actor))?;
            writeln!(out, "deactivated the account of {}", fit(account.display_name(), NAME))?;
        }
        AccountCommand::Reactivate { email } => {
            let account = signed_in(global, |conn, editor| accounts::reactivate(conn, &email, &editor.actor))?;
            writeln!(out, "reactivated the account of {}", fit(account.display_name(), NAME))?;
        }
        AccountCommand::List { verified, joined } => {
            let mut conn = db::open(&url(global)?)?;
            let found = accounts::list(&mut conn, verified, joined)?;
            report::accounts(out, &found)?;
            writeln!(out, "{}", counted(found.len(), "account"))?;
        }
    }
    Ok(())
}

/// A line of the standard input, as it was typed.
pub(super) fn line(what: &str) -> Result<String> {
    let mut line = String::new();
    let missing = || Error::Argument(format!("{what} is read from the standard input, and there is none"));
    let length = io::stdin().lock().read_line(&mut line).map_err(|_| missing())?;
    match length {
        0 => Err(missing()),
        _ => Ok(line.trim_end_matches(['\n', '\r']).to_owned()),
    }
}
