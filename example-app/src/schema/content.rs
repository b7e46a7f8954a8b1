//! Authors, articles, and what readers and editors add to them.

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// Authors.
    authors (id) {
        /// The key.
        id -> Uuid,
        /// The name to sign in with.
        handle -> Text,
        /// The printed name.
        name -> Text,
        /// The address.
        email -> Text,
        /// When the row was created.
        created_at -> Instant,
        /// When the row was last written.
        updated_at -> Instant,
        /// When the row was deleted.
        deleted_at -> Nullable<Instant>,
        /// The deletion that deleted the row, or the restoration that restored it.
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::{Integer, Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// Articles.
    articles (id) {
        /// The key.
        id -> Uuid,
        /// The headline.
        title -> Text,
        /// The slug, unique among live articles.
        slug -> Text,
        /// The sentence below the headline.
        standfirst -> Nullable<Text>,
        /// The text, as Markdown.
        body -> Text,
        /// How many words the text has.
        words -> Integer,
        /// The file that the article was imported from.
        source -> Nullable<Text>,
        /// The state.
        status -> Text,
        /// When it was published.
        published_at -> Nullable<Instant>,
        /// The title in a list of search results.
        seo_title -> Nullable<Text>,
        /// The text below the title.
        seo_description -> Nullable<Text>,
        /// Search words.
        keywords -> Nullable<Text>,
        /// The author.
        author_id -> Uuid,
        /// Who created the row.
        created_by -> Uuid,
        /// Who last changed it.
        updated_by -> Nullable<Uuid>,
        /// Who deleted it.
        deleted_by -> Nullable<Uuid>,
        /// When it was created.
        created_at -> Instant,
        /// When it was last written.
        updated_at -> Instant,
        /// When it was deleted.
        deleted_at -> Nullable<Instant>,
        /// The deletion that deleted the row, or the restoration that restored it.
        deletion_batch -> Nullable<Uuid>,
        /// How often readers opened it.
        views -> Integer,
        /// The version.
        version -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// Comments.
    comments (id) {
        /// The key.
        id -> BigInt,
        /// The article.
        article_id -> Uuid,
        /// The comment that this is a reply to.
        parent_id -> Nullable<BigInt>,
        /// The name of the reader.
        reader -> Text,
        /// The text.
        body -> Text,
        /// The decision.
        state -> Text,
        /// The author who last changed the row.
        moderated_by -> Nullable<Uuid>,
        /// When it was created.
        created_at -> Instant,
        /// When it was last written.
        updated_at -> Instant,
        /// When it was deleted.
        deleted_at -> Nullable<Instant>,
        /// The deletion that deleted the row, or the restoration that restored it.
        deletion_batch -> Nullable<Uuid>,
        /// The version.
        version -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// Reactions.
    reactions (id) {
        /// The key.
        id -> BigInt,
        /// The target: an article or a comment.
        target -> Text,
        /// The name of the reader.
        reader -> Text,
        /// The mood.
        mood -> Text,
        /// When it was created.
        created_at -> Instant,
        /// When it was last written.
        updated_at -> Instant,
        /// When it was deleted.
        deleted_at -> Nullable<Instant>,
        /// The deletion that deleted the row, or the restoration that restored it.
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};
    use model_core::sql_types::Instant;

    /// Tags.
    tags (id) {
        /// The key.
        id -> BigInt,
        /// The name.
        name -> Text,
        /// When it was created.
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable};
    use model_core::sql_types::{Instant, Uuid};

    /// Links from articles to tags.
    article_tags (article_id, tag_id) {
        /// The article.
        article_id -> Uuid,
        /// The tag.
        tag_id -> BigInt,
        /// When the link was deleted.
        deleted_at -> Nullable<Instant>,
        /// The deletion that deleted the row, or the restoration that restored it.
        deletion_batch -> Nullable<Uuid>,
    }
}
