//! Modules and types of the user's own with the names that generated code would use if it were careless.

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

#[derive(::model_core::GenericRef)]
enum Reference {
    Everything(Id),
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
    assert!(format!("{}", <Reference as ::model_core::GenericRef>::of(&row)).ends_with(&row.id.to_string()));
    assert!(Shown::try_from(row).is_err());
    let new = NewEverything::builder().title("Hello").build();
    assert_eq!(format!("{new:?}"), "NewEverything { title: .. }");
}
