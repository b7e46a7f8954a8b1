//! Who sends a request to the web application.

use super::{policy, tokens};
use crate::db::Conn;
use crate::error::Result;
use crate::models::{Account, AccountRole, AuthorId};
use model_core::meta::Meta;
use model_core::prelude::*;

/// Somebody who sends a request, signed in or not.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    /// The account, of somebody who is signed in.
    pub(crate) account: Option<Account>,
    /// The actor of every write of the request.
    pub(crate) actor: Actor,
}

/// What is known of a request before the database is asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Caller {
    /// The token, if there is one.
    pub(crate) token: Option<String>,
    /// The id of the request.
    pub(crate) request: String,
    /// Where it came from.
    pub(crate) ip: Option<String>,
    /// The program that sent it.
    pub(crate) agent: Option<String>,
}

impl Visitor {
    /// The visitor who sends this request; none if the token is unknown or has expired.
    ///
    /// # Errors
    /// Database errors.
    pub(crate) fn of(conn: &mut Conn, caller: &Caller) -> Result<Option<Self>> {
        let account = match &caller.token {
            None => return Ok(Some(Self { account: None, actor: caller.mark(Actor::anonymous()) })),
            Some(token) => tokens::account_of(conn, token)?,
        };
        let signed_in = |account: Account| {
            // The columns of an article name authors, so an author acts as such.
            let actor = match account.author_id {
                Some(author) => Actor::user(author),
                None => Actor::new("account", account.id),
            };
            Self { actor: caller.mark(actor), account: Some(account) }
        };
        Ok(account.map(signed_in))
    }

    /// The role.
    pub(crate) fn role(&self) -> Option<AccountRole> {
        self.account.as_ref().map(|account| account.role)
    }

    /// The author that the account belongs to.
    pub(crate) fn author(&self) -> Option<AuthorId> {
        self.account.as_ref().and_then(|account| account.author_id)
    }

    /// Whether they may do something; see [`policy::allows`].
    pub(crate) fn may(&self, act: policy::Act, model: &Meta, own: Option<bool>) -> bool {
        policy::allows(self.role(), act, model, own)
    }
}

impl Caller {
    fn mark(&self, actor: Actor) -> Actor {
        let mut actor = actor.request(&self.request);
        if let Some(ip) = &self.ip {
            actor = actor.ip(ip);
        }
        if let Some(agent) = &self.agent {
            actor = actor.user_agent(agent);
        }
        actor
    }
}
