//! The tables of this file.

diesel::table! {
    articles (id) {
        id -> BigInt,
        title -> Text,
        note -> Nullable<Text>,
        #[sql_name = "type"]
        type_ -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};
    everything (id) {
        id -> Uuid,
        title -> Text,
        status -> Text,
        created_by -> Nullable<BigInt>,
        updated_by -> Nullable<BigInt>,
        deleted_by -> Nullable<BigInt>,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
}

// Columns with the names of methods of the generated types and of the library's traits.
diesel::table! {
    verbs (id) {
        id -> BigInt,
        run -> Text,
        by -> Text,
        at -> Text,
        on -> Text,
        with -> Text,
        new -> Text,
        build -> Text,
        builder -> Text,
        set -> Text,
        values -> Text,
        target -> Text,
        fill -> Text,
        key -> Text,
        #[sql_name = "columns"]
        columns_ -> Text,
        objects -> Text,
    }
}

diesel::table! {
    variables (id) {
        id -> BigInt,
        value -> Text,
        other -> Text,
        row -> Text,
        out -> Text,
        v -> Text,
        #[sql_name = "type"]
        r#type -> Text,
        r#match -> Text,
    }
}
