//! Accounts: signed up, verified, signed in with, and deactivated.

use super::password;
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::events::{Happened, Listeners};
use crate::models::{Account, AccountScopes as _, Author, NewAccount};
use crate::schema::{accounts, authors};
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::{AuditLog, Error as ModelError, clock};

/// Makes an account, and returns it with the token that proves its address. Listeners are told of it.
///
/// # Errors
/// The address is none or is taken, the password is too short, the author is not there or has an account, or the database
/// fails.
pub fn sign_up(
    conn: &mut Conn,
    email: &str,
    password: &str,
    name: Option<&str>,
    author: Option<&str>,
    from: &Actor,
    listeners: &Listeners,
) -> Result<(Account, String)> {
    // Before the transaction, in which others may have to wait.
    let (hash, (token, token_hash)) = (password::hash(password)?, password::token()?);
    db::told(conn, |conn, unit| {
        let author = author.map(|handle| author_of(conn, handle)).transpose()?;
        let new = NewAccount::builder().email(Account::address_of(email)).password(hash).token(token_hash);
        let new = new.name(name.map(str::to_owned)).author_id(author.map(|author| author.id)).build();
        let account = Account::create(new).by(from).run(conn).map_err(|error| match error {
            ModelError::UniqueViolation { field: Some("email"), .. } => Error::Taken("an account with this address"),
            ModelError::UniqueViolation { field: Some("author_id"), .. } => Error::Taken("an account of this author"),
            error => error.into(),
        })?;
        listeners.tell(unit, Happened::SignedUp { email: account.email.clone() })?;
        Ok((account, token))
    })
}

/// Proves the address of an account by its token, once.
///
/// # Errors
/// There is no such account that waits for this token, or the database fails.
pub fn verify(conn: &mut Conn, email: &str, token: &str, request: &str) -> Result<Account> {
    let account = find(conn, email)?;
    let hash = account.as_ref().and_then(|account| account.token.as_ref());
    match (password::fits(token.trim(), hash), account) {
        (true, Some(account)) => {
            let proved = account.patch().verified_at(clock::now()).token(None);
            Ok(proved.by(&account.actor(request)).run(conn)?)
        }
        _ => Err(Error::Argument("there is no account that waits for this token".to_owned())),
    }
}

/// Signs in. Who is not known is told so after the same time as who has another password, in the same words.
///
/// # Errors
/// There is no such account, its password is another, or its address is not proved; those of the database.
pub fn sign_in(conn: &mut Conn, email: &str, password: &str, request: &str) -> Result<Account> {
    let account = find(conn, email)?;
    let hash = account.as_ref().map(|account| &account.password);
    match (password::fits(password, hash), account) {
        (true, Some(account)) if account.verified_at.is_some() => {
            AuditLog::event("account.signed_in").on(&account).by(&account.actor(request)).run(conn)?;
            Ok(account)
        }
        (true, Some(_)) => Err(Error::Argument("the address of this account is not verified".to_owned())),
        _ => Err(Error::Argument("the address or the password is wrong".to_owned())),
    }
}

/// Gives an account another password, to who has the old one.
///
/// # Errors
/// As for [`sign_in`]; the new password is too short.
pub fn change_password(conn: &mut Conn, email: &str, old: &str, new: &str, request: &str) -> Result<Account> {
    let hash = password::hash(new)?;
    let account = sign_in(conn, email, old, request)?;
    Ok(account.patch().password(hash).by(&account.actor(request)).run(conn)?)
}

/// Deactivates an account. Its address is free then, and what it did stays.
///
/// # Errors
/// There is no such account, or the database fails.
pub fn deactivate(conn: &mut Conn, email: &str, actor: &Actor) -> Result<Account> {
    let gone = active(conn, email)?.delete().by(actor).run(conn)?;
    Ok(gone.into_row())
}

/// Brings the account back that was deactivated last under this address.
///
/// # Errors
/// There is none, another account has its address or its author now, or the database fails.
pub fn reactivate(conn: &mut Conn, email: &str, actor: &Actor) -> Result<Account> {
    let gone = Account::objects().only_deleted().called(email).order(accounts::deleted_at.desc());
    let gone: Option<Deleted<Account>> = gone.first(conn).optional()?;
    let gone = gone.ok_or_else(|| Error::NotFound(format!("deactivated account {}", email.trim())))?;
    gone.restore().by(actor).run(conn).map_err(|error| match error {
        ModelError::UniqueViolation { field: Some("email"), .. } => Error::Taken("an account with this address"),
        ModelError::UniqueViolation { field: Some("author_id"), .. } => Error::Taken("an account of this author"),
        error => error.into(),
    })
}

/// The accounts, those that are verified or that joined within so many days only where that is asked for.
///
/// # Errors
/// Those of the database.
pub fn list(conn: &mut Conn, verified: bool, joined: Option<u32>) -> Result<Vec<Account>> {
    Ok(match (verified, joined) {
        (false, None) => Account::objects().load(conn)?,
        (true, None) => Account::objects().verified().load(conn)?,
        (false, Some(days)) => Account::objects().recently_joined(days).load(conn)?,
        (true, Some(days)) => Account::objects().verified().recently_joined(days).load(conn)?,
    })
}

/// The account with this address.
///
/// # Errors
/// There is none that is active.
pub fn active(conn: &mut Conn, email: &str) -> Result<Account> {
    find(conn, email)?.ok_or_else(|| Error::NotFound(format!("account {}", email.trim())))
}

fn find(conn: &mut Conn, email: &str) -> Result<Option<Account>> {
    Ok(Account::objects().called(email).first(conn).optional()?)
}

/// The live author with this handle.
pub(super) fn author_of(conn: &mut Conn, handle: &str) -> Result<Author> {
    let author: Option<Author> = Author::objects().filter(authors::handle.eq(handle.trim())).first(conn).optional()?;
    author.ok_or_else(|| Error::NotFound(format!("author {}", handle.trim())))
}
