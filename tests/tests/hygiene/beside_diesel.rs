//! Diesel's derives beside ours: in the same list, before, after, behind a condition, in part.

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

with!(after: #[derive(Model)] #[model(table = articles)] #[derive(Queryable, Selectable, Identifiable, Debug)]);

#[derive(Queryable, Selectable, Identifiable, Model, Debug)]
#[model(table = articles)]
#[diesel(table_name = articles)]
struct InTheList {
    id: i64,
    title: String,
    note: Option<String>,
}

#[derive(Debug, diesel::Queryable, Model)]
#[model(table = articles)]
struct Before {
    id: i64,
    title: String,
    note: Option<String>,
}

#[cfg_attr(all(), derive(Selectable, Debug), derive(Model))]
#[cfg_attr(all(), derive(Identifiable))]
#[model(table = articles)]
#[diesel(table_name = articles)]
struct Conditional {
    id: i64,
    title: String,
    note: Option<String>,
}

#[test]
fn each_impl_exists_once() {
    assert_eq!(after::title(), "title");
    drop((InTheList::objects(), Before::objects(), Conditional::objects()));
}
