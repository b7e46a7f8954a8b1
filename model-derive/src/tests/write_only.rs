//! Columns that are written and never read.

use super::expansion::model;
use crate::pipeline::checked_model;

const TOKENS: &str = "
#[derive(Model)]
#[model(table = tokens, audit, write_only(hash: Vec<u8>, #[model(skip_update)] note: Option<String>))]
struct Token {
    id: i64,
    owner: String,
}
";

#[test]
fn columns_that_are_never_read() {
    insta::with_settings!({ description => TOKENS, omit_expression => true }, {
        insta::assert_snapshot!(model(TOKENS));
    });
}

#[test]
fn mistakes_in_columns_that_are_never_read() {
    let with = |list: &str| format!("#[model(table = a, audit, write_only{list})] struct A {{ id: i32, b: i32 }}");
    let inputs = [
        with(""),
        with(" = token"),
        with("()"),
        with("(token)"),
        with("(token = Vec<u8>)"),
        with("(b: i32)"),
        with("(#[model(max_len = 3)] token: String)"),
        with("(#[model(unique)] token: String)"),
        with("(#[model(db)] token: String)"),
        with("(#[model(version)] token: i32)"),
        with("(#[model(belongs_to = B)] token: i32)"),
        with("(#[model(base)] token: B)"),
        with("(#[audit(mask)] token: String)"),
        with("(token: String, #[diesel(column_name = token)] other: String)"),
        "#[model(table = a, extends = P, write_only(token: String))] struct A { #[model(parent)] p: P }".to_owned(),
    ];
    insta::assert_snapshot!(super::mistakes(
        |input| checked_model(input, &[]),
        &inputs.iter().map(String::as_str).collect::<Vec<_>>()
    ));
}
