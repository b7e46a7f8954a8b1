#[path = "../app.rs"]
mod app;
use app::*;

fn patch(article: &Article, then: DateTime<Utc>) {
    let _ = article.patch().created_at(then);
}

fn main() {}
