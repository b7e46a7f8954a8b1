#[path = "../app.rs"]
mod app;
use app::*;

diesel::table! {
    seats (hall_id, number) {
        hall_id -> BigInt,
        number -> Integer,
    }
}

#[derive(Model)]
#[model(table = seats)]
pub struct Seat {
    #[model(primary_key)]
    pub hall_id: i64,
    #[model(primary_key)]
    pub number: i32,
}

fn one(conn: &mut SqliteConnection) -> QueryResult<Seat> {
    Seat::objects().find(7_i64).first(conn)
}

fn main() {}
