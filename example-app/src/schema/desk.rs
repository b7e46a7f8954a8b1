//! Tasks and exports.

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// Tasks.
    tasks (id) {
        /// The key.
        id -> BigInt,
        /// What has to be done.
        title -> Text,
        /// The state.
        state -> Text,
        /// The assignee.
        assignee_id -> Nullable<Uuid>,
        /// The article.
        article_id -> Nullable<Uuid>,
        /// When it is due.
        due_at -> Nullable<Instant>,
        /// The version.
        version -> Integer,
        /// When the row was created.
        created_at -> Instant,
        /// When the row was last written.
        updated_at -> Instant,
        /// Who created the row.
        created_by -> Nullable<Uuid>,
        /// Who last wrote it.
        updated_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// Exports.
    exports (id) {
        /// The key.
        id -> BigInt,
        /// The file.
        file -> Text,
        /// The state.
        state -> Text,
        /// How many articles are in the file.
        articles -> Nullable<Integer>,
        /// Why it failed.
        reason -> Nullable<Text>,
        /// When the row was created.
        created_at -> Instant,
        /// When the row was last written.
        updated_at -> Instant,
        /// Who created the row.
        created_by -> Nullable<Uuid>,
        /// Who last wrote it.
        updated_by -> Nullable<Uuid>,
    }
}
