use model_core::prelude::*;

diesel::table! {
    pings (id) {
        id -> BigInt,
        created_at -> BigInt,
        deleted_at -> Nullable<BigInt>,
    }
}

#[derive(Model)]
#[model(table = pings, timestamps, soft_delete)]
pub struct Ping {
    pub id: i64,
    pub created_at: i64,
    #[model(epoch = millis)]
    pub deleted_at: Option<i64>,
}

fn main() {
    let _ = Ping::objects().only_deleted();
}
