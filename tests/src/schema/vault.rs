//! A vault: rows whose bases have hooks.

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// Deeds in drawers, under seal, signed.
    deeds (id) {
        id -> BigInt,
        drawer -> Integer,
        sealed -> Bool,
        origin -> Text,
        remark -> Nullable<Text>,
        title -> Text,
        signed_by -> Nullable<BigInt>,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// Receipts under seal.
    receipts (id) {
        id -> BigInt,
        number -> Text,
        amount -> Integer,
        sealed -> Bool,
        origin -> Text,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}
