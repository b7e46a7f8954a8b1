use model_core::prelude::*;

diesel::table! {
    readers (id) {
        id -> BigInt,
        mail -> Text,
    }
}

#[derive(Model)]
#[model(table = readers)]
pub struct Reader {
    pub id: i64,
    #[model(validate(emial))]
    pub mail: String,
}

fn main() {}
