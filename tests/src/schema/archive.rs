//! An archive: rows with a log of their changes.

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Json, Uuid};

    /// What memos are in.
    binders (id) {
        id -> BigInt,
        label -> Text,
        changes -> Json,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Json, Uuid};

    /// Memos.
    memos (id) {
        id -> BigInt,
        binder_id -> Nullable<BigInt>,
        title -> Text,
        pin -> Nullable<Text>,
        draft -> Nullable<Text>,
        version -> Integer,
        changes -> Json,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Json, Uuid};

    /// One column of every kind that is written in a way of its own, with the precision that money has.
    sheets (id) {
        id -> BigInt,
        price -> Numeric,
        ratio -> Double,
        flag -> Bool,
        raw -> Binary,
        day -> Date,
        clock -> Time,
        naive -> Timestamp,
        moment -> Instant,
        payload -> Nullable<Json>,
        token -> Nullable<Uuid>,
        note -> Nullable<Text>,
        log -> Json,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Json;

    /// A key of two parts, and names that are none of Rust's.
    slots (shelf, place) {
        shelf -> Text,
        place -> Integer,
        #[sql_name = "What's in it"]
        content -> Text,
        #[sql_name = "Change Log"]
        log -> Json,
    }
}

diesel::allow_tables_to_appear_in_same_query!(binders, memos);
