//! Tokens by which programs act for an account.

use crate::db::Conn;
use crate::error::Result;
use crate::models::{AccessToken, Account, NewAccessToken, Secret};
use crate::schema::access_tokens;
use chrono::TimeDelta;
use diesel::prelude::*;
use model_core::clock;
use model_core::prelude::*;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Makes a token for an account, which can be used for so many days. It is returned once: only its hash is stored.
///
/// # Errors
/// The label is too long, or the database fails.
pub fn issue(conn: &mut Conn, account: &Account, label: &str, days: u32, by: &Actor) -> Result<String> {
    let token = format!("nr_{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    let expires = clock::now() + TimeDelta::days(days.into());
    let new = NewAccessToken::builder().account_id(account.id).label(label).hash(Secret::new(digest(&token)));
    AccessToken::create(new.expires_at(expires).build()).by(by).run(conn)?;
    Ok(token)
}

/// Ends a token, if there is such.
///
/// # Errors
/// Database errors.
pub fn revoke(conn: &mut Conn, token: &str, by: &Actor) -> Result<()> {
    AccessToken::objects().filter(access_tokens::hash.eq(digest(token))).hard_delete().by(by).run(conn)?;
    Ok(())
}

/// The active account that a token acts for.
///
/// # Errors
/// Database errors.
pub fn account_of(conn: &mut Conn, token: &str) -> Result<Option<Account>> {
    let of_token = AccessToken::objects().filter(access_tokens::hash.eq(digest(token)));
    let usable = of_token.filter(access_tokens::expires_at.gt(at(clock::now())));
    let found: Vec<(AccessToken, Option<Account>)> = usable.load_with::<Account>(conn)?;
    Ok(found.into_iter().find_map(|(_, account)| account))
}

/// A text as 64 hexadecimal digits, from which nobody finds it.
pub fn digest(text: impl AsRef<[u8]>) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}
