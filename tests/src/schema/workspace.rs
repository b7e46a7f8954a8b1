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

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    /// What they tell the public.
    stories (id) {
        id -> BigInt,
        title -> Text,
        slug -> Text,
        seo_title -> Nullable<Text>,
        seo_description -> Nullable<Text>,
        keywords -> Nullable<Text>,
        status -> Text,
        published_at -> Nullable<Instant>,
    }
}
