//! Diesel's own `Jsonb`, on the backends that have it.

use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{at, me};
use model_tests::{Database, TestConnection};
use serde_json::{Value, json};

diesel::table! {
    dossiers (id) {
        id -> BigInt,
        extra -> Nullable<Jsonb>,
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = dossiers, audit)]
pub struct Dossier {
    pub id: i64,
    pub extra: Option<Value>,
}

macro_rules! documents_of_diesel {
    ($module:ident, $conn:ty) => {
        mod $module {
            use super::*;

            #[test]
            fn fault_c7_jsonb_works_with_a_trail() {
                let mut db = Database::<$conn>::fresh();
                let conn = db.conn();
                let json = if <$conn>::NAME == "sqlite" { "BLOB" } else { "JSONB" };
                conn.sql(&crate::ddl::<$conn>(&format!("CREATE TABLE dossiers (id {{id}}, extra {json})")));
                let values = [Some(json!({ "b": [1, 2.5, null], "a": "ü" })), Some(Value::Null), None, Some(json!([]))];
                let new = NewDossier::builder().extra(values[0].clone()).build();
                let mut row = Dossier::create(new).by(me()).at(at(0)).run(conn).unwrap();
                for (second, value) in values.iter().enumerate().skip(1) {
                    row = row.patch().extra(value.clone()).by(me()).at(at(second as i64)).run(conn).unwrap();
                    assert_eq!(&row.extra, value);
                }
                let history = Dossier::history(row.id).run(conn).unwrap();
                assert_eq!(history.len(), values.len());
                for (second, value) in values.iter().enumerate() {
                    let past = Dossier::as_of(row.id, at(second as i64)).run(conn).unwrap().unwrap();
                    assert_eq!(&past.row().extra, value);
                }
                let reverted = Dossier::revert(row.id, &history[1]).by(me()).run(conn).unwrap();
                assert_eq!(reverted.extra, values[0]);
                let same = reverted.patch().extra(values[0].clone()).by(me()).outcome(conn).unwrap();
                assert_eq!(same, Outcome::Unchanged(reverted));
                let found: Vec<i64> = dossiers::table.select(dossiers::id).load(conn).unwrap();
                assert_eq!(found, [row.id]);
                assert_eq!(Dossier::verify_history(conn).unwrap(), []);
            }
        }
    };
}

#[cfg(feature = "sqlite")]
documents_of_diesel!(sqlite, model_tests::connections::SqliteConnection);
#[cfg(feature = "postgres")]
documents_of_diesel!(postgres, model_tests::connections::PgConnection);
