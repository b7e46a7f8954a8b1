#[path = "../forum.rs"]
mod forum;
use forum::*;

#[scopes(ArticleViews)]
impl Article {
    pub fn viewed() -> Condition<Self> {
        condition!(diesel::dsl::max(articles::views).gt(1))
    }
}

fn main() {}
