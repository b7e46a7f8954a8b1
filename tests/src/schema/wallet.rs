//! A wallet: rows in two tables each, with one key.

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// Who pays.
    holders (id) {
        id -> BigInt,
        name -> Text,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// Ways to pay.
    payment_methods (id) {
        id -> BigInt,
        holder_id -> BigInt,
        label -> Text,
        version -> Integer,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    /// Those that are cards.
    cards (id) {
        id -> BigInt,
        last_four -> Text,
        network -> Text,
        token -> Text,
    }
}

diesel::table! {
    /// Those that are transfers.
    bank_transfers (method_id) {
        method_id -> BigInt,
        iban -> Text,
        bank_id -> Nullable<BigInt>,
        street -> Nullable<Text>,
        city -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    /// Where transfers come from.
    banks (id) {
        id -> BigInt,
        name -> Text,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Uuid;

    /// Vehicles.
    vehicles (id) {
        id -> Uuid,
        plate -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Uuid;

    /// Those that are trucks.
    trucks (id) {
        id -> Uuid,
        load -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(holders, payment_methods, cards, bank_transfers, banks);
diesel::allow_tables_to_appear_in_same_query!(vehicles, trucks);
