use std::fmt::Write as _;

use quote::ToTokens as _;

use crate::model::{Deletion, Model, OnInsert};
use crate::pipeline::checked_model;

fn parse(input: &str) -> Model {
    let parsed = checked_model(&syn::parse_str(input).unwrap(), &[]);
    parsed.unwrap_or_else(|error| panic!("{:?}", error.into_iter().map(|error| error.to_string()).collect::<Vec<_>>()))
}

/// One line for each field.
fn described(model: &Model) -> String {
    let mut lines = String::new();
    for field in &model.fields {
        let insert = match &field.insert {
            OnInsert::Default(value) => format!("Default({})", value.to_token_stream()),
            other => format!("{other:?}"),
        };
        let _ = write!(lines, "{}: {:?} {insert} {:?} {:?}", field.ident, field.role, field.update, field.privacy);
        if field.column != field.ident {
            let _ = write!(lines, " column={}", field.column);
        }
        if field.setter != field.ident {
            let _ = write!(lines, " setter={}", field.setter);
        }
        if let Some(length) = &field.max_length {
            let _ = write!(lines, " max_length={length}");
        }
        if let Some(nullable) = &field.nullable {
            let _ = write!(lines, " nullable={}", nullable.to_token_stream());
        }
        lines.push('\n');
    }
    lines
}

#[test]
fn everything_on() {
    let model = parse(
        r#"
        #[model(table = crate::schema::articles, timestamps, soft_delete)]
        #[model(audit, ordering = "-created_at, type", content_type = "article")]
        pub struct Article {
            pub id: ArticleId,
            #[model(max_length = 200)] pub title: String,
            #[audit(mask)] pub body: String,
            #[model(default = Status::Draft)] pub status: Status,
            #[model(default)] r#type: i32,
            #[diesel(column_name = "published", deserialize_as = Wrap<Vec<u8>, i8>)] published_at: std::option::Option<Time>,
            #[model(skip_insert)] rank: i64,
            #[model(skip_update)] source: String,
            #[model(db)] search: String,
            by: Option<i32>,
            #[model(created_by)] author: i64,
            #[model(deleted_by)] #[audit(skip)] deleted_by: Option<i64>,
            created_at: Time,
            #[model(updated_at(db))] changed_at: Time,
            updated_at: Time,
            deleted: bool,
            deleted_at: Option<Time>,
        }
        "#,
    );
    insta::assert_snapshot!(described(&model));
    assert_eq!((model.content_type.as_str(), model.key.as_slice(), model.repr), ("article", &[0][..], Some(1)));
    assert_eq!(model.deletion, Deletion::Soft);
    let ordering: Vec<_> = model.ordering.iter().map(|term| (term.field, term.direction.descending)).collect();
    assert_eq!(ordering, [(12, true), (4, false)]);
}

#[test]
fn without_flags_names_mean_nothing() {
    let model = parse(
        "#[model(table = r#type)] struct A { id: i32, created_at: Time, updated_at: Time, deleted_at: Option<Time>,
        deleted_by: Option<i32>, #[diesel(column_name = type)] kind: i32 }",
    );
    insta::assert_snapshot!(described(&model));
    assert_eq!((model.content_type.as_str(), model.deletion), ("type", Deletion::Hard));
}

#[test]
fn keys() {
    let key = |input: &str| {
        let model = parse(input);
        let parts: Vec<_> =
            model.key.iter().map(|at| (model.fields[*at].ident.to_string(), &model.fields[*at].insert)).collect();
        format!("{parts:?}")
    };
    assert_eq!(key("#[model(table = a)] struct A { id: i32 }"), "[(\"id\", Managed)]");
    assert_eq!(
        key("#[model(table = a)] struct A { #[model(skip_insert, skip_update)] id: i32 }"),
        "[(\"id\", Database)]"
    );
    assert_eq!(key("#[model(table = a)] struct A { #[model(db)] id: i32 }"), "[(\"id\", Database)]");
    assert_eq!(
        key("#[model(table = a)] struct A { id: i32, #[model(primary_key)] code: i32 }"),
        "[(\"code\", Managed)]"
    );
    assert_eq!(
        key("#[model(table = a)] struct A { #[model(primary_key)] b: i32, id: i32, #[model(primary_key)] a: i32 }"),
        "[(\"b\", Required), (\"a\", Required)]"
    );
}

#[test]
fn the_name_of_a_row() {
    let repr = |input: &str| parse(input).repr;
    assert_eq!(repr("#[model(table = a)] struct A { id: i32, label: String, name: String }"), Some(2));
    assert_eq!(
        repr("#[model(table = a, audit)] struct A { id: i32, label: String, #[audit(mask)] name: String }"),
        Some(1)
    );
    assert_eq!(repr("#[model(table = a, repr = r#type)] struct A { id: i32, r#type: String, name: String }"), Some(1));
    assert_eq!(repr("#[model(table = a)] struct A { id: i32 }"), None);
}

#[test]
fn explicit_audit_with_a_choice_everywhere() {
    parse(
        "#[model(table = a, timestamps, soft_delete, audit(explicit))] struct A { id: i32, created_at: T, deleted_at: Option<T>,
        #[model(created_by)] by: i32, #[audit(include)] a: i32, #[audit(skip)] b: i32 }",
    );
}

#[test]
fn timestamps_kept_by_the_database_in_both_ways_of_writing_it() {
    for attribute in ["#[model(created_at(db))]", "#[model(created_at, db)]", "#[model(db)]"] {
        let model =
            parse(&format!("#[model(table = a, timestamps)] struct A {{ id: i32, {attribute} created_at: T }}"));
        assert_eq!(described(&model).lines().last(), Some("created_at: CreatedAt Database Never Plain"), "{attribute}");
    }
}

#[test]
fn a_column_named_by_a_keyword_is_a_raw_name() {
    let model = parse(
        r#"#[model(table = a)] struct A {
            id: i32,
            #[diesel(column_name = "gen")] generation: i32,
            #[diesel(column_name = "type")] kind: i32,
        }"#,
    );
    let columns: Vec<_> = model.fields.iter().map(|field| field.column.to_string()).collect();
    assert_eq!(columns, ["id", "r#gen", "r#type"]);
}
