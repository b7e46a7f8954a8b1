//! Another schema may have a table of the same name, and the trail would mix their histories.

use model_core::prelude::*;

mod blog {
    diesel::table! {
        blog.items (id) {
            id -> BigInt,
            title -> Text,
        }
    }
}

#[derive(Model)]
#[model(table = blog::items, audit)]
pub struct Item {
    pub id: i64,
    pub title: String,
}

fn main() {}
