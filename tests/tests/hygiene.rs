//! The derives in surroundings that generated code must not notice: names of the user's own, other derives beside
//! them, other macros around them, and lints that are denied.
#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unreachable_pub,
    unused_lifetimes,
    unused_qualifications
)]
#![allow(dead_code)]
#![deny(clippy::all, clippy::pedantic)]
// What these say of hand-written code is asked nowhere else in the workspace.
#![allow(clippy::must_use_candidate, clippy::wildcard_imports, clippy::needless_pass_by_value)]

/// The tables of this file.
mod tables {
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
}

/// Modules and types of the user's own with the names that generated code would use if it were careless.
mod shadowed {
    use super::tables::everything;

    mod diesel {
        pub(super) struct Own;
    }
    mod model_core {}
    mod std {}
    mod core {}
    mod serde {}

    macro_rules! types {
        ($($name:ident)+) => {$(
                    struct $name;
        )+};
    }

    types! {
        Box String Option Some None Result Ok Err Vec Default From Into Clone Debug Display Send Sync Sized
        Model Manager Values Fill Meta Role Privacy Given Missing Patching Selection Table Bind Probe
        Target Column Conn DB Self_ T Q R S V __DB Row Insert Update Both Never Soft Hard PhantomData
    }

    type Time = ::chrono::DateTime<::chrono::Utc>;
    type Text = ::std::string::String;

    #[derive(::model_core::Key, ::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
    struct Id(::uuid::Uuid);

    #[derive(::model_core::Choices, ::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
    enum Status {
        Draft,
        #[choices(value = "live", label = "On the site")]
        Published,
    }

    #[derive(::model_core::Model, ::core::fmt::Debug, ::core::clone::Clone)]
    #[model(table = everything, timestamps, soft_delete, audit, ordering = "-created_at")]
    struct Everything {
        id: Id,
        #[model(max_length = 20)]
        title: Text,
        #[model(default = Status::Draft)]
        status: Status,
        #[model(created_by)]
        created_by: ::core::option::Option<i64>,
        #[model(updated_by)]
        updated_by: ::core::option::Option<i64>,
        #[model(deleted_by)]
        deleted_by: ::core::option::Option<i64>,
        created_at: Time,
        updated_at: Time,
        deleted_at: ::core::option::Option<Time>,
    }

    #[derive(::model_core::Proxy, ::core::fmt::Debug)]
    #[proxy(of = Everything, filter(status = Status::Published), ordering = "-updated_at, title")]
    struct Shown(Everything);

    #[test]
    fn case_30_names_of_the_user() {
        use ::core::convert::TryFrom;

        let row = Everything {
            id: Id::generate(),
            title: "Hello".into(),
            status: Status::Draft,
            created_by: ::core::option::Option::None,
            updated_by: ::core::option::Option::None,
            deleted_by: ::core::option::Option::None,
            created_at: ::model_core::clock::now(),
            updated_at: ::model_core::clock::now(),
            deleted_at: ::core::option::Option::None,
        };
        assert!(Shown::try_from(row).is_err());
        let new = NewEverything::builder().title("Hello").build();
        assert_eq!(format!("{new:?}"), "NewEverything { title: .. }");
    }
}

/// A trait of the user's own on every type, with methods that generated code calls.
mod clashing_methods {
    use super::tables::articles;
    use model_core::{Key, Manager, Model, Proxy};

    trait Everywhere: Sized {
        fn put(&self) {}
        fn fits(&self) {}
        fn fill(&mut self) {}
        fn columns(&self) {}
        fn columns_mut(&mut self) {}
        fn union(&self) {}
        fn or(&self) {}
        fn key(&self) {}
        fn read(&mut self) {}
        fn into_parts(self) {}
        fn into_field(self) {}
        fn build(&self) {}
        fn clone(&self) {}
        fn default() {}
        fn fmt(&self) {}
        fn title(&self) {}
    }

    impl<T> Everywhere for T {}

    #[derive(Key, Debug, Clone, PartialEq)]
    struct Id(i64);

    #[derive(Model, Debug)]
    #[model(table = articles, audit)]
    struct Article {
        id: Id,
        title: String,
        note: Option<String>,
    }

    #[derive(Proxy, Debug)]
    #[proxy(of = Article, filter(title = "x"))]
    struct Titled(Article);

    #[test]
    fn case_30_methods_on_every_type() {
        let patch = ArticlePatch::new().note(None).with(ArticlePatch::new().note("x"));
        assert_eq!(format!("{patch:?}"), "ArticlePatch { note: .. }");
        let row = Article { id: Id(1), title: "x".to_owned(), note: None };
        assert!(Titled::try_from(row).is_ok());
        drop(Article::objects());
    }
}

/// Fields with the names of methods and variables of generated code, and keywords.
mod fields_named_like_methods {
    use super::tables::{articles, variables, verbs};
    use model_core::prelude::*;

    #[derive(Model, Debug)]
    #[model(table = verbs)]
    struct Verbs {
        id: i64,
        run: String,
        by: String,
        at: String,
        #[model(default)]
        on: String,
        #[model(default)]
        with: String,
        #[model(default)]
        new: String,
        build: String,
        builder: String,
        set: String,
        values: String,
        target: String,
        fill: String,
        key: String,
        #[diesel(column_name = columns_)]
        columns: String,
        objects: String,
    }

    #[derive(Model, Debug)]
    #[model(table = variables, audit, repr = r#type, ordering = "type, -match")]
    struct Variables {
        id: i64,
        value: String,
        other: String,
        row: String,
        out: String,
        v: String,
        r#type: String,
        #[model(max_length = 5)]
        r#match: String,
    }

    #[derive(Proxy, Debug)]
    #[proxy(of = Variables, filter(r#type = "x", v = "v"), ordering = "-type")]
    struct Typed(Variables);

    #[derive(Model, Debug)]
    #[model(table = articles)]
    struct Renamed {
        id: i64,
        title: String,
        note: Option<String>,
        #[diesel(column_name = type_)]
        r#type: String,
    }

    #[test]
    fn case_30_setters_of_fields_with_such_names() {
        let new = NewVerbs::builder()
            .set_run("")
            .set_by("")
            .set_at("")
            .set_build("")
            .set_builder("")
            .set("")
            .values("")
            .set_target("")
            .fill("")
            .key("")
            .columns("")
            .set_objects("")
            .build();
        assert!(format!("{new:?}").contains("columns: .."));
        let patch = VerbsPatch::new().set_run("x").set_with("y").with(VerbsPatch::new().set_on("z"));
        assert_eq!(format!("{patch:?}"), "VerbsPatch { run: .., on: .., with: .. }");
        let new = NewVariables::builder().value("").other("").row("").out("").v("").r#type("x").r#match("").build();
        assert!(format!("{new:?}").contains("type: .."));
        let row = Variables {
            id: 1,
            value: String::new(),
            other: String::new(),
            row: String::new(),
            out: String::new(),
            v: "v".to_owned(),
            r#type: "x".to_owned(),
            r#match: String::new(),
        };
        assert!(Typed::try_from(row).is_ok());
        let renamed = NewRenamed::builder().title("").r#type("").build();
        assert_eq!(format!("{renamed:?}"), "NewRenamed { title: .., type: .. }");
        let columns: Vec<_> = Renamed::META.fields.iter().map(|field| field.column).collect();
        assert_eq!(columns, ["id", "title", "note", "type"]);
    }
}

/// Derives and attributes behind conditions, and fields that are not always there.
#[allow(clippy::non_minimal_cfg)]
mod conditional {
    use super::tables::articles;
    use model_core::prelude::*;

    #[cfg_attr(all(), derive(Model, Debug))]
    #[cfg_attr(all(), model(table = articles))]
    #[cfg_attr(any(), model(timestamps))]
    struct Article {
        id: i64,
        #[cfg_attr(all(), model(max_length = 5))]
        title: String,
        #[cfg(all())]
        #[cfg_attr(any(), model(default = nothing()))]
        note: Option<String>,
        #[cfg(any())]
        gone: Nothing,
    }

    #[cfg_attr(all(), derive(Key, Debug, Clone))]
    struct Id(#[cfg(all())] i64);

    #[cfg_attr(all(), derive(Choices, Debug))]
    enum Status {
        Draft,
        #[cfg(any())]
        Gone(Nothing),
    }

    #[cfg_attr(all(), derive(Proxy, Debug))]
    #[cfg_attr(all(), proxy(of = Article))]
    struct Shown(Article);

    #[test]
    fn conditions_are_decided_before() {
        assert_eq!(Article::META.fields.len(), 3);
        assert_eq!(Status::ALL.len(), 1);
        assert!(matches!(Status::Draft.value(), "draft"));
        assert_eq!(Id(5).to_string(), "5");
        drop(Shown::objects());
    }
}

/// Models that macros of the user's write.
mod generated {
    use super::tables;
    use model_core::prelude::*;

    macro_rules! all_from_arguments {
        ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$inner:meta])* $field:ident: $ty:ty,)+ }) => {
            $(#[$meta])*
            $vis struct $name { $($(#[$inner])* $field: $ty,)+ }
        };
    }

    all_from_arguments! {
        #[derive(Model, Debug)]
        #[model(table = tables::articles, ordering = "-title", repr = note)]
        struct Given {
            id: i64,
            #[model(max_length = 5, default = "x")]
            title: String,
            note: Option<String>,
        }
    }

    macro_rules! model {
        ($name:ident, $table:path, $column:ident, $limit:literal, $default:expr) => {
            #[derive(Model, Debug)]
            #[model(table = $table, audit, ordering = "-title")]
            struct $name {
                id: i64,
                #[model(max_length = $limit, default = $default)]
                title: String,
                #[diesel(column_name = $column)]
                kind: String,
            }
        };
    }

    model!(Mixed, super::tables::articles, type_, 5, "none");

    macro_rules! key_and_choices {
        ($key:ident($inner:ty), $choices:ident { $($variant:ident = $value:literal),+ }, $proxy:ident of $base:ident) => {
            #[derive(Key, Debug, Clone)]
            struct $key($inner);

            #[derive(Choices, Debug)]
            enum $choices {
                $(#[choices(value = $value)] $variant,)+
            }

            #[derive(Proxy, Debug)]
            #[proxy(of = $base, filter(title = "x"), ordering = "-title")]
            struct $proxy($base);
        };
    }

    key_and_choices!(Id(String), Status { Draft = "d", Published = "p" }, Titled of Mixed);

    #[test]
    fn macros_around_the_derives() {
        let new = NewMixed::builder().kind("x").build();
        assert_eq!(format!("{new:?}"), "NewMixed { kind: .. }");
        assert_eq!(format!("{:?}", NewGiven::builder().build()), "NewGiven");
        assert_eq!(Status::Published.value(), "p");
        assert_eq!(Id("x".to_owned()).to_string(), "x");
        drop(Titled::objects());
    }
}

/// Diesel's derives beside ours: in the same list, before, after, behind a condition, in part.
mod beside_diesel {
    use super::tables::articles;
    use diesel::prelude::*;
    use model_core::prelude::*;

    macro_rules! with {
        ($name:ident: $(#[$meta:meta])+) => {
            mod $name {
                use super::*;

                $(#[$meta])+
                #[diesel(table_name = articles)]
                            struct Article {
                    id: i64,
                    title: String,
                    note: Option<String>,
                }

                pub(super) fn title() -> &'static str {
                    Article::META.fields[1].name
                }
            }
        };
    }

    with!(after: #[derive(Model)] #[model(table = articles)] #[derive(Queryable, Selectable, Identifiable, Debug)]);

    #[derive(Queryable, Selectable, Identifiable, Model, Debug)]
    #[model(table = articles)]
    #[diesel(table_name = articles)]
    struct InTheList {
        id: i64,
        title: String,
        note: Option<String>,
    }

    #[derive(Debug, diesel::Queryable, Model)]
    #[model(table = articles)]
    struct Before {
        id: i64,
        title: String,
        note: Option<String>,
    }

    #[cfg_attr(all(), derive(Selectable, Debug), derive(Model))]
    #[cfg_attr(all(), derive(Identifiable))]
    #[model(table = articles)]
    #[diesel(table_name = articles)]
    struct Conditional {
        id: i64,
        title: String,
        note: Option<String>,
    }

    #[test]
    fn each_impl_exists_once() {
        assert_eq!(after::title(), "title");
        drop((InTheList::objects(), Before::objects(), Conditional::objects()));
    }
}

/// Every visibility, several models in one module, a table in a module of another, and documentation asked of all.
pub mod visible {
    use model_core::prelude::*;

    /// The tables.
    pub mod schema {
        diesel::table! {
            /// Things.
            things (id) {
                /// The key.
                id -> BigInt,
                /// The name.
                name -> Text,
            }
        }
    }

    /// A thing.
    #[derive(Model, Debug)]
    #[model(table = crate::visible::schema::things)]
    pub struct Thing {
        /// Its key.
        pub id: i64,
        /// Its name.
        pub name: String,
    }

    /// A thing that only this crate knows.
    #[derive(Model, Debug)]
    #[model(table = self::schema::things)]
    pub(crate) struct CrateThing {
        pub(crate) id: i64,
        name: String,
    }

    #[derive(Model, Debug)]
    #[model(table = schema::things)]
    struct PrivateThing {
        id: i64,
        name: String,
    }

    /// A thing with a name.
    #[derive(Proxy, Debug)]
    #[proxy(of = Thing, filter(name = "x"))]
    pub struct NamedThing(Thing);

    /// The key of a thing.
    #[derive(Key, Debug, Clone, Copy, PartialEq, Eq)]
    pub struct ThingId(i64);

    /// The state of a thing.
    #[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
    pub enum State {
        /// New.
        New,
    }

    #[test]
    fn models_of_one_table() {
        drop((Thing::objects(), CrateThing::objects(), PrivateThing::objects(), NamedThing::objects()));
    }
}

/// Models that nothing uses: only the user's own fields are dead code.
#[deny(dead_code)]
mod unused {
    use super::tables::articles;
    use model_core::prelude::*;

    #[allow(dead_code)]
    #[derive(Model)]
    #[model(table = articles, audit)]
    struct Article {
        id: i64,
        title: String,
        note: Option<String>,
    }

    #[allow(dead_code)]
    #[derive(Key, Debug, Clone)]
    struct Id(i64);

    #[allow(dead_code)]
    #[derive(Choices, Debug)]
    enum Status {
        Draft,
    }

    #[allow(dead_code)]
    #[derive(Proxy)]
    #[proxy(of = Article)]
    struct Shown(Article);
}

/// Everything in the body of a function.
#[test]
fn in_a_function() {
    use model_core::prelude::*;

    diesel::table! {
        local_things (id) {
            id -> Text,
            name -> Text,
        }
    }

    #[derive(Key, Debug, Clone, PartialEq, Eq)]
    struct Code(String);

    #[derive(Choices, Debug, Clone, PartialEq, Eq)]
    enum State {
        New,
    }

    #[derive(Model, Debug)]
    #[model(table = local_things)]
    struct Thing {
        id: Code,
        #[model(default = State::New)]
        name: State,
    }

    #[derive(Proxy, Debug)]
    #[proxy(of = Thing, filter(name = State::New))]
    struct NewThings(Thing);

    let new = NewThing::builder().id("x".to_owned()).build();
    assert_eq!(format!("{new:?}"), "NewThing { id: .. }");
    drop(NewThings::objects());
}

/// A table with the name of a crate that this one depends on.
mod named_like_a_crate {
    use model_core::prelude::*;

    diesel::table! {
        chrono (id) {
            id -> BigInt,
            uuid -> Text,
        }
    }

    #[derive(Model, Debug)]
    #[model(table = chrono)]
    struct Chrono {
        id: i64,
        uuid: String,
    }

    #[test]
    fn case_30_names_of_crates() {
        assert_eq!((Chrono::META.name, Chrono::META.content_type), ("Chrono", "chrono"));
    }
}
