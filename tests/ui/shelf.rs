//! What the cases of relations are written over: a writer, and the tables of two models that belong to it.
#![allow(dead_code, unused_imports)]

pub use diesel::SqliteConnection;
pub use diesel::prelude::*;
pub use model_core::prelude::*;

diesel::table! {
    writers (id) {
        id -> BigInt,
        name -> Text,
    }
}

diesel::table! {
    books (id) {
        id -> BigInt,
        writer_id -> BigInt,
        editor_id -> BigInt,
        code -> Integer,
        label -> Text,
    }
}

diesel::table! {
    editions (book, number) {
        book -> BigInt,
        number -> Integer,
    }
}

diesel::allow_tables_to_appear_in_same_query!(writers, books);

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WriterId(i64);

#[derive(Model, Debug, Clone)]
#[model(table = writers)]
pub struct Writer {
    pub id: WriterId,
    pub name: String,
}

#[derive(Model, Debug, Clone)]
#[model(table = editions)]
pub struct Edition {
    #[model(primary_key)]
    pub book: i64,
    #[model(primary_key)]
    pub number: i32,
}

diesel::table! {
    shelves (id) {
        id -> BigInt,
        owner_id -> BigInt,
    }
}

diesel::table! {
    places (id) {
        id -> BigInt,
        shelf_id -> BigInt,
        writer_id -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(shelves, places);

/// Everything that can be declared, without a mistake.
#[derive(Model, Debug, Clone)]
#[model(table = shelves, has_many(places = Place, on_delete = restrict))]
#[model(many_to_many(writers = Writer, through = Place))]
pub struct Shelf {
    pub id: i64,
    pub owner_id: i64,
}

#[derive(Model, Debug, Clone)]
#[model(table = places)]
pub struct Place {
    pub id: i64,
    #[model(belongs_to = Shelf)]
    pub shelf_id: i64,
    #[model(belongs_to = Writer)]
    pub writer_id: WriterId,
}
