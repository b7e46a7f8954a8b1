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
#[model(table = memos, has_many(replies = Reply, on_delete = cascade))]
pub struct Memo {
    pub id: i64,
    pub title: String,
}

fn all(conn: &mut SqliteConnection) -> Result<Vec<Memo>, Error> {
    Memo::create(NewMemo::builder().title("Milk").build()).run(conn)?;
    Ok(Memo::objects().filter(memos::title.eq("Tea")).load(conn)?)
}

fn main() {}
