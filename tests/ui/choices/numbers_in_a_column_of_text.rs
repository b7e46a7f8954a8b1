use model_core::prelude::*;

diesel::table! {
    alarms (id) {
        id -> BigInt,
        level -> Text,
    }
}

#[derive(Choices, Debug, Clone, Copy)]
enum Level {
    #[choices(value = 1)]
    Low,
}

#[derive(Model)]
#[model(table = alarms)]
struct Alarm {
    id: i64,
    level: Level,
}

fn main() {}
