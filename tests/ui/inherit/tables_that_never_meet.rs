use diesel::SqliteConnection;
use diesel::prelude::*;
use model_core::prelude::*;

diesel::table! { ways (id) { id -> BigInt, label -> Text, } }
diesel::table! { ferries (id) { id -> BigInt, deck -> Text, } }

#[derive(Model)]
#[model(table = ways, extended_by(Ferry))]
pub struct Way {
    pub id: i64,
    pub label: String,
}

#[derive(Model)]
#[model(table = ferries, extends = Way)]
pub struct Ferry {
    #[model(parent)]
    pub way: Way,
    pub deck: String,
}

fn all(conn: &mut SqliteConnection) {
    let _ = Ferry::objects().load::<Ferry>(conn);
}

fn main() {}
