//! Fault E4: fields that are called like what stands in the scope of their model. A glob import of a table brings a unit
//! struct for each of its columns.

use diesel::prelude::*;
use model_core::prelude::*;

mod schema {
    diesel::table! {
        settings (id) {
            id -> BigInt,
            label -> Text,
            note -> Nullable<Text>,
            position -> Integer,
            weight -> Integer,
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
    pub label: String,
    pub note: Option<String>,
    #[model(default)]
    pub position: i32,
    #[diesel(column_name = weight)]
    #[model(default)]
    pub rank: i32,
    #[model(base)]
    pub lock: Lock,
    pub deleted: bool,
}

#[derive(Proxy, Debug)]
#[proxy(of = Setting, filter(position = 1), ordering = "label")]
pub struct FirstSetting(Setting);

#[test]
fn fault_e4_fields_may_be_called_like_unit_structs_in_scope() {
    let new = NewSetting::builder().label("a").note("b").position(1).build();
    assert_eq!(format!("{new:?}"), "NewSetting { label: .., note: .., position: .. }");
    let patch = SettingPatch::new().note(None).rank(2);
    assert_eq!(format!("{patch:?}"), "SettingPatch { note: .., rank: .. }");
    let sql = diesel::debug_query::<diesel::sqlite::Sqlite, _>(&FirstSetting::objects().query()).to_string();
    assert!(sql.contains("`settings`.`position` = ?"), "{sql}");
}
