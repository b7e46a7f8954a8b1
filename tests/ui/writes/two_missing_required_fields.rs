#[path = "../app.rs"]
mod app;
use app::*;

fn new() -> NewArticle {
    NewArticle::builder().build()
}

fn main() {}
