//! A schema as `diesel print-schema` writes it with the `diesel.toml` of this repository.

use model_core::meta::SqlType;
use model_core::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Uuid;
    use model_core::sql_types::Instant as Timestamptz;
    use model_core::sql_types::Json as Jsonb;
    use model_core::sql_types::Decimal as Numeric;

    printed_pages (id) {
        id -> Uuid,
        number -> Int4,
        #[max_length = 80]
        title -> Varchar,
        is_last -> Bool,
        price -> Numeric,
        notes -> Nullable<Jsonb>,
        printed_at -> Timestamptz,
    }
}

#[derive(Model, Debug)]
#[model(table = printed_pages)]
struct PrintedPage {
    id: uuid::Uuid,
    number: i32,
    title: String,
    is_last: bool,
    price: bigdecimal::BigDecimal,
    notes: Option<serde_json::Value>,
    printed_at: chrono::DateTime<chrono::Utc>,
}

#[test]
fn printed_types_are_the_portable_ones() {
    let types: Vec<_> = PrintedPage::META.fields.iter().map(|field| field.sql).collect();
    let expected = [
        SqlType::Uuid,
        SqlType::Integer,
        SqlType::Text,
        SqlType::Bool,
        SqlType::Decimal,
        SqlType::Document,
        SqlType::Instant,
    ];
    assert_eq!(types, expected);
}

#[test]
fn the_imports_are_those_of_the_file() {
    let (file, here) = (include_str!("../../../diesel.toml"), include_str!("printed.rs"));
    let imports = file.lines().filter_map(|line| line.trim().strip_prefix('"')?.split('"').next());
    let imports: Vec<_> = imports.collect();
    assert_eq!(imports.len(), 5);
    for import in imports {
        assert!(here.contains(&format!("    use {import};\n")), "{import}");
    }
}
