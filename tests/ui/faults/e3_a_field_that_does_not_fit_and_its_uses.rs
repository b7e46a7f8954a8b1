use diesel::SqliteConnection;
use diesel::prelude::*;
use model_core::prelude::*;

diesel::table! {
    memos (id) {
        id -> BigInt,
        title -> Text,
        words -> Integer,
    }
}

#[derive(Model, Debug, Clone)]
#[model(table = memos)]
pub struct Memo {
    pub id: i64,
    pub title: String,
    pub words: i64,
}

fn long(conn: &mut SqliteConnection) -> Result<Vec<Memo>, Error> {
    let new = NewMemo::builder().title("Milk").words(3).build();
    let memo = Memo::create(new).run(conn)?;
    memo.patch().title("Eggs").run(conn)?;
    memo.delete().run(conn)?;
    Memo::objects().filter(memos::words.eq(4)).patch().title("Tea").run(conn)?;
    Ok(Memo::objects().filter(memos::words.gt(100)).load(conn)?)
}

fn main() {}
