//! Fault E4: fields that are called like what stands in the scope of their model. A glob import of a table brings a
//! unit struct for each of its columns.

use model_core::prelude::*;

mod schema {
    diesel::table! {
        settings (id) {
            id -> BigInt,
            key -> Text,
            value -> Nullable<Text>,
            row -> Integer,
            base -> Integer,
            values -> Integer,
            column -> Integer,
            patch -> Integer,
            locked -> Bool,
            deleted -> Bool,
        }
    }
}
use schema::settings;
#[allow(unused_imports)]
use schema::settings::dsl::*;

/// A constant with the name of a field.
#[allow(non_upper_case_globals, dead_code)]
const rank: i32 = 3;

#[derive(Base, Debug, Clone, PartialEq)]
pub struct Lock {
    #[model(default)]
    pub locked: bool,
}

#[derive(Model, Debug, Clone)]
#[model(table = settings, soft_delete, edit)]
pub struct Setting {
    pub id: i64,
    #[model(unique)]
    pub key: String,
    pub value: Option<String>,
    #[model(default)]
    pub row: i32,
    #[model(default)]
    pub column: i32,
    #[model(default)]
    pub values: i32,
    #[model(default)]
    pub patch: i32,
    #[diesel(column_name = base)]
    #[model(default)]
    pub rank: i32,
    #[model(base)]
    pub lock: Lock,
    pub deleted: bool,
}

#[derive(Proxy, Debug)]
#[proxy(of = Setting, filter(row = 1), ordering = "key")]
pub struct FirstSetting(Setting);

#[cfg(feature = "sqlite")]
#[test]
fn fault_e4_fields_may_be_called_like_unit_structs_in_scope() {
    let created = NewSetting::builder().key("a").value("b").row(1).build();
    assert_eq!(format!("{created:?}"), "NewSetting { key: .., value: .., row: .. }");
    let changed = SettingPatch::new().value(None).rank(2);
    assert_eq!(format!("{changed:?}"), "SettingPatch { value: .., rank: .. }");
    let sql = diesel::debug_query::<diesel::sqlite::Sqlite, _>(&FirstSetting::objects().query()).to_string();
    assert!(sql.contains("`settings`.`row` = ?"), "{sql}");
}
