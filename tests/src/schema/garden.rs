//! A garden: tables whose rows belong to rows of the same table in two ways, to others by part of their key,
//! and to each other by links.

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// Branches, which grow on branches and are grafted onto others.
    branches (id) {
        id -> BigInt,
        code -> Text,
        kind -> Text,
        parent_id -> Nullable<BigInt>,
        graft_id -> Nullable<BigInt>,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// Leaves, numbered within their branch.
    leaves (branch_id, number) {
        branch_id -> BigInt,
        number -> Integer,
        label -> Text,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Uuid;

    /// Strings from one branch to another.
    ties (id) {
        id -> BigInt,
        from_id -> BigInt,
        to_id -> BigInt,
        is_deleted -> Bool,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(branches, leaves, ties);
