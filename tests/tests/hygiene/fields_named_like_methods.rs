//! Fields with the names of methods and variables of generated code, and keywords.

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
        .target("")
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
