//! The library's own table.

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::meta::sql_types::{Instant, Json, Uuid};

    /// The audit trail: one row for each row that a write of the library changed.
    audit_logs (id) {
        /// The order of the trail: a sequence of the database, not a clock.
        id -> BigInt,
        /// The instant of the operation.
        created_at -> Instant,
        /// `user`, `service`, `system`, `anonymous`, or a kind of the application's own.
        actor_kind -> Text,
        /// Who acted, within the kind.
        actor_id -> Nullable<Text>,
        /// `create`, `patch`, `delete`, `restore` or `hard_delete`.
        action -> Text,
        /// Which model the row belongs to.
        content_type -> Text,
        /// The key of the row, as text; several parts are separated by commas.
        object_id -> Text,
        /// A name of the row for readers.
        object_repr -> Text,
        /// The columns that changed: `{"title": {"old": .., "new": ..}}`.
        changes -> Json,
        /// The request that caused the write.
        request_id -> Nullable<Text>,
        /// The address the request came from.
        ip -> Nullable<Text>,
        /// The program the request came from.
        user_agent -> Nullable<Text>,
        /// The operation: all rows that one write changed share it.
        batch_id -> Uuid,
        /// Why it was done, in the words of who did it.
        reason -> Nullable<Text>,
        /// What else belongs to it, as the application chose.
        context -> Nullable<Json>,
    }
}
