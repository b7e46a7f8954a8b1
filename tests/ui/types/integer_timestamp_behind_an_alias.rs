use model_core::prelude::*;

diesel::table! {
    pings (id) {
        id -> BigInt,
        created_at -> BigInt,
        seen_at -> BigInt,
    }
}

type Clock = i64;

#[derive(Model)]
#[model(table = pings, timestamps)]
pub struct Ping {
    pub id: i64,
    pub created_at: Clock,
    pub seen_at: i64,
}

fn main() {
    let _ = PingPatch::new().seen_at(model_core::expressions::Now);
}
