//! One schema for the three backends: portable types where they are needed, Diesel's own elsewhere.
// The columns say what they are where the models document their fields.
#![allow(missing_docs)]

mod agency;
mod archive;
mod desk;
mod forum;
mod garden;
mod post;
mod register;
mod shelf;
mod vault;
mod wallet;
mod workspace;

pub use self::agency::*;
pub use self::archive::*;
pub use self::desk::*;
pub use self::forum::*;
pub use self::garden::*;
pub use self::post::*;
pub use self::register::*;
pub use self::shelf::*;
pub use self::vault::*;
pub use self::wallet::*;
pub use self::workspace::*;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// People who write.
    authors (id) {
        id -> Uuid,
        name -> Text,
        email -> Text,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// What they write.
    articles (id) {
        id -> Uuid,
        title -> Text,
        slug -> Text,
        body -> Text,
        status -> Text,
        author_id -> Uuid,
        views -> Integer,
        published_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Uuid;

    /// What others say to it: an older table, with a flag for deletion and timestamps without zone.
    comments (id) {
        id -> BigInt,
        article_id -> Uuid,
        body -> Text,
        is_deleted -> Bool,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    /// Tokens, of which no one reads the secret again.
    tokens (id) {
        id -> BigInt,
        owner -> Text,
        uses -> Integer,
        hash -> Binary,
        note -> Nullable<Text>,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    /// Profiles, of which not all are compared.
    profiles (id) {
        id -> BigInt,
        email -> Text,
        number -> BigInt,
        team -> Integer,
        is_lead -> Bool,
        deleted_at -> Nullable<Instant>,
    }
}

/// A mood as the database has it. No one has said how the trail writes it.
#[derive(Debug, Clone, Copy, diesel::query_builder::QueryId, diesel::sql_types::SqlType)]
#[diesel(postgres_type(name = "mood"), sqlite_type(name = "Text"), mysql_type(name = "String"))]
pub struct MoodType;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    /// Essays, which others give points.
    essays (id) {
        id -> BigInt,
        title -> Text,
        score -> Integer,
        secret -> Nullable<Text>,
        version -> Integer,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::MoodType;

    /// Cats, with an enum of the database's own where it has any.
    cats (id) {
        id -> BigInt,
        mood -> MoodType,
        last_mood -> Nullable<MoodType>,
    }
}

diesel::table! {
    /// Words, with the word as the key.
    tags (code) {
        code -> Text,
        name -> Text,
        uses -> Integer,
    }
}

diesel::table! {
    /// A key of two texts.
    translations (locale, term) {
        locale -> Text,
        term -> Text,
        text -> Text,
    }
}

diesel::table! {
    /// Unix seconds for every point in time.
    visits (id) {
        id -> Integer,
        path -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
        deleted_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// Who did it is a column, and one column is a Rust keyword.
    documents (id) {
        id -> Uuid,
        title -> Text,
        #[sql_name = "type"]
        type_ -> Text,
        created_by -> BigInt,
        updated_by -> Nullable<BigInt>,
        deleted_by -> Nullable<BigInt>,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Json};

    /// One column of every kind.
    samples (id) {
        id -> BigInt,
        flag -> Bool,
        small -> SmallInt,
        whole -> Integer,
        single -> Float,
        ratio -> Double,
        guess -> Nullable<Double>,
        note -> Nullable<Text>,
        payload -> Nullable<Json>,
        raw -> Binary,
        day -> Date,
        clock -> Time,
        naive -> Timestamp,
        moment -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Uuid;

    /// What the samples have no room for.
    offers (id) {
        id -> BigInt,
        price -> Nullable<Numeric>,
        token -> Nullable<Uuid>,
        status -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    /// The database keeps the key and the time of creation, and the names are none of Rust's.
    counters (counter_no) {
        counter_no -> BigInt,
        #[sql_name = "Label Text"]
        label_text -> Text,
        value -> Integer,
        made -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// Pages of sites, whose indexes are those that the library writes.
    pages (id) {
        id -> Uuid,
        site -> Integer,
        title -> Text,
        slug -> Text,
        code -> Nullable<Text>,
        views -> Integer,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::table! {
    /// Members, with a flag for deletion and a column called `live`.
    members (id) {
        id -> BigInt,
        mail -> Text,
        name -> Text,
        handle -> Text,
        live -> Bool,
        is_deleted -> Bool,
    }
}

diesel::table! {
    /// What somebody thinks of something.
    reactions (id) {
        id -> BigInt,
        target -> Text,
        kind -> Text,
        is_deleted -> Bool,
    }
}

diesel::table! {
    /// Notices about one thing, perhaps, to another.
    notices (id) {
        id -> BigInt,
        recipient -> Text,
        about -> Nullable<Text>,
    }
}

diesel::joinable!(articles -> authors (author_id));
diesel::joinable!(comments -> articles (article_id));
diesel::allow_tables_to_appear_in_same_query!(articles, authors, comments);
