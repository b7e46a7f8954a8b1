//! The tables, one schema for the three backends.

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// Who works at the desk.
    authors (id) {
        /// The key.
        id -> Uuid,
        /// The name to sign in with.
        handle -> Text,
        /// The name in print.
        name -> Text,
        /// The address.
        email -> Text,
        /// When the row was created.
        created_at -> Instant,
        /// When the row was last written.
        updated_at -> Instant,
        /// When the row was deleted.
        deleted_at -> Nullable<Instant>,
        /// Which deletion took it, or which restoration brought it back.
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// What is written.
    articles (id) {
        /// The key.
        id -> Uuid,
        /// The headline.
        title -> Text,
        /// The place in a URL, unique among live articles.
        slug -> Text,
        /// The sentence below the headline.
        standfirst -> Nullable<Text>,
        /// The text, as Markdown.
        body -> Text,
        /// How many words the text has.
        words -> Integer,
        /// The file that the article was imported from.
        source -> Nullable<Text>,
        /// How far it is.
        status -> Text,
        /// When it went public.
        published_at -> Nullable<Instant>,
        /// Who wrote it.
        author_id -> Uuid,
        /// Who entered it.
        created_by -> Uuid,
        /// Who changed it last.
        updated_by -> Nullable<Uuid>,
        /// Who deleted it.
        deleted_by -> Nullable<Uuid>,
        /// When it was created.
        created_at -> Instant,
        /// When it was last written.
        updated_at -> Instant,
        /// When it was deleted.
        deleted_at -> Nullable<Instant>,
        /// Which deletion took it, or which restoration brought it back.
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// What readers say.
    comments (id) {
        /// The key.
        id -> BigInt,
        /// The article it is about.
        article_id -> Uuid,
        /// The comment that it replies to.
        parent_id -> Nullable<BigInt>,
        /// Who says it.
        reader -> Text,
        /// What is said.
        body -> Text,
        /// What the desk made of it.
        state -> Text,
        /// Who at the desk decided.
        moderated_by -> Nullable<Uuid>,
        /// When it was created.
        created_at -> Instant,
        /// When it was last written.
        updated_at -> Instant,
        /// When it was deleted.
        deleted_at -> Nullable<Instant>,
        /// Which deletion took it, or which restoration brought it back.
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// What readers feel.
    reactions (id) {
        /// The key.
        id -> BigInt,
        /// The article that they react to.
        article_id -> Uuid,
        /// Who reacts.
        reader -> Text,
        /// How.
        mood -> Text,
        /// When it was created.
        created_at -> Instant,
        /// When it was last written.
        updated_at -> Instant,
        /// When it was deleted.
        deleted_at -> Nullable<Instant>,
        /// Which deletion took it, or which restoration brought it back.
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use model_core::sql_types::Instant;

    /// What articles are about.
    tags (id) {
        /// The key.
        id -> BigInt,
        /// What it is called.
        name -> Text,
        /// When it was created.
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable};
    use model_core::sql_types::{Instant, Uuid};

    /// Which article is about what.
    article_tags (article_id, tag_id) {
        /// The article.
        article_id -> Uuid,
        /// The tag.
        tag_id -> BigInt,
        /// When the link was deleted.
        deleted_at -> Nullable<Instant>,
        /// Which deletion took it, or which restoration brought it back.
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(authors, articles, comments, reactions, tags, article_tags);
