#[path = "../app.rs"]
mod app;
use app::*;

fn bulk(conn: &mut SqliteConnection) -> Result<(), Error> {
    Article::objects().patch().title("Hello").run(conn)?;
    Article::objects().delete().run(conn)?;
    Article::objects().only_deleted().restore().run(conn)?;
    Article::objects().hard_delete().run(conn)?;
    Ok(())
}

fn main() {}
