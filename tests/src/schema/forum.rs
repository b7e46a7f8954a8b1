//! A forum: tables whose rows are deleted with others.

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// People who post.
    posters (id) {
        id -> BigInt,
        name -> Text,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// What they post, and the replies to it.
    posts (id) {
        id -> Uuid,
        parent_id -> Nullable<Uuid>,
        poster_id -> Nullable<BigInt>,
        body -> Text,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Uuid;

    /// A mark of a poster's on a post: a row with two parents.
    marks (id) {
        id -> BigInt,
        post_id -> Uuid,
        poster_id -> BigInt,
        is_deleted -> Bool,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    /// Folders within folders.
    folders (id) {
        id -> BigInt,
        parent_id -> Nullable<BigInt>,
        name -> Text,
    }
}

diesel::table! {
    /// What is in them.
    files (id) {
        id -> BigInt,
        folder_id -> BigInt,
        name -> Text,
    }
}
