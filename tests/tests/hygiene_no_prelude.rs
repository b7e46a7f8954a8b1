//! The derives where nothing is in scope but what the file itself names.
#![allow(dead_code)]

/// The tables, in a module with a prelude: Diesel's `table!` needs one.
mod tables {
    diesel::table! {
        use diesel::sql_types::*;
        use model_core::sql_types::{Instant, Uuid};
        articles (id) {
            id -> Uuid,
            title -> Text,
            status -> Text,
            rank -> Double,
            author -> Nullable<BigInt>,
            created_at -> Instant,
            deleted_at -> Nullable<Instant>,
        }
    }

    diesel::table! {
        translations (article, language) {
            article -> BigInt,
            language -> Text,
            title -> Text,
        }
    }

    diesel::table! {
        people (id) {
            id -> BigInt,
        }
    }

    diesel::table! {
        letters (id) {
            id -> BigInt,
            sender_id -> BigInt,
            receiver_id -> Nullable<BigInt>,
        }
    }

    diesel::table! {
        reactions (id) {
            id -> BigInt,
            target -> Text,
            about -> Nullable<Text>,
        }
    }

    diesel::table! {
        grants (id) {
            id -> BigInt,
            owner_kind -> Text,
            owner_id -> BigInt,
            about_kind -> Nullable<SmallInt>,
            about_id -> Nullable<Text>,
        }
    }
}

#[no_implicit_prelude]
mod bare {
    #[derive(::model_core::Key, ::core::fmt::Debug, ::core::clone::Clone)]
    struct Id(::uuid::Uuid);

    #[derive(::model_core::Choices, ::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
    enum Status {
        Draft,
        Published,
    }

    #[derive(::model_core::Model, ::core::fmt::Debug)]
    #[model(table = super::tables::articles, timestamps, soft_delete, audit, ordering = "-created_at, title")]
    struct Article {
        id: Id,
        #[model(max_length = 20, default = "untitled", unique(with = [rank]))]
        title: ::std::string::String,
        #[model(default = Status::Draft)]
        #[audit(mask)]
        status: Status,
        #[model(default)]
        rank: f64,
        #[model(created_by)]
        author: ::core::option::Option<i64>,
        created_at: ::chrono::DateTime<::chrono::Utc>,
        deleted_at: ::core::option::Option<::chrono::DateTime<::chrono::Utc>>,
    }

    #[derive(::model_core::Model, ::core::fmt::Debug)]
    #[model(table = super::tables::translations)]
    struct Translation {
        #[model(primary_key)]
        article: i64,
        #[model(primary_key)]
        language: ::std::string::String,
        #[model(slug = language, unique(name = "translations_title"), max_length = 9)]
        title: ::std::string::String,
    }

    #[derive(::model_core::Model, ::core::fmt::Debug)]
    #[model(table = super::tables::people)]
    #[model(has_many(sent = Letter, by = super::tables::letters::sender_id, on_delete = restrict))]
    #[model(has_one(first = Letter, by = super::tables::letters::receiver_id, on_delete = set_null))]
    #[model(many_to_many(
        friends = Person,
        through = Letter,
        by = super::tables::letters::sender_id,
        to = super::tables::letters::receiver_id
    ))]
    #[model(referred_by(reactions = Reaction, by = super::tables::reactions::target))]
    struct Person {
        id: i64,
    }

    #[derive(::model_core::GenericRef)]
    enum Target {
        Person(i64),
        #[generic(Letter)]
        Mail(i64),
        Article(Id),
    }

    #[derive(::model_core::Model, ::core::fmt::Debug)]
    #[model(table = super::tables::reactions)]
    struct Reaction {
        id: i64,
        #[model(generic)]
        target: ::model_core::Stored<Target>,
        #[model(generic)]
        about: ::core::option::Option<::model_core::Stored<Target>>,
    }

    #[derive(::model_core::GenericRef)]
    enum Owner {
        #[generic(kind = "person")]
        Person(i64),
    }

    #[derive(::model_core::GenericRef)]
    enum Subject {
        #[generic(Person, kind = 1)]
        Whom(i64),
        #[generic(Letter, kind = 2)]
        Mail(i64),
    }

    #[derive(::model_core::Model, ::core::fmt::Debug)]
    #[model(table = super::tables::grants)]
    #[model(generic(owner = Owner, kind = owner_kind, key = owner_id))]
    #[model(generic(about = Subject, kind = about_kind, key = about_id))]
    struct Grant {
        id: i64,
        owner_kind: ::std::string::String,
        owner_id: i64,
        about_kind: ::core::option::Option<i16>,
        about_id: ::core::option::Option<::std::string::String>,
    }

    #[::model_core::scopes]
    impl Person {
        fn known(until: i64) -> ::model_core::Condition<Self> {
            ::model_core::condition!(::diesel::ExpressionMethods::lt(super::tables::people::id, until))
        }
    }

    #[derive(::model_core::Model, ::core::fmt::Debug)]
    #[model(table = super::tables::letters)]
    struct Letter {
        id: i64,
        #[model(belongs_to = Person)]
        sender_id: i64,
        #[model(belongs_to(Person, with_deleted))]
        receiver_id: ::core::option::Option<i64>,
    }

    #[derive(::model_core::Proxy, ::core::fmt::Debug)]
    #[proxy(of = Article, filter(status = Status::Published), ordering = "title")]
    struct Shown(Article);

    #[::core::prelude::v1::test]
    fn nothing_in_scope() {
        let new = NewArticle::builder().build();
        ::std::assert_eq!(::std::format!("{new:?}"), "NewArticle");
        let new = NewTranslation::builder().article(1).language("de").title("x").build();
        ::std::assert_eq!(::std::format!("{new:?}"), "NewTranslation { article: .., language: .., title: .. }");
        let person = Person { id: 1 };
        ::core::mem::drop((person.sent(), person.first(), person.friends()));
        let letter = Letter { id: 1, sender_id: 1, receiver_id: ::core::option::Option::None };
        ::core::mem::drop((letter.sender(), letter.receiver()));
        ::core::mem::drop(person.reactions());
        let target = <Target as ::model_core::GenericRef>::of(&person);
        ::std::assert_eq!(::std::format!("{target} {}", Target::Mail(7)), "people:1 letters:7");
        let new = NewGrant::builder().owner(<Owner as ::model_core::GenericRef>::of(&person)).about(Subject::Mail(7));
        ::core::mem::drop(new.build());
        ::core::mem::drop(PersonScopes::known(<Person as ::model_core::ManagerVerbs>::objects(), 5));
        ::core::mem::drop(<Shown as ::model_core::ManagerVerbs>::objects());
    }
}
