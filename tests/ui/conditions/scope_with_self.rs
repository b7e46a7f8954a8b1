#[path = "../forum.rs"]
mod forum;
use forum::*;

#[scopes(ArticleReads)]
impl Article {
    pub fn as_often(&self) -> Condition<Self> {
        condition!(articles::views.eq(self.views))
    }
}

fn main() {}
