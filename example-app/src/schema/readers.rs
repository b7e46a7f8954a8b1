//! Accounts and their notices.

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// Accounts.
    accounts (id) {
        /// The key.
        id -> Uuid,
        /// The address to sign in with, unique among live accounts.
        email -> Text,
        /// The display name.
        name -> Nullable<Text>,
        /// The author that the account belongs to.
        author_id -> Nullable<Uuid>,
        /// The hash of the password.
        password -> Text,
        /// The hash of the verification token.
        token -> Nullable<Text>,
        /// When the address was verified.
        verified_at -> Nullable<Instant>,
        /// What the account may do.
        role -> Text,
        /// When the row was created.
        created_at -> Instant,
        /// When the row was last written.
        updated_at -> Instant,
        /// When the row was deleted.
        deleted_at -> Nullable<Instant>,
        /// Who deleted it.
        deleted_by -> Nullable<Text>,
        /// The deletion that deleted the row, or the restoration that restored it.
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use model_core::sql_types::Uuid;

    /// Which account follows which article.
    followings (account_id, article_id) {
        /// The account.
        account_id -> Uuid,
        /// The article.
        article_id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// Notices.
    notices (id) {
        /// The key.
        id -> BigInt,
        /// The text.
        text -> Text,
        /// The kind of recipients.
        audience -> Text,
        /// The account, for a notice to one account.
        account_id -> Nullable<Uuid>,
        /// The article, for a notice to its followers.
        article_id -> Nullable<Uuid>,
        /// When the row was created.
        created_at -> Instant,
        /// When the row was last written.
        updated_at -> Instant,
        /// Who created the row.
        created_by -> Nullable<Uuid>,
        /// Who last wrote it.
        updated_by -> Nullable<Uuid>,
        /// When the row was deleted.
        deleted_at -> Nullable<Instant>,
        /// Who deleted it.
        deleted_by -> Nullable<Uuid>,
        /// The deletion that deleted the row, or the restoration that restored it.
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::BigInt;
    use model_core::sql_types::{Instant, Uuid};

    /// Which account has read which notice.
    readings (notice_id, account_id) {
        /// The notice.
        notice_id -> BigInt,
        /// The account.
        account_id -> Uuid,
        /// When the notice was read.
        created_at -> Instant,
    }
}
