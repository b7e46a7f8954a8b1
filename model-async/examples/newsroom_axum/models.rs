//! The models.

use chrono::{DateTime, Utc};
use model_async::prelude::*;

diesel::table! {
    users (id) {
        id -> BigInt,
        login -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    tokens (id) {
        id -> BigInt,
        user_id -> BigInt,
        secret -> Text,
        last_used_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    packages (id) {
        id -> BigInt,
        name -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    keywords (id) {
        id -> BigInt,
        word -> Text,
    }
}

diesel::table! {
    package_keywords (package_id, keyword_id) {
        package_id -> BigInt,
        keyword_id -> BigInt,
    }
}

diesel::table! {
    owners (package_id, user_id) {
        package_id -> BigInt,
        user_id -> BigInt,
    }
}

diesel::table! {
    invitations (id) {
        id -> BigInt,
        package_id -> BigInt,
        user_id -> BigInt,
    }
}

diesel::table! {
    versions (id) {
        id -> BigInt,
        package_id -> BigInt,
        num -> Text,
        yanked -> Bool,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    users,
    tokens,
    packages,
    keywords,
    package_keywords,
    owners,
    invitations,
    versions
);

#[derive(Model, Debug, Clone)]
#[model(table = users)]
pub(crate) struct User {
    pub(crate) id: i64,
    #[model(unique)]
    pub(crate) login: String,
}

/// What a client shows to be let in. (A real one keeps a hash of it.)
#[derive(Model, Debug, Clone)]
#[model(table = tokens)]
pub(crate) struct Token {
    pub(crate) id: i64,
    #[model(belongs_to = User)]
    pub(crate) user_id: i64,
    #[model(unique)]
    pub(crate) secret: String,
    pub(crate) last_used_at: Option<DateTime<Utc>>,
}

#[derive(Model, Debug, Clone)]
#[model(table = packages, timestamps, audit)]
#[model(has_many(versions = Version, on_delete = cascade), has_many(invitations = Invitation, on_delete = cascade))]
#[model(many_to_many(keywords = Keyword, through = PackageKeyword), many_to_many(owners = User, through = Owner))]
pub(crate) struct Package {
    pub(crate) id: i64,
    #[model(unique, max_length = 64)]
    pub(crate) name: String,
    pub(crate) created_at: DateTime<Utc>,
}

#[derive(Model, Debug, Clone)]
#[model(table = keywords, ordering = "word")]
pub(crate) struct Keyword {
    pub(crate) id: i64,
    #[model(unique, max_length = 20)]
    pub(crate) word: String,
}

#[derive(Model, Debug, Clone)]
#[model(table = package_keywords)]
pub(crate) struct PackageKeyword {
    #[model(primary_key, belongs_to = Package)]
    pub(crate) package_id: i64,
    #[model(primary_key, belongs_to = Keyword)]
    pub(crate) keyword_id: i64,
}

#[derive(Model, Debug, Clone)]
#[model(table = owners, audit)]
pub(crate) struct Owner {
    #[model(primary_key, belongs_to = Package)]
    pub(crate) package_id: i64,
    #[model(primary_key, belongs_to = User)]
    pub(crate) user_id: i64,
}

/// To become an owner, as long as it is not accepted.
#[derive(Model, Debug, Clone)]
#[model(table = invitations, audit)]
pub(crate) struct Invitation {
    pub(crate) id: i64,
    #[model(belongs_to = Package)]
    pub(crate) package_id: i64,
    #[model(belongs_to = User, unique(with = [package_id]))]
    pub(crate) user_id: i64,
}

#[derive(Model, Debug, Clone)]
#[model(table = versions, audit, ordering = "id")]
pub(crate) struct Version {
    pub(crate) id: i64,
    #[model(belongs_to = Package)]
    pub(crate) package_id: i64,
    #[model(unique(with = [package_id]), max_length = 32)]
    pub(crate) num: String,
    #[model(default = false)]
    pub(crate) yanked: bool,
}
