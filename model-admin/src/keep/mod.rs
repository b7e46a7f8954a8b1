//! What the desk itself keeps in the database: who is logged in, and which attempts to log in failed.

mod backend;

pub(crate) use self::backend::{Keeps, TrailFilter};

use chrono::{DateTime, Utc};
use diesel::connection::LoadConnection;
use model_core::prelude::*;
use serde::{Deserialize, Serialize};
use std::fmt;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    /// Who is logged in.
    admin_sessions (id) {
        /// The SHA-256 of the id that the browser has.
        id -> Text,
        /// Whose it is.
        staff -> Text,
        /// When they logged in.
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    /// Attempts to log in that failed.
    admin_failures (id) {
        /// A number.
        id -> BigInt,
        /// A name, of which only the SHA-256 is kept, or an address.
        subject -> Text,
        /// When it failed.
        created_at -> Instant,
    }
}

/// The key of a session: the SHA-256 of what the browser sends, in hexadecimal digits.
#[derive(Key, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(String);

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionId(..)")
    }
}

/// Somebody who is logged in.
#[derive(Model, Debug, Clone)]
#[model(table = admin_sessions, timestamps)]
pub struct Session {
    /// The SHA-256 of the id that the browser has.
    pub id: SessionId,
    /// Whose it is: [`Staff::id`](crate::Staff::id).
    #[model(max_length = 200, index)]
    pub staff: String,
    /// When they logged in.
    pub created_at: DateTime<Utc>,
}

/// An attempt to log in that failed.
#[derive(Model, Debug, Clone)]
#[model(table = admin_failures, timestamps)]
pub struct Failure {
    /// A number.
    pub id: i64,
    /// The SHA-256 of the name that was tried, or the address that tried.
    #[model(max_length = 80, index(with = [created_at]))]
    pub subject: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A connection that the desk can run on: any of SQLite, PostgreSQL, MySQL or MariaDB.
#[diagnostic::on_unimplemented(
    message = "the desk cannot run on `{Self}`",
    label = "expected a connection to SQLite, PostgreSQL, MySQL or MariaDB, with the feature of that backend enabled \
             in `model-admin`"
)]
pub trait DeskConnection: LoadConnection<Backend: Keeps<Self>> + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<Conn: LoadConnection<Backend: Keeps<Conn>> + Send + 'static> DeskConnection for Conn {}
