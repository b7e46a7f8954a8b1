#![deny(warnings)]
#[path = "../app.rs"]
mod app;
use app::*;
use model_async::prelude::*;

async fn remove(note: Note, me: &Actor, conn: &mut Conn) {
    note.delete().by(me).run(conn);
}

fn main() {
    let _ = remove;
}
