#[path = "../hooked.rs"]
mod hooked;
use hooked::*;

fn patch(conn: &mut SqliteConnection) -> Result<usize, Error> {
    Note::objects().patch().title("Hello").run(conn)
}

fn patch_by_somebody(me: &Actor, conn: &mut SqliteConnection) -> Result<usize, Error> {
    Note::objects().patch().title("Hello").by(me).run(conn)
}

fn delete(conn: &mut SqliteConnection) -> Result<usize, Error> {
    Note::objects().delete().run(conn)
}

fn restore(conn: &mut SqliteConnection) -> Result<usize, Error> {
    Note::objects().only_deleted().restore().run(conn)
}

fn hard_delete(conn: &mut SqliteConnection) -> Result<usize, Error> {
    Note::objects().hard_delete().run(conn)
}

fn main() {}
