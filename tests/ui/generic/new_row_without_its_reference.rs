#[path = "../forum.rs"]
mod forum;
use forum::*;

diesel::table! {
    grants (id) {
        id -> BigInt,
        owner_kind -> Text,
        owner_id -> BigInt,
    }
}

#[derive(GenericRef, Debug, Clone)]
pub enum Owner {
    #[generic(kind = "article")]
    Article(ArticleId),
}

#[derive(Model, Debug)]
#[model(table = grants, generic(owner = Owner, kind = owner_kind, key = owner_id))]
pub struct Grant {
    pub id: i64,
    pub owner_kind: String,
    pub owner_id: i64,
}

fn main() {
    let _ = NewGrant::builder().owner_kind("article").build();
}
