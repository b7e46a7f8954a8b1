//! Models that macros of the user's write.

use super::tables;
use model_core::prelude::*;

macro_rules! all_from_arguments {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$inner:meta])* $field:ident: $ty:ty,)+ }) => {
        $(#[$meta])*
        $vis struct $name { $($(#[$inner])* $field: $ty,)+ }
    };
}

all_from_arguments! {
    #[derive(Model, Debug)]
    #[model(table = tables::articles, ordering = "-title", repr = note)]
    struct Given {
        id: i64,
        #[model(max_length = 5, default = "x")]
        title: String,
        note: Option<String>,
    }
}

macro_rules! model {
    ($name:ident, $table:path, $column:ident, $limit:literal, $default:expr) => {
        #[derive(Model, Debug)]
        #[model(table = $table, audit, ordering = "-title")]
        struct $name {
            id: i64,
            #[model(max_length = $limit, default = $default)]
            title: String,
            #[diesel(column_name = $column)]
            kind: String,
        }
    };
}

model!(Mixed, super::tables::articles, type_, 5, "none");

macro_rules! key_and_choices {
    ($key:ident($inner:ty), $choices:ident { $($variant:ident = $value:literal),+ }, $proxy:ident of $base:ident) => {
        #[derive(Key, Debug, Clone)]
        struct $key($inner);

        #[derive(Choices, Debug)]
        enum $choices {
            $(#[choices(value = $value)] $variant,)+
        }

        #[derive(Proxy, Debug)]
        #[proxy(of = $base, filter(title = "x"), ordering = "-title")]
        struct $proxy($base);
    };
}

key_and_choices!(Id(String), Status { Draft = "d", Published = "p" }, Titled of Mixed);

#[test]
fn macros_around_the_derives() {
    let new = NewMixed::builder().kind("x").build();
    assert_eq!(format!("{new:?}"), "NewMixed { kind: .. }");
    assert_eq!(format!("{:?}", NewGiven::builder().build()), "NewGiven");
    assert_eq!(Status::Published.value(), "p");
    assert_eq!(Id("x".to_owned()).to_string(), "x");
    drop(Titled::objects());
}
