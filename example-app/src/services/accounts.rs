//! Accounts: signing up, verifying, signing in, deactivating.

use super::password;
use crate::db::{self, Conn};
use crate::error::{Error, Result};
use crate::events::{Event, Listeners};
use crate::models::{Account, AccountScopes as _, Author, NewAccount, Secret};
use crate::schema::{accounts, authors};
use diesel::prelude::*;
use model_core::prelude::*;
use model_core::{AuditLog, Error as ModelError, clock};

/// Creates an account, and returns it with the token that verifies its address. Listeners are notified.
///
/// # Errors
/// The address is invalid or in use, the password is too short, the author does not exist or has an account, or the
/// database fails.
pub fn sign_up(
    conn: &mut Conn,
    email: &str,
    password: &str,
    name: Option<&str>,
    author: Option<&str>,
    from: &Actor,
    listeners: &Listeners,
) -> Result<(Account, String)> {
    // Hashing takes long, so it is done before the transaction, for which other writers may have to wait.
    let (hash, (token, token_hash)) = (password::hash(password)?, password::token()?);
    db::unit(conn, |conn, unit| {
        let author = author.map(|handle| author_of(conn, handle)).transpose()?;
        let new = NewAccount::builder().email(Account::address_of(email)).password(hash).token(token_hash);
        let new = new.name(name.map(str::to_owned)).author_id(author.map(|author| author.id)).build();
        let account = Account::create(new).by(from).run(conn).map_err(|error| match error {
            ModelError::UniqueViolation { field: Some("email"), .. } => {
                Error::AlreadyExists("an account with this address")
            }
            ModelError::UniqueViolation { field: Some("author_id"), .. } => {
                Error::AlreadyExists("an account for this author")
            }
            error => error.into(),
        })?;
        let told = Event::SignedUp { email: account.email.clone(), token: Secret::new(token.clone()) };
        listeners.notify(unit, told)?;
        Ok((account, token))
    })
}

/// Signs a reader up by a mail to their address. Nobody learns from the answer whether the address has an account: its
/// holder is told by a mail.
///
/// # Errors
/// The address or the name is invalid, the password is too short, or the database fails.
pub fn sign_up_by_mail(
    conn: &mut Conn,
    email: &str,
    password: &str,
    name: &str,
    from: &Actor,
    listeners: &Listeners,
) -> Result<()> {
    let name = Some(name.trim()).filter(|name| !name.is_empty());
    match sign_up(conn, email, password, name, None, from, listeners) {
        Ok(_) => Ok(()),
        Err(Error::AlreadyExists(_)) => {
            let told = Event::SignedUpAgain { email: Account::address_of(email) };
            db::unit(conn, |_, unit| listeners.notify(unit, told))
        }
        Err(error) => Err(error),
    }
}

/// Verifies the address of an account with its token, which works once.
///
/// # Errors
/// There is no such account, the token is wrong, or the database fails.
pub fn verify(conn: &mut Conn, email: &str, token: &str, request: &str) -> Result<Account> {
    let account = find(conn, email)?;
    let hash = account.as_ref().and_then(|account| account.token.as_ref());
    match (password::matches(token.trim(), hash), account) {
        (true, Some(account)) => {
            let verified = account.patch().verified_at(clock::now()).token(None);
            Ok(verified.by(&account.actor(request)).run(conn)?)
        }
        _ => Err(Error::Argument("the address or the verification token is wrong".to_owned())),
    }
}

/// Signs in. An unknown address and a wrong password take the same time and give the same message, so that nobody can
/// find out which addresses have an account.
///
/// # Errors
/// There is no such account, the password is wrong, the address is not verified, or the database fails.
pub fn sign_in(conn: &mut Conn, email: &str, password: &str, request: &str) -> Result<Account> {
    let account = find(conn, email)?;
    let hash = account.as_ref().map(|account| &account.password);
    match (password::matches(password, hash), account) {
        (true, Some(account)) if account.verified_at.is_some() => {
            AuditLog::event("account.signed_in").on(&account).by(&account.actor(request)).run(conn)?;
            Ok(account)
        }
        (true, Some(_)) => Err(Error::Argument("the address of this account is not verified".to_owned())),
        _ => Err(Error::Argument("the address or the password is wrong".to_owned())),
    }
}

/// Changes the password of an account. The old one is needed.
///
/// # Errors
/// As for [`sign_in`]; the new password is too short.
pub fn change_password(conn: &mut Conn, email: &str, old: &str, new: &str, request: &str) -> Result<Account> {
    let hash = password::hash(new)?;
    let account = sign_in(conn, email, old, request)?;
    Ok(account.patch().password(hash).by(&account.actor(request)).run(conn)?)
}

/// Deactivates an account. Its address can be used for a new one, and its history stays.
///
/// # Errors
/// There is no such account, or the database fails.
pub fn deactivate(conn: &mut Conn, email: &str, actor: &Actor) -> Result<Account> {
    let deleted = active(conn, email)?.delete().by(actor).run(conn)?;
    Ok(deleted.into_row())
}

/// Reactivates the account with this address that was deactivated last.
///
/// # Errors
/// There is none, another account now has its address or its author, or the database fails.
pub fn reactivate(conn: &mut Conn, email: &str, actor: &Actor) -> Result<Account> {
    let deleted = Account::objects().only_deleted().with_address(email).order(accounts::deleted_at.desc());
    let deleted: Option<Deleted<Account>> = deleted.first(conn).optional()?;
    let deleted = deleted.ok_or_else(|| Error::NotFound(format!("deactivated account {}", email.trim())))?;
    deleted.restore().by(actor).run(conn).map_err(|error| match error {
        ModelError::UniqueViolation { field: Some("email"), .. } => {
            Error::AlreadyExists("an account with this address")
        }
        ModelError::UniqueViolation { field: Some("author_id"), .. } => {
            Error::AlreadyExists("an account for this author")
        }
        error => error.into(),
    })
}

/// All accounts, or only those that are verified, or that joined within so many days.
///
/// # Errors
/// Database errors.
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
    Ok(Account::objects().with_address(email).first(conn).optional()?)
}

/// The live author with this handle.
pub(super) fn author_of(conn: &mut Conn, handle: &str) -> Result<Author> {
    let author: Option<Author> = Author::objects().filter(authors::handle.eq(handle.trim())).first(conn).optional()?;
    author.ok_or_else(|| Error::NotFound(format!("author {}", handle.trim())))
}
