//! What the cases of read-only models are written over: a table, and a view of it.
#![allow(dead_code, unused_imports)]

pub use diesel::SqliteConnection;
pub use diesel::prelude::*;
pub use model_core::prelude::*;

diesel::table! {
    players (id) {
        id -> BigInt,
        name -> Text,
    }
}

diesel::table! {
    scores (player_id) {
        player_id -> BigInt,
        points -> BigInt,
    }
}

#[derive(Model, Debug, Clone)]
#[model(table = players)]
pub struct Player {
    pub id: i64,
    pub name: String,
}

#[derive(Model, Debug, Clone)]
#[model(table = scores, read_only, ordering = "-points")]
pub struct Score {
    #[model(primary_key, belongs_to = Player)]
    pub player_id: i64,
    pub points: i64,
}

#[derive(Proxy, Debug, Clone)]
#[proxy(of = Score, filter(points = 100))]
pub struct Winner(Score);
