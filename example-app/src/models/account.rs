//! Who has an account.

use super::{Article, Author, AuthorId, Following, PaymentMethod, Secret};
use crate::schema::accounts;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model_core::bases::{SoftDeletes, Timestamps};
use model_core::prelude::*;
use uuid::Uuid;

/// The key of an account.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AccountId(Uuid);

/// Somebody who signs in with an address and a password: a reader, or one of the desk's authors.
///
/// An author is a name in print and works at the desk without an account; an account may say which author it is. It is
/// deactivated by deleting it, and its address is free then: who signs up with that has another account. Its payment
/// methods go with it, and come back with it.
#[derive(Model, Debug, Clone)]
#[model(table = accounts, audit, ordering = "email", content_type = "account")]
#[model(many_to_many(followed = Article, through = Following), has_many(methods = PaymentMethod, on_delete = cascade))]
pub struct Account {
    /// The key.
    pub id: AccountId,
    /// The address, in lower case: the trail says that it changed, never what it is.
    #[model(max_length = 200, validate(email), check = is_lower_case, unique)]
    #[audit(mask)]
    pub email: String,
    /// The name that is shown. Without one it is made of the address.
    #[model(max_length = 100)]
    pub name: Option<String>,
    /// Which author they are.
    #[model(belongs_to = Author, unique)]
    pub author_id: Option<AuthorId>,
    /// The hash of the password.
    #[audit(mask)]
    pub password: Secret,
    /// The hash of the token that proves the address, until it did.
    #[audit(mask)]
    pub token: Option<Secret>,
    /// When the address was proved.
    pub verified_at: Option<DateTime<Utc>>,
    /// When it was created and last written.
    #[model(base)]
    pub stamps: Timestamps,
    /// When it was deactivated, and by whom.
    #[model(base)]
    pub deletion: SoftDeletes,
}

#[scopes]
impl Account {
    /// Those that can be signed in with, also where deactivated ones are read.
    pub fn active() -> Condition<Self> {
        condition!(accounts::deleted_at.is_null())
    }

    /// Those whose address was proved.
    pub fn verified() -> Condition<Self> {
        condition!(accounts::verified_at.is_not_null())
    }

    /// Those that were created within so many days.
    pub fn recently_joined(days: u32) -> Condition<Self> {
        let since = model_core::clock::now() - chrono::TimeDelta::days(days.into());
        condition!(accounts::created_at.ge(at(since)))
    }

    /// The one with this address, however it is written.
    pub fn called(email: &str) -> Condition<Self> {
        condition!(accounts::email.eq(Self::address_of(email)))
    }
}

impl Account {
    /// An address as it is stored.
    pub fn address_of(text: &str) -> String {
        text.trim().to_lowercase()
    }

    /// The name, or what stands before the @ of the address.
    pub fn display_name(&self) -> &str {
        let of_address = || self.email.split('@').next().unwrap_or_default();
        self.name.as_deref().unwrap_or_else(of_address)
    }

    /// The account, as every write is told. `request` joins everything that is done in one go.
    pub fn actor(&self, request: &str) -> Actor {
        Actor::new("account", self.id).request(request)
    }
}

fn is_lower_case(address: &str) -> Result<(), &'static str> {
    if address.chars().any(char::is_uppercase) { Err("has to be in lower case") } else { Ok(()) }
}
