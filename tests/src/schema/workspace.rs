//! Tables whose columns come from bases.

diesel::table! {
    /// Customers, whose rows are kept apart.
    tenants (id) {
        id -> BigInt,
        name -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// What they write down.
    notes (id) {
        id -> BigInt,
        title -> Text,
        tenant_id -> BigInt,
        kind -> Text,
        #[sql_name = "type"]
        type_ -> Text,
        created_at -> Instant,
        updated_at -> Instant,
        created_by -> Nullable<BigInt>,
        updated_by -> Nullable<BigInt>,
        deleted_at -> Nullable<Instant>,
        deleted_by -> Nullable<BigInt>,
        deletion_batch -> Nullable<Uuid>,
    }
}
