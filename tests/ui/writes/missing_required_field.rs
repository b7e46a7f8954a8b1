#[path = "../app.rs"]
mod app;
use app::*;

fn new() -> NewArticle {
    NewArticle::builder().title("Hello").build()
}

fn main() {}
