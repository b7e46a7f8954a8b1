#[path = "../app.rs"]
mod app;
use app::*;
use diesel::SqliteConnection;
use model_async::prelude::*;

async fn rename(note: Note, me: &Actor, conn: &mut SqliteConnection) -> Result<Note, Error> {
    note.patch().title("Milk").by(me).run(conn).await
}

fn main() {}
