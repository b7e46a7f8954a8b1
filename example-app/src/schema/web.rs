//! What only the web application needs.

diesel::table! {
    use diesel::sql_types::Text;
    use model_core::sql_types::{Instant, Uuid};

    /// Tokens by which programs act for an account.
    access_tokens (id) {
        /// The key.
        id -> Uuid,
        /// The account.
        account_id -> Uuid,
        /// What it is for.
        label -> Text,
        /// The hash of the token.
        hash -> Text,
        /// Until when it can be used.
        expires_at -> Instant,
        /// When the row was created.
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::Text;
    use model_core::sql_types::{Instant, Uuid};

    /// Answers to requests that a client may send twice.
    kept_answers (account_id, name) {
        /// The account that sent the request.
        account_id -> Uuid,
        /// The name that the client gave the request.
        name -> Text,
        /// The hash of what was sent.
        request -> Text,
        /// The answer, as JSON.
        answer -> Text,
        /// When the row was created.
        created_at -> Instant,
    }
}
