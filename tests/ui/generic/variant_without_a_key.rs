#[path = "../forum.rs"]
mod forum;
use forum::*;

#[derive(GenericRef)]
pub enum Either {
    Article(ArticleId),
    Nothing,
}

fn main() {}
