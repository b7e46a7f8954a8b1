//! Models whose rows are only read.

use super::expansion::model;
use crate::pipeline::checked_model;

const TOTALS: &str = "
#[derive(Model)]
#[model(table = author_totals, read_only, soft_delete)]
struct AuthorTotal {
    #[model(primary_key, belongs_to = Author)]
    author_id: i64,
    articles: i64,
    deleted_at: Option<DateTime<Utc>>,
}
";

#[test]
fn a_model_that_is_only_read() {
    insta::with_settings!({ description => TOTALS, omit_expression => true }, {
        insta::assert_snapshot!(model(TOTALS));
    });
}

#[test]
fn mistakes_in_models_that_are_only_read() {
    let with = |options: &str| format!("#[model(table = a, read_only{options})] struct A {{ id: i32, b: i32 }}");
    let on =
        |options: &str| format!("#[model(table = a, read_only)] struct A {{ id: i32, #[model({options})] b: i32 }}");
    let words = ["= true", ", audit(capture)", ", edit", ", hooks, after_commit", ", write_only(c: i32)"];
    let words =
        words.into_iter().chain([", extended_by(B)", ", has_many(bs = B, on_delete = keep)", ", has_many(bs = B)"]);
    let fields =
        ["default = 3", "check = is_b", "skip_insert", "skip_update", "input = closed", "db", "version", "index"];
    let fields =
        fields.into_iter().chain(["updated_by", "sql_default = \"0\"", "belongs_to(B, name = b, touches = b::c)"]);
    let deleted = "#[model(table = a, read_only, soft_delete)] struct A { id: i32, #[model(unique(on_deleted = revive))] \
                   b: i32, deleted_at: Option<DateTime<Utc>> }";
    let parts = "#[model(table = a, read_only, extends = P)] struct A { #[model(parent)] p: P }";
    let inputs: Vec<_> = words.map(with).chain(fields.map(on)).chain([deleted.to_owned(), parts.to_owned()]).collect();
    insta::assert_snapshot!(super::mistakes(
        |input| checked_model(input, &[]),
        &inputs.iter().map(String::as_str).collect::<Vec<_>>()
    ));
}
