//! Diesel's derives beside ours, which stand below it: all of them, in part, behind a condition, and those that `Model`
//! does not include.

use super::tables::articles;
use diesel::prelude::*;
use model_core::prelude::*;

macro_rules! with {
    ($name:ident: $(#[$meta:meta])+) => {
        mod $name {
            use super::*;

            $(#[$meta])+
            #[diesel(table_name = articles)]
                        struct Article {
                id: i64,
                title: String,
                note: Option<String>,
            }

            pub(super) fn title() -> &'static str {
                Article::META.fields[1].name
            }
        }
    };
}

with!(all: #[derive(Model)] #[model(table = articles)] #[derive(Queryable, Selectable, Identifiable, Debug)]);

#[derive(Model, Debug)]
#[model(table = articles)]
#[derive(diesel::Queryable)]
struct InPart {
    id: i64,
    title: String,
    note: Option<String>,
}

#[derive(Model)]
#[model(table = articles)]
#[derive(HasQuery, Identifiable)]
#[diesel(table_name = articles)]
struct Queried {
    id: i64,
    title: String,
    note: Option<String>,
}

#[cfg_attr(all(), derive(Debug), derive(Model))]
#[cfg_attr(all(), derive(Selectable, Identifiable))]
#[cfg_attr(any(), derive(Queryable))]
#[model(table = articles)]
#[diesel(table_name = articles)]
struct Conditional {
    id: i64,
    title: String,
    note: Option<String>,
}

#[derive(Model)]
#[model(table = articles)]
#[derive(Insertable)]
#[diesel(table_name = articles)]
struct Inserted {
    id: i64,
    title: String,
    note: Option<String>,
}

#[test]
fn each_impl_exists_once() {
    assert_eq!(all::title(), "title");
    drop((InPart::objects(), Queried::objects(), Conditional::objects(), Inserted::objects()));
}
