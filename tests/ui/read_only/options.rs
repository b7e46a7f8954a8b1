//! Options that only writes use are refused.

#[path = "../board.rs"]
mod board;

use board::*;

mod table {
    diesel::table! {
        ranks (id) {
            id -> BigInt,
            player_id -> BigInt,
            name -> Text,
            version -> Integer,
        }
    }
}

#[derive(Model, Debug, Clone)]
#[model(table = table::ranks, read_only, audit, edit, hooks, write_only(secret: String))]
#[model(has_many(players = Player, on_delete = cascade))]
struct Rank {
    id: i64,
    #[model(belongs_to(Player, touches = players::id))]
    player_id: i64,
    #[model(max_length = 20, unique, index, default)]
    name: String,
    #[model(version)]
    version: i32,
}

fn main() {}
