#[path = "../app.rs"]
mod app;
use app::*;

fn write(article: Article) {
    let mut edit = article.edit();
    edit.title = "b".to_owned();
}

fn main() {}
