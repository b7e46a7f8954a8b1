use super::mistakes;
use crate::key::{Key, KeyKind};

#[test]
fn each_type_by_its_name() {
    let cases = [
        ("pub struct A(Uuid);", KeyKind::Uuid),
        ("struct A(pub ::uuid::Uuid);", KeyKind::Uuid),
        ("struct A(i64);", KeyKind::Known),
        ("struct A(std::string::String);", KeyKind::Known),
        ("struct A(chrono::DateTime<Utc>);", KeyKind::Known),
        ("struct A(Vec<u8>);", KeyKind::Bytes),
        ("struct A<T>(Uuid, PhantomData<T>);", KeyKind::Uuid),
        ("struct A(Ulid);", KeyKind::Other),
    ];
    for (input, kind) in cases {
        assert_eq!(Key::parse(&syn::parse_str(input).unwrap()).unwrap().kind, kind, "{input}");
    }
}

#[test]
fn mistakes_in_keys() {
    let report = mistakes(
        Key::parse,
        &[
            "struct A(u64);",
            "struct A(Option<Uuid>);",
            "struct A((i32, i64));",
            "struct A(&'static str);",
            "struct A { id: Uuid }",
            "struct A(Uuid, Uuid);",
            "struct A();",
            "struct A;",
            "enum A { B }",
            "struct A<'a>(Cow<'a, str>);",
            "struct A(Vec<i32>);",
            "#[model(no_disply)] struct A(i64);",
        ],
    );
    insta::assert_snapshot!(report);
}
