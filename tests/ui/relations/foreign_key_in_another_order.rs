#[path = "../app.rs"]
mod app;
use app::*;

diesel::table! {
    seats (hall_id, number) {
        hall_id -> BigInt,
        number -> Integer,
    }
}

diesel::table! {
    tickets (id) {
        id -> BigInt,
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

#[derive(Model)]
#[model(table = tickets, belongs_to(Seat, foreign_key = [number, hall_id]))]
pub struct Ticket {
    pub id: i64,
    pub hall_id: i64,
    pub number: i32,
}

fn main() {}
