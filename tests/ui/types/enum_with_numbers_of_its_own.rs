#[path = "../app.rs"]
mod app;
use app::*;

diesel::table! {
    alarms (id) {
        id -> BigInt,
        level -> SmallInt,
    }
}

#[derive(Choices, Debug, Clone, Copy, PartialEq)]
pub enum Level {
    Low = 1,
    High = 2,
}

#[derive(Model)]
#[model(table = alarms)]
pub struct Alarm {
    pub id: i64,
    pub level: Level,
}

fn raise(one: &Alarm, conn: &mut SqliteConnection) -> Result<Alarm, Error> {
    one.patch().level(Level::High).run(conn)
}

fn main() {}
