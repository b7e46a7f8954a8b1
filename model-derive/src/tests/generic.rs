use super::mistakes;
use crate::generic::GenericRef;

#[test]
fn models_and_keys() {
    let input = syn::parse_quote! {
        enum Target {
            Article(ArticleId),
            #[generic(crate::models::Visit)]
            View(i32),
            Click(i32),
        }
    };
    let reference = GenericRef::parse(&input).unwrap();
    let targets: Vec<_> = reference
        .targets
        .iter()
        .map(|target| (target.model.segments.last().unwrap().ident.to_string(), target.is_identified_by_key))
        .collect();
    assert_eq!(targets, [("Article".to_owned(), true), ("Visit".to_owned(), false), ("Click".to_owned(), false)]);
}

#[test]
fn mistakes_in_generic_references() {
    let report = mistakes(
        GenericRef::parse,
        &[
            "struct A(i32);",
            "enum A {}",
            "enum A<'a> { B(&'a str) }",
            "#[generic(B)] enum A { B(i32) }",
            "enum A { B, C { id: i32 }, D(i32, i32), E() }",
            "enum A { #[generic] B(i32), #[generic = C] C(i32), #[generic(\"D\")] D(i32), #[generic(E, F)] E(i32) }",
            "enum A { #[generic(C)] #[generic(D)] B(i32) }",
            "enum A { B(BId), #[generic(B)] C(BId) }",
            "enum A { #[generic(kind)] B(i32), #[generic(kind = c)] C(i32), #[generic(kind = \"\")] D(i32) }",
            "enum A { #[generic(kind = \"it's\")] B(i32), #[generic(kind = 1, C)] C(i32), #[generic(D, kin = 1)] D(i32) }",
            "enum A { #[generic(kind = \"a\")] B(i32), #[generic(kind = \"a\")] C(i32) }",
            "enum A { #[generic(kind = -1)] B(i32), #[generic(crate::C, kind = 1)] C(i32), #[generic(kind = -1)] D(i32) }",
        ],
    );
    insta::assert_snapshot!(report);
}
