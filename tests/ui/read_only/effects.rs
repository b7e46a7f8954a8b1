//! A write of other rows does not write those of a read-only model.

#[path = "../board.rs"]
mod board;

use board::*;

mod table {
    diesel::table! {
        teams (id) {
            id -> BigInt,
            score_id -> BigInt,
        }
    }

    diesel::table! {
        team_scores (id) {
            id -> BigInt,
            team_id -> BigInt,
            score_id -> BigInt,
        }
    }
}

use table::{team_scores, teams};

#[derive(Model, Debug, Clone)]
#[model(table = teams)]
#[model(has_many(links = TeamScore, on_delete = cascade))]
#[model(many_to_many(scores = Score, through = TeamScore))]
struct Team {
    id: i64,
    #[model(belongs_to(Score, touches = scores::points))]
    score_id: i64,
}

#[derive(Model, Debug, Clone)]
#[model(table = team_scores, read_only)]
struct TeamScore {
    id: i64,
    #[model(belongs_to = Team)]
    team_id: i64,
    #[model(belongs_to = Score)]
    score_id: i64,
}

fn main() {
    let _ = model_core::ddl::create_table::<TeamScore, diesel::sqlite::Sqlite>();
}
