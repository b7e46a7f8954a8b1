#[path = "../wallet.rs"]
mod wallet;
use wallet::*;

#[derive(Model)]
#[model(table = transfers)]
pub struct Transfer {
    pub id: i64,
    pub iban: String,
}

fn all(conn: &mut SqliteConnection) {
    let _ = Transfer::objects().kinds().count().get_result::<i64>(conn);
}

fn main() {}
