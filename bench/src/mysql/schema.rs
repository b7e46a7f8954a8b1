//! The tables as hand-written Diesel sees them.

diesel::table! {
    use diesel::sql_types::*;

    articles (id) {
        id -> Binary,
        title -> Text,
        slug -> Text,
        body -> Text,
        status -> Text,
        author_id -> Binary,
        views -> Integer,
        note -> Nullable<Text>,
        published_at -> Nullable<Datetime>,
        created_at -> Datetime,
        updated_at -> Datetime,
        deleted_at -> Nullable<Datetime>,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    audit_logs (id) {
        id -> BigInt,
        created_at -> Datetime,
        actor_kind -> Text,
        actor_id -> Nullable<Text>,
        action -> Text,
        content_type -> Text,
        object_id -> Text,
        object_repr -> Text,
        changes -> Text,
        request_id -> Nullable<Text>,
        ip -> Nullable<Text>,
        user_agent -> Nullable<Text>,
        batch_id -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    posts (id) {
        id -> BigInt,
        title -> Text,
        created_at -> Datetime,
        deleted_at -> Nullable<Datetime>,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    remarks (id) {
        id -> BigInt,
        post_id -> BigInt,
        body -> Text,
        created_at -> Datetime,
        deleted_at -> Nullable<Datetime>,
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

    items (id) {
        id -> BigInt,
        name -> Text,
        amount -> Integer,
        created_at -> Datetime,
        updated_at -> Datetime,
    }
}

diesel::joinable!(post_labels -> labels (label_id));
diesel::allow_tables_to_appear_in_same_query!(post_labels, labels, posts, remarks);
