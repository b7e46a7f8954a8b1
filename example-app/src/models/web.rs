//! What only the web application needs: tokens, and answers to requests that may come twice.

use super::{Account, AccountId, Secret};
use crate::schema::{access_tokens, kept_answers};
use chrono::{DateTime, Utc};
use model_core::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The key of an access token.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccessTokenId(Uuid);

/// A token by which a program acts for an account. It is random and long, so that a quick hash keeps it, and a request
/// finds it by the index.
#[derive(Model, Debug, Clone)]
#[model(table = access_tokens, timestamps, audit, content_type = "access_token")]
#[model(repr = label)]
pub struct AccessToken {
    /// The key.
    pub id: AccessTokenId,
    /// The account.
    #[model(skip_update, belongs_to = Account)]
    pub account_id: AccountId,
    /// What it is for.
    #[model(max_length = 50)]
    pub label: String,
    /// The hash of the token.
    #[audit(mask)]
    #[model(skip_update, input = closed, unique)]
    pub hash: Secret,
    /// Until when it can be used.
    #[model(input = closed)]
    pub expires_at: DateTime<Utc>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
}

/// The answer to a request with an `Idempotency-Key`, written in the transaction of what the request did. Its key is
/// the account and the name that the client gave the request.
#[derive(Model, Debug, Clone)]
#[model(table = kept_answers, timestamps)]
pub struct KeptAnswer {
    /// The account that sent the request.
    #[model(primary_key, belongs_to = Account)]
    pub account_id: AccountId,
    /// The name that the client gave the request.
    #[model(primary_key, max_length = 100)]
    pub name: String,
    /// The hash of what was sent.
    #[model(skip_update)]
    pub request: String,
    /// The answer, as JSON.
    #[model(skip_update)]
    pub answer: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}
