//! `newsroom account`.

use super::input::line;
use crate::cli::{AccountCommand, Global};
use crate::db;
use crate::error::Result;
use crate::report;
use crate::services::accounts;
use crate::session::{listeners, request, signed_in, url};
use crate::text::{counted, fit};
use model_core::prelude::*;
use std::io::Write;

/// The most characters of a name that are printed.
const NAME: usize = 40;

pub(super) fn run(out: &mut dyn Write, global: &Global, command: AccountCommand) -> Result<()> {
    match command {
        AccountCommand::SignUp { email, name, author } => {
            let password = line("the password")?;
            let mut conn = db::open(&url(global)?)?;
            let from = Actor::anonymous().request(request());
            let (name, author) = (name.as_deref(), author.as_deref());
            let listeners = listeners(global);
            let (account, token) = accounts::sign_up(&mut conn, &email, &password, name, author, &from, &listeners)?;
            writeln!(out, "{} signed up; the verification token is {token}", fit(account.display_name(), NAME))?;
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
            writeln!(out, "changed the password of {}", fit(account.display_name(), NAME))?;
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
