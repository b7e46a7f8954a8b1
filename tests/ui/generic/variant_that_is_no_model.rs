#[path = "../forum.rs"]
mod forum;
use forum::*;

#[derive(GenericRef)]
pub enum Either {
    Article(ArticleId),
    Photo(i64),
}

fn main() {}
