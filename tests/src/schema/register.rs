//! Tables whose columns are checked, and counted, by bases.

diesel::table! {
    /// Who came in.
    visitors (id) {
        id -> BigInt,
        mail -> Text,
        badge -> Nullable<Integer>,
        name -> Text,
        room -> Text,
        version -> BigInt,
    }
}

diesel::table! {
    /// What was left for them.
    lots (id) {
        id -> BigInt,
        label -> Text,
        version -> Integer,
        deleted -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// What they wear.
    badges (id) {
        id -> BigInt,
        label -> Text,
        created_by -> Nullable<BigInt>,
        updated_by -> Nullable<BigInt>,
        deleted_at -> Nullable<Instant>,
        deleted_by -> Nullable<BigInt>,
        deletion_batch -> Nullable<Uuid>,
    }
}
