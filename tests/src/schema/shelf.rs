//! A bookshelf: tables with relations of every kind.

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// People who write, edit and read.
    writers (id) {
        id -> Uuid,
        name -> Text,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// Two foreign keys to one table, of which one may be NULL.
    books (id) {
        id -> Uuid,
        title -> Text,
        writer_id -> Uuid,
        editor_id -> Nullable<Uuid>,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Uuid;

    /// Answers refer to their own table.
    reviews (id) {
        id -> BigInt,
        book_id -> Uuid,
        parent_id -> Nullable<BigInt>,
        body -> Text,
        is_deleted -> Bool,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Uuid;

    /// One for a book.
    blurbs (id) {
        id -> BigInt,
        book_id -> Uuid,
        body -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    /// What books are about.
    subjects (code) {
        code -> Text,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Uuid;

    /// A link whose key is the pair.
    book_subjects (book_id, subject) {
        book_id -> Uuid,
        subject -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// A link with a key of its own, which is marked when it is deleted.
    readings (id) {
        id -> BigInt,
        book_id -> Uuid,
        reader_id -> Uuid,
        stars -> Integer,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(writers, books, reviews, blurbs, subjects, book_subjects, readings);
