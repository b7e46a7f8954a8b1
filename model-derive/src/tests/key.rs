use super::mistakes;
use crate::key::{Key, KeyKind};

#[test]
fn each_type_by_its_name() {
    let cases = [
        ("pub struct A(Uuid);", KeyKind::Uuid),
        ("struct A(pub ::uuid::Uuid);", KeyKind::Uuid),
        ("struct A(i64);", KeyKind::I64),
        ("struct A(i32);", KeyKind::I32),
        ("struct A(std::string::String);", KeyKind::Text),
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
            "struct A<T>(T);",
        ],
    );
    insta::assert_snapshot!(report);
}
