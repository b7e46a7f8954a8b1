#[path = "../shelf.rs"]
mod shelf;
use model_core::relations::related;
use shelf::*;

#[derive(Proxy, Debug, Clone)]
#[proxy(of = Writer, filter(name = "Ann"))]
pub struct Ann(Writer);

fn load(conn: &mut SqliteConnection) {
    let _ = Place::objects().with(related::<Shelf>().proxy::<Ann>()).load(conn);
}

fn main() {}
