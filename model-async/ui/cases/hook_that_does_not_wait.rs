#[path = "../app.rs"]
mod app;
use app::*;
use model_async::prelude::*;
use model_async::{Hooks, Sqlite};
use model_core::hooks::Context;

#[derive(Model, Debug)]
#[model(table = folders, hooks)]
pub struct Folder {
    pub id: i64,
    pub name: String,
}

impl Hooks<Sqlite<'_>> for Folder {
    fn after_create(&self, _: &mut Context<'_, Sqlite<'_>>) -> Result<(), Error> {
        println!("{} was created", self.name);
        Ok(())
    }
}

fn main() {}
