#[path = "../app.rs"]
mod app;
use app::*;
use model_async::prelude::*;
use model_core::hooks::{Context, Hooks};

#[derive(Model, Debug)]
#[model(table = folders, hooks)]
pub struct Folder {
    pub id: i64,
    pub name: String,
}

impl<Conn> Hooks<Conn> for Folder {
    fn after_create(&self, _: &mut Context<'_, Conn>) -> Result<(), Error> {
        println!("{} was created", self.name);
        Ok(())
    }
}

async fn create(conn: &mut Conn) -> Result<Folder, Error> {
    Folder::create(NewFolder::builder().name("inbox").build()).run(conn).await
}

fn main() {}
