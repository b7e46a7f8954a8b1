#[path = "../forum.rs"]
mod forum;
use forum::*;

#[derive(Model)]
#[model(table = articles, referred_by(reactions = Reaction))]
pub struct Story {
    pub id: ArticleId,
    pub title: String,
    pub views: i32,
}

fn main() {}
