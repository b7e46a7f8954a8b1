//! The tables as the library's models see them.

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    articles (id) {
        id -> Uuid,
        title -> Text,
        slug -> Text,
        body -> Text,
        status -> Text,
        author_id -> Uuid,
        views -> Integer,
        note -> Nullable<Text>,
        published_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    posts (id) {
        id -> BigInt,
        title -> Text,
        created_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    remarks (id) {
        id -> BigInt,
        post_id -> BigInt,
        body -> Text,
        created_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::table! {
    labels (id) {
        id -> BigInt,
        name -> Text,
    }
}

diesel::table! {
    post_labels (post_id, label_id) {
        post_id -> BigInt,
        label_id -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    items (id) {
        id -> BigInt,
        name -> Text,
        amount -> Integer,
        created_at -> Instant,
        updated_at -> Instant,
    }
}
