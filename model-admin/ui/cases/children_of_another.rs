use diesel::prelude::*;
use model_admin::{Admin, Inline, ModelAdmin};
use model_core::prelude::*;

diesel::table! {
    halls (city, number) { city -> Text, number -> Integer, name -> Text, }
}
diesel::table! {
    seats (id) { id -> BigInt, city -> Text, hall_id -> Integer, label -> Text, }
}
diesel::allow_tables_to_appear_in_same_query!(halls, seats);

#[derive(Model)]
#[model(table = halls, has_many(seats = Seat, by = (seats::city, seats::hall_id), on_delete = keep))]
pub struct Hall {
    #[model(primary_key)]
    pub city: String,
    #[model(primary_key)]
    pub number: i32,
    pub name: String,
}

#[derive(Model)]
#[model(table = seats, belongs_to(Hall, foreign_key = [city, hall_id]))]
pub struct Seat {
    pub id: i64,
    pub city: String,
    pub hall_id: i32,
    pub label: String,
}

fn by_a_part_of_the_key() -> ModelAdmin<Hall, SqliteConnection> {
    Admin::of::<Hall>().inline(Inline::of::<Seat>().by(seats::hall_id))
}

fn without_a_column() -> ModelAdmin<Hall, SqliteConnection> {
    Admin::of::<Hall>().inline(Inline::of::<Seat>())
}

fn main() {}
