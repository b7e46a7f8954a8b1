//! Bases in surroundings that generated code must not notice: what a base names is not in scope where a model stands.

mod shared {
    use chrono::{DateTime, Utc};
    use model_core::bases::Timestamps;
    use model_core::hooks::{BaseHooks, HookedBy};
    use model_core::prelude::*;

    #[derive(Choices, Debug, Clone, PartialEq, Eq)]
    pub(crate) enum Status {
        Draft,
        #[choices(value = "live", label = "On the site")]
        Published,
    }

    fn nobody() -> Option<i64> {
        None
    }

    #[derive(Base, Debug, Clone)]
    #[model(hooks)]
    pub(crate) struct Stated {
        #[model(default = Status::Draft)]
        pub(crate) status: Status,
    }

    impl<M: HookedBy<Self>, Conn> BaseHooks<M, Conn> for Stated {}

    /// A type parameter, nested bases, a keyword, hooks, and defaults that only this module can name.
    #[derive(Base, Debug, Clone)]
    #[model(soft_delete, hooks)]
    pub(crate) struct Shared<K> {
        #[model(base)]
        pub(crate) r#type: Timestamps,
        #[model(base)]
        pub(crate) r#try: Stated,
        #[model(created_by)]
        pub(crate) created_by: Option<K>,
        #[model(default = nobody())]
        pub(crate) updated_by: Option<i64>,
        pub(crate) deleted_at: Option<DateTime<Utc>>,
    }

    impl<M: HookedBy<Self>, K: Send + Sync + 'static, Conn> BaseHooks<M, Conn> for Shared<K> {}
}

mod bare {
    mod diesel {}
    mod model_core {}
    mod core {}
    struct Option;
    struct Status;
    struct Timestamps;

    #[derive(::model_core::Key, Debug, Clone, PartialEq)]
    struct Id(::uuid::Uuid);

    #[derive(::model_core::Model, Debug, Clone)]
    #[model(table = super::super::tables::everything, audit, ordering = "-created_at, status", repr = status)]
    struct Everything {
        id: Id,
        title: String,
        #[model(base)]
        r#in: super::shared::Shared<i64>,
        #[model(deleted_by)]
        deleted_by: ::core::option::Option<i64>,
    }

    #[derive(::model_core::Proxy, Debug)]
    #[proxy(of = Everything, filter(status = super::shared::Status::Published), ordering = "updated_at")]
    struct Shown(Everything);

    #[test]
    fn case_30_bases_among_names_of_the_user() {
        use ::model_core::prelude::*;

        drop((Everything::objects(), Shown::objects(), Option, Status, Timestamps));
        let new = NewEverything::builder().title("x").status(super::shared::Status::Draft).build();
        assert_eq!(format!("{new:?}"), "NewEverything { title: .., status: .. }");
    }
}

#[test]
fn in_a_function() {
    use model_core::prelude::*;

    diesel::table! {
        words (id) {
            id -> BigInt,
            label -> Text,
        }
    }

    #[derive(Base, Debug)]
    struct Labelled {
        label: String,
    }

    #[derive(Model, Debug)]
    #[model(table = words)]
    struct Word {
        id: i64,
        #[model(base)]
        labelled: Labelled,
    }

    let new = NewWord::builder().label("x").build();
    assert_eq!(format!("{new:?}"), "NewWord { label: .. }");
    drop(Word::objects());
}

macro_rules! around {
    ($base:ident { $field:ident: $ty:ty = $default:expr }) => {
        #[derive(model_core::Base, Debug)]
        pub(crate) struct $base {
            #[model(default = $default)]
            pub(crate) $field: $ty,
        }
    };
}

around!(Given { label: String = "none" });

mod of_macros {
    diesel::table! {
        things (id) {
            id -> BigInt,
            label -> Text,
        }
    }

    #[derive(model_core::Model, Debug)]
    #[model(table = things)]
    pub(crate) struct Thing {
        id: i64,
        #[model(base)]
        given: super::Given,
    }

    #[test]
    fn macros_around_a_base() {
        assert_eq!(format!("{:?}", NewThing::builder().build()), "NewThing");
    }
}
