use diesel::SqliteConnection;
use diesel::prelude::*;
use model_core::prelude::*;

diesel::table! {
    memos (id) {
        id -> BigInt,
        title -> Text,
    }
}

#[derive(Model, Debug, Clone)]
#[model(table = memos)]
pub struct Memo {
    pub id: i64,
    pub titel: String,
}

fn all(conn: &mut SqliteConnection) -> Result<Vec<Memo>, Error> {
    let memo = Memo::create(NewMemo::builder().titel("Milk").build()).run(conn)?;
    memo.patch().titel("Eggs").run(conn)?;
    Ok(Memo::objects().filter(memos::id.gt(1)).load(conn)?)
}

fn main() {}
