//! A table with the name of a crate that this one depends on.

use model_core::prelude::*;

diesel::table! {
    chrono (id) {
        id -> BigInt,
        uuid -> Text,
    }
}

#[derive(Model, Debug)]
#[model(table = chrono)]
struct Chrono {
    id: i64,
    uuid: String,
}

#[test]
fn case_30_names_of_crates() {
    assert_eq!((Chrono::META.name, Chrono::META.content_type), ("Chrono", "chrono"));
}
