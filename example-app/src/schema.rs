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
        /// The title in a list of results.
        seo_title -> Nullable<Text>,
        /// The text below it.
        seo_description -> Nullable<Text>,
        /// Words to be found by.
        keywords -> Nullable<Text>,
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
        /// What they react to: an article or a comment.
        target -> Text,
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

diesel::table! {
    use diesel::sql_types::{Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// Who has an account.
    accounts (id) {
        /// The key.
        id -> Uuid,
        /// The address to sign in with, unique among live accounts.
        email -> Text,
        /// The name that is shown.
        name -> Nullable<Text>,
        /// Which author they are.
        author_id -> Nullable<Uuid>,
        /// The hash of the password.
        password -> Text,
        /// The hash of the token that proves the address.
        token -> Nullable<Text>,
        /// When it was proved.
        verified_at -> Nullable<Instant>,
        /// When the row was created.
        created_at -> Instant,
        /// When the row was last written.
        updated_at -> Instant,
        /// When the row was deleted.
        deleted_at -> Nullable<Instant>,
        /// Who deleted it.
        deleted_by -> Nullable<Text>,
        /// Which deletion took it, or which restoration brought it back.
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// What is to be done.
    tasks (id) {
        /// The key.
        id -> BigInt,
        /// What it is.
        title -> Text,
        /// How far it is.
        state -> Text,
        /// Whose it is.
        assignee_id -> Nullable<Uuid>,
        /// The article it is about.
        article_id -> Nullable<Uuid>,
        /// When it has to be done.
        due_at -> Nullable<Instant>,
        /// How often it was written.
        version -> Integer,
        /// When the row was created.
        created_at -> Instant,
        /// When the row was last written.
        updated_at -> Instant,
        /// Who created the row.
        created_by -> Nullable<Uuid>,
        /// Who last wrote it.
        updated_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// What was exported.
    exports (id) {
        /// The key.
        id -> BigInt,
        /// The file.
        file -> Text,
        /// How far it is.
        state -> Text,
        /// How many articles are in the file.
        articles -> Nullable<Integer>,
        /// Why it failed.
        reason -> Nullable<Text>,
        /// When the row was created.
        created_at -> Instant,
        /// When the row was last written.
        updated_at -> Instant,
        /// Who created the row.
        created_by -> Nullable<Uuid>,
        /// Who last wrote it.
        updated_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Text};
    use model_core::sql_types::Instant;

    /// What is for sale.
    products (id) {
        /// The key.
        id -> BigInt,
        /// What it is called.
        name -> Text,
        /// What one costs, in cents.
        price_cents -> BigInt,
        /// How many there are.
        stock -> Integer,
        /// How often it was written.
        version -> BigInt,
        /// When the row was created.
        created_at -> Instant,
        /// When the row was last written.
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// What was bought.
    orders (id) {
        /// The key.
        id -> Uuid,
        /// Who buys.
        account_id -> Uuid,
        /// How far it is.
        state -> Text,
        /// What it costs, in cents.
        total_cents -> BigInt,
        /// How it was paid.
        method_id -> Nullable<BigInt>,
        /// How often it was written.
        version -> Integer,
        /// When the row was created.
        created_at -> Instant,
        /// When the row was last written.
        updated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Integer};
    use model_core::sql_types::Uuid;

    /// What is in an order.
    order_items (order_id, product_id) {
        /// The order.
        order_id -> Uuid,
        /// The product.
        product_id -> BigInt,
        /// How many.
        quantity -> Integer,
        /// What one cost then, in cents.
        price_cents -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// How accounts pay.
    payment_methods (id) {
        /// The key.
        id -> BigInt,
        /// Whose it is.
        account_id -> Uuid,
        /// What they call it, unique among their live ones.
        label -> Text,
        /// When the row was created.
        created_at -> Instant,
        /// When the row was last written.
        updated_at -> Instant,
        /// When the row was deleted.
        deleted_at -> Nullable<Instant>,
        /// Who deleted it.
        deleted_by -> Nullable<Text>,
        /// Which deletion took it, or which restoration brought it back.
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Date, Text};

    /// Which of them are cards.
    cards (id) {
        /// The key of the payment method.
        id -> BigInt,
        /// The last four digits of the number.
        last_four -> Text,
        /// Who runs it.
        network -> Text,
        /// The last day on which it can be used.
        expires_on -> Date,
        /// What stands for the card at who takes the money.
        token -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Text};

    /// Which of them are bank transfers.
    bank_transfers (id) {
        /// The key of the payment method.
        id -> BigInt,
        /// The number of the bank account.
        iban -> Text,
        /// Its last four characters.
        last_four -> Text,
    }
}

diesel::table! {
    use model_core::sql_types::Uuid;

    /// Who follows which article.
    followings (account_id, article_id) {
        /// The account.
        account_id -> Uuid,
        /// The article.
        article_id -> Uuid,
    }
}

diesel::table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use model_core::sql_types::{Instant, Uuid};

    /// What the desk tells people.
    notices (id) {
        /// The key.
        id -> BigInt,
        /// What is told.
        text -> Text,
        /// Whom it is for.
        audience -> Text,
        /// The one account that it is for.
        account_id -> Nullable<Uuid>,
        /// The article whose readers it is for.
        article_id -> Nullable<Uuid>,
        /// When the row was created.
        created_at -> Instant,
        /// When the row was last written.
        updated_at -> Instant,
        /// Who created the row.
        created_by -> Nullable<Uuid>,
        /// Who last wrote it.
        updated_by -> Nullable<Uuid>,
        /// When the row was deleted.
        deleted_at -> Nullable<Instant>,
        /// Who deleted it.
        deleted_by -> Nullable<Uuid>,
        /// Which deletion took it, or which restoration brought it back.
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::BigInt;
    use model_core::sql_types::{Instant, Uuid};

    /// Who has read which notice.
    readings (notice_id, account_id) {
        /// The notice.
        notice_id -> BigInt,
        /// The account.
        account_id -> Uuid,
        /// When they read it.
        created_at -> Instant,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    authors,
    articles,
    comments,
    reactions,
    tags,
    article_tags,
    accounts,
    tasks,
    exports,
    products,
    orders,
    order_items,
    payment_methods,
    cards,
    bank_transfers,
    followings,
    notices,
    readings,
);
