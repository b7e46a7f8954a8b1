use model_core::prelude::*;

diesel::table! {
    tags (id) {
        id -> BigInt,
        created_by -> Nullable<Text>,
        version -> Integer,
        owner -> BigInt,
    }
}

#[derive(Model)]
#[model(table = tags)]
pub struct Tag {
    pub id: i64,
    #[model(created_by, input = open)]
    pub created_by: Option<String>,
    #[model(version, input = open)]
    pub version: i32,
    #[model(input = shut)]
    pub owner: i64,
}

fn main() {}
