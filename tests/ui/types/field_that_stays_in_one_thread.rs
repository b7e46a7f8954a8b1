use model_core::prelude::*;
use std::rc::Rc;

diesel::table! {
    things (id) {
        id -> BigInt,
        name -> Text,
        note -> Nullable<Text>,
    }
}

#[derive(Model)]
#[model(table = things)]
pub struct Thing {
    pub id: i64,
    pub name: Rc<str>,
    pub note: Option<String>,
}

fn all(conn: &mut diesel::SqliteConnection) -> diesel::QueryResult<Vec<Thing>> {
    Thing::objects().load(conn)
}

fn main() {}
