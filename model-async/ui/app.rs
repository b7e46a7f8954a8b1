//! What the cases are written over: a model, and the type of its application's connections.
#![allow(dead_code)]

use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use model_core::prelude::*;

diesel::table! {
    notes (id) {
        id -> BigInt,
        title -> Text,
    }
}

diesel::table! {
    folders (id) {
        id -> BigInt,
        name -> Text,
    }
}

#[derive(Model, Debug, Clone)]
#[model(table = notes, audit)]
pub struct Note {
    pub id: i64,
    pub title: String,
}

pub type Conn = SyncConnectionWrapper<diesel::SqliteConnection>;
