//! What the cases of models that extend another are written over: ways to pay.
#![allow(dead_code, unused_imports)]

pub use diesel::SqliteConnection;
pub use diesel::prelude::*;
pub use model_core::prelude::*;

diesel::table! {
    methods (id) {
        id -> BigInt,
        label -> Text,
    }
}

diesel::table! {
    cards (id) {
        id -> BigInt,
        digits -> Text,
    }
}

diesel::table! {
    transfers (id) {
        id -> BigInt,
        iban -> Text,
    }
}

diesel::table! {
    codes (id) {
        id -> Text,
        code -> Text,
    }
}

diesel::table! {
    charges (id) {
        id -> BigInt,
        card_id -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(methods, cards, transfers);

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MethodId(i64);

#[derive(Model, Debug, Clone)]
#[model(table = methods, audit, extended_by(Card))]
pub struct Method {
    pub id: MethodId,
    #[model(unique)]
    pub label: String,
}

#[derive(Model, Debug, Clone)]
#[model(table = cards, audit, extends = Method)]
pub struct Card {
    #[model(parent)]
    pub method: Method,
    #[model(unique)]
    pub digits: String,
}
