//! A post office: rows whose writes have hooks, those that the hooks write, and those that go along.

diesel::table! {
    use diesel::sql_types::*;

    /// Post offices.
    offices (id) {
        id -> BigInt,
        name -> Text,
        parcels -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// Parcels at a post office.
    parcels (id) {
        id -> BigInt,
        office_id -> BigInt,
        code -> Text,
        label -> Text,
        weight -> Nullable<Integer>,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// Stamps on a parcel.
    stamps (id) {
        id -> BigInt,
        parcel_id -> BigInt,
        worth -> Integer,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    /// What the hooks of parcels have said.
    traces (id) {
        id -> BigInt,
        said -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    /// Letters, of which somebody hears after the commit.
    letters (id) {
        id -> BigInt,
        slot -> Text,
        body -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(offices, parcels, stamps);
