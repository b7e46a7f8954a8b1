#[path = "../app.rs"]
mod app;
use app::*;

fn list() -> model_core::list::ListOf<Article> {
    Article::lists().search(articles::title)
}

fn main() {}
