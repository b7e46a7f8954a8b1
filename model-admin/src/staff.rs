//! Who works at the desk, and how they log in.

use model_core::Error;
use std::collections::BTreeMap;

/// Somebody who works at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// What the audit trail records as the id of the actor.
    pub id: String,
    /// The name that the desk shows.
    pub name: String,
    /// The roles, for the [policy](crate::Policy).
    pub roles: Vec<String>,
}

impl Staff {
    /// Somebody without roles.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), roles: Vec::new() }
    }

    /// The same, with one more role.
    pub fn with_role(mut self, role: impl Into<String>) -> Self {
        self.roles.push(role.into());
        self
    }

    /// Whether they have this role.
    pub fn is(&self, role: &str) -> bool {
        self.roles.iter().any(|known| known == role)
    }
}

/// An account that was found by the name that somebody typed.
#[derive(Debug, Clone)]
pub struct Account {
    /// Who it belongs to.
    pub staff: Staff,
    /// The hash of their password.
    pub hash: String,
}

/// How the application knows its staff.
///
/// The desk calls [`verify`](Self::verify) once for each attempt, also when there is no account of that name: then with
/// the [`dummy`](Self::dummy), so that the answer takes as long.
pub trait DeskLogin<Conn>: Send + Sync + 'static {
    /// The account with this name, if there is one that may log in.
    ///
    /// # Errors
    /// Database errors.
    fn account(&self, conn: &mut Conn, name: &str) -> Result<Option<Account>, Error>;

    /// The member of staff with this id. The desk asks for each page, so that an account that was closed, or lost a
    /// role, does so at once.
    ///
    /// # Errors
    /// Database errors.
    fn staff(&self, conn: &mut Conn, id: &str) -> Result<Option<Staff>, Error>;

    /// The names of members of staff, by their ids, for the history. One statement for all of them; those who left have
    /// names too. Without this method, the history shows ids.
    ///
    /// # Errors
    /// Database errors.
    fn names(&self, conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, String>, Error> {
        let _ = (conn, ids);
        Ok(BTreeMap::new())
    }

    /// Whether the password is that of the hash. A slow hash such as argon2.
    fn verify(&self, password: &str, hash: &str) -> bool;

    /// A hash, made in the same way, of a password that nobody has.
    fn dummy(&self) -> &str;
}

/// The part of a log-in that pages may ask.
pub(crate) trait Names<Conn> {
    fn names(&self, conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, String>, Error>;
}

impl<Conn: 'static> Names<Conn> for Box<dyn DeskLogin<Conn>> {
    fn names(&self, conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, String>, Error> {
        (**self).names(conn, ids)
    }
}
