//! Who works at the desk in a browser: accounts that belong to an author and have a role there.

use super::password;
use crate::db::Conn;
use crate::error::Result;
use crate::models::{Account, AccountRole, AccountScopes as _, Author, AuthorId};
use crate::schema::{accounts, authors};
use diesel::prelude::*;
use model_core::prelude::*;

/// A member of the staff.
#[derive(Debug, Clone)]
pub struct Member {
    /// The author as whom they act.
    pub author: AuthorId,
    /// Their printed name.
    pub name: String,
    /// Their role.
    pub role: AccountRole,
    /// The hash of their password.
    pub hash: String,
}

/// The member of staff whose account has this address.
///
/// # Errors
/// Database errors.
pub fn with_address(conn: &mut Conn, email: &str) -> Result<Option<Member>> {
    let found = Account::objects().verified().with_address(email).load_with::<Author>(conn)?;
    Ok(found.into_iter().find_map(|(account, author)| member(account, author)))
}

/// The member of staff who acts as this author.
///
/// # Errors
/// Database errors.
pub fn acting_as(conn: &mut Conn, author: AuthorId) -> Result<Option<Member>> {
    let of_author = Account::objects().verified().filter(accounts::author_id.eq(author));
    let found = of_author.load_with::<Author>(conn)?;
    Ok(found.into_iter().find_map(|(account, author)| member(account, author)))
}

/// The printed names of these authors, also of those who left.
///
/// # Errors
/// Database errors.
pub fn names(conn: &mut Conn, of: &[AuthorId]) -> Result<Vec<(AuthorId, String)>> {
    let found: Vec<Author> = Author::objects().with_deleted().filter(authors::id.eq_any(of)).load(conn)?;
    Ok(found.into_iter().map(|author| (author.id, author.name)).collect())
}

fn member(account: Account, author: Option<Author>) -> Option<Member> {
    let author = author.filter(|_| account.role != AccountRole::Reader)?;
    let hash = account.password.reveal().to_owned();
    Some(Member { author: author.id, name: author.name, role: account.role, hash })
}

/// Whether a password is that of a hash.
pub fn matches(given: &str, hash: &str) -> bool {
    password::matches(given, Some(&crate::models::Secret::new(hash.to_owned())))
}

/// The hash that is compared with where there is no account.
pub fn decoy() -> &'static str {
    password::DECOY
}
