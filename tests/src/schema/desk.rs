//! A desk: rows that several people write at the same time.

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    /// Plans, which are drawn up together.
    plans (id) {
        id -> BigInt,
        title -> Text,
        notes -> Nullable<Text>,
        version -> Integer,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::table! {
    /// Readers, of whom not everything is taken.
    readers (id) {
        id -> BigInt,
        mail -> Text,
        site -> Nullable<Text>,
        handle -> Text,
        age -> Nullable<Integer>,
        joined -> Integer,
    }
}

diesel::table! {
    /// Gauges, which many read and write.
    gauges (id) {
        id -> BigInt,
        label -> Text,
        level -> Integer,
        revision -> BigInt,
    }
}
