#[path = "../app.rs"]
mod app;
use app::*;

diesel::table! {
    lamps (id) {
        id -> BigInt,
        color -> Text,
    }
}

#[derive(Model, Clone)]
#[model(table = lamps, edit, audit)]
pub struct Lamp {
    pub id: i64,
    pub color: String,
}

fn write(lamp: Lamp, conn: &mut SqliteConnection) {
    let _ = lamp.edit().save().run(conn);
}

fn main() {}
