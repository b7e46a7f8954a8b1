#[path = "../sealed.rs"]
mod sealed;
use sealed::*;

#[derive(Base)]
#[model(hooks)]
pub struct Named {
    pub title: String,
}

#[derive(Model)]
#[model(table = notes)]
pub struct Memo {
    pub id: i64,
    #[model(base)]
    pub name: Named,
}

fn create(conn: &mut SqliteConnection) -> Result<Memo, Error> {
    Memo::create(NewMemo::builder().title("Milk").build()).run(conn)
}

fn main() {}
