#[path = "../hooked.rs"]
mod hooked;
use hooked::*;

fn purge(conn: &mut SqliteConnection) -> Result<usize, Error> {
    Ok(Note::purge().older_than(days(90)).run(conn)?.removed)
}

fn main() {}
