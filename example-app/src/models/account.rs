//! Accounts.

use super::{Article, Author, AuthorId, Following, PaymentMethod, Secret};
use crate::schema::accounts;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model_core::bases::{SoftDeletes, Timestamps};
use model_core::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

diesel::define_sql_function! {
    /// A text in lower case.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// The key of an account.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(Uuid);

/// What an account may do; the policy has the rules.
#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountRole {
    /// Reads, comments and buys.
    Reader,
    /// Writes articles of their own.
    Reporter,
    /// Edits and publishes all articles, and moderates comments.
    Editor,
    /// Does everything.
    Chief,
    /// Reads everything, with its history, and writes nothing.
    Auditor,
}

/// An account with an e-mail address and a password. It belongs to a reader, or to an author.
///
/// An author needs no account to work at the desk. Deleting an account deactivates it: its address can then be used for
/// a new account. Its payment methods are deleted and restored with it.
#[derive(Model, Debug, Clone)]
#[model(table = accounts, audit, ordering = "email", content_type = "account")]
#[model(many_to_many(followed = Article, through = Following), has_many(methods = PaymentMethod, on_delete = cascade))]
pub struct Account {
    /// The key.
    pub id: AccountId,
    /// The address, as it was given: no two accounts have addresses that differ in case alone. The trail records that
    /// it changed, but not the address.
    #[model(max_length = 200, validate(email), unique(on = lower(email)))]
    #[audit(mask)]
    pub email: String,
    /// The display name. Without one, the first part of the address is shown.
    #[model(max_length = 100)]
    pub name: Option<String>,
    /// The author that the account belongs to.
    #[model(belongs_to = Author, unique, input = closed)]
    pub author_id: Option<AuthorId>,
    /// The hash of the password.
    #[audit(mask)]
    #[model(input = closed)]
    #[serde(skip_serializing)]
    pub password: Secret,
    /// The hash of the verification token, until the address is verified.
    #[audit(mask)]
    #[model(input = closed)]
    #[serde(skip_serializing)]
    pub token: Option<Secret>,
    /// When the address was verified.
    #[model(input = closed)]
    pub verified_at: Option<DateTime<Utc>>,
    /// What the account may do.
    #[model(default = AccountRole::Reader, input = closed)]
    pub role: AccountRole,
    /// When it was created and last written.
    #[model(base)]
    pub stamps: Timestamps,
    /// When it was deactivated, and by whom.
    #[model(base)]
    pub deletion: SoftDeletes,
}

#[scopes]
impl Account {
    /// Accounts that are not deactivated, even in a query with deleted rows.
    pub fn active() -> Condition<Self> {
        condition!(accounts::deleted_at.is_null())
    }

    /// Accounts with a verified address.
    pub fn verified() -> Condition<Self> {
        condition!(accounts::verified_at.is_not_null())
    }

    /// Accounts that were created within this many days.
    pub fn recently_joined(days: u32) -> Condition<Self> {
        let since = model_core::clock::now() - chrono::TimeDelta::days(days.into());
        condition!(accounts::created_at.ge(at(since)))
    }

    /// The account with this address, in upper or lower case.
    pub fn with_address(email: &str) -> Condition<Self> {
        condition!(lower(accounts::email).eq(lower(Self::address_of(email))))
    }
}

impl Account {
    /// An address as it is stored.
    pub fn address_of(text: &str) -> String {
        text.trim().to_owned()
    }

    /// The name, or the part of the address before the @.
    pub fn display_name(&self) -> &str {
        let of_address = || self.email.split('@').next().unwrap_or_default();
        self.name.as_deref().unwrap_or_else(of_address)
    }

    /// The account as the actor of a write. `request` marks everything that is done in one go.
    pub fn actor(&self, request: &str) -> Actor {
        Actor::new("account", self.id).request(request)
    }
}
