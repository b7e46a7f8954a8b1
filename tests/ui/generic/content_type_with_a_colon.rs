#[path = "../forum.rs"]
mod forum;
use forum::*;

#[derive(Model)]
#[model(table = tags, content_type = "app:tag")]
pub struct Word {
    #[model(primary_key)]
    pub name: String,
}

#[derive(GenericRef)]
pub enum Either {
    Article(ArticleId),
    Word(String),
}

fn main() {}
