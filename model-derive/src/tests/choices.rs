use super::mistakes;
use crate::choices::Choices;

#[test]
fn values_and_labels() {
    let input = syn::parse_quote! {
        enum Status {
            /// Not ready.
            Draft = 1,
            InReview,
            #[choices(value = "live")]
            #[choices(label = "On the site")]
            Published,
        }
    };
    let choices = Choices::parse(&input).unwrap();
    let variants: Vec<_> = choices
        .variants
        .iter()
        .map(|choice| (choice.ident.to_string(), choice.value.as_str(), choice.label.as_str()))
        .collect();
    assert_eq!(
        variants,
        [
            ("Draft".to_owned(), "draft", "Draft"),
            ("InReview".to_owned(), "in_review", "In review"),
            ("Published".to_owned(), "live", "On the site"),
        ]
    );
}

#[test]
fn numbers() {
    let input = syn::parse_quote! {
        enum Level {
            #[choices(value = -1)]
            Low,
            #[choices(value = 70000, label = "Very high")]
            High,
        }
    };
    let choices = Choices::parse(&input).unwrap();
    assert!(choices.is_coded);
    let codes: Vec<_> = choices.variants.iter().map(|choice| (choice.code, choice.value.as_str())).collect();
    assert_eq!(codes, [(Some(-1), "-1"), (Some(70_000), "70000")]);
    let tokens = crate::expand::choices(&choices).to_string();
    assert!(tokens.contains("Integer") && !tokens.contains("SmallInt"), "70000 is no i16");
    assert!(!tokens.contains("Display"));
}

#[test]
fn mistakes_in_choices() {
    let report = mistakes(
        Choices::parse,
        &[
            "struct A(i32);",
            "enum A {}",
            "enum A<'a> { B(&'a str), C { d: i32 } }",
            "#[choices(value = \"a\")] enum A { B }",
            "#[choices(no_display = 1, sql_type = \"mood\")] enum A { B }",
            "enum A { #[choices(value = 1)] B, C, #[choices(value = \"d\")] D, #[choices(value = 1)] E }",
            "enum A { #[choices(value = 1.5)] B, #[choices(value = 2u8)] C, #[choices(value = -3)] D }",
            "#[choices(sql_type = Mood)] enum A { #[choices(value = 1)] B, #[choices(sql_type = Mood)] C }",
            "enum A { #[choices(valeu = \"b\", label = 5)] B, #[choices(value)] C, #[choices(name = \"d\")] D }",
            "enum A { #[choices(value = \"\")] B, #[choices(value = \"c\", value = \"d\")] C }",
            "enum A { Draft, #[choices(value = \"draft\")] New, #[choices(value = \"x\")] X, #[choices(value = \"x\")] Y }",
            "enum A { #[choices(value = \"y\")] X, Y }",
            "enum A { #[choices] X, #[choices = \"y\"] Y, #[choices[value = \"z\"]] Z, #[choices(value = )] W }",
            // A misspelt value is not also a duplicate of the default it would have replaced.
            "enum A { #[choices(value = \"y\")] X, #[choices(valu = \"why\")] Y }",
        ],
    );
    insta::assert_snapshot!(report);
}
