//! Types whose values are secret.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use model_core::ddl::create_table;
use model_core::fields::{Masked, Secret};
use model_core::meta::Privacy;
use model_core::prelude::*;
use model_core::wire::{NewFromJson as _, ToJson as _};
use model_tests::make::me;
use model_tests::{TestConnection, on_every_backend, recorded};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

/// What a doctor knows.
#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Finding {
    Well,
    Ill,
}

impl Masked for Finding {}

diesel::table! {
    use diesel::sql_types::*;

    patients (id) {
        id -> BigInt,
        name -> Text,
        password -> Text,
        pin -> Nullable<Integer>,
        finding -> Text,
        age -> Integer,
    }
}

/// Nothing is said on the fields: the types say it.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = patients, audit)]
struct Patient {
    id: i64,
    name: Secret<String>,
    #[model(max_length = 12)]
    password: Secret<String>,
    pin: Option<Secret<i32>>,
    #[model(default = Finding::Well)]
    finding: Finding,
    age: i32,
}

fn new() -> NewPatient {
    NewPatient::builder().name("Ann").password("hunter2").pin(Secret::new(1234)).age(30).build()
}

on_every_backend! {
    fn no_value_of_theirs_is_told(db) {
        let conn = db.conn();
        conn.batch_execute(&create_table::<Patient, Db>().unwrap().join(";")).unwrap();
        let patient = Patient::create(new()).by(me()).run(conn).unwrap();
        assert_eq!((patient.password.expose().as_str(), patient.pin), ("hunter2", Some(Secret::new(1234))));
        let patient = patient.patch().password("hunter3").finding(Finding::Ill).age(31).by(me()).run(conn).unwrap();
        let trail = conn.trail();
        let masked = json!({ "masked": true });
        assert_eq!(
            recorded(&trail[1]).2,
            &json!({ "password": masked, "finding": masked, "age": { "old": 30, "new": 31 } })
        );
        let told = format!("{trail:?} {patient:?} {:?} {:?}", new(), PatientPatch::new().password("hunter4"));
        for secret in ["hunter", "1234", "Ann"] {
            assert!(!told.contains(secret), "{told}");
        }
        assert_eq!(trail[1].object_repr, "", "the name would be in every entry");
        assert_eq!(Patient::verify_history(conn).unwrap(), []);
        assert_eq!(patient.to_json().unwrap().keys().collect::<Vec<_>>(), ["age", "id"]);
        let privacy = Patient::META.fields.iter().map(|field| field.privacy == Privacy::Mask);
        assert_eq!(privacy.collect::<Vec<_>>(), [false, true, true, true, true, false]);
    }

    fn they_are_stored_compared_and_checked_as_others_are(db) {
        let conn = db.conn();
        conn.batch_execute(&create_table::<Patient, Db>().unwrap().join(";")).unwrap();
        let rows = Patient::create_many([new(), new()]).by(me()).run(conn).unwrap();
        let found = Patient::objects().filter(patients::password.eq(Secret::new("hunter2".to_owned())));
        assert_eq!(found.filter(patients::pin.eq(Secret::new(1234))).load::<Patient>(conn).unwrap(), rows);
        let same = rows[0].patch().password("hunter2").by(me()).outcome(conn).unwrap();
        assert!(matches!(same, Outcome::Unchanged(_)), "{same:?}");
        let error = rows[0].patch().password("a much longer one").by(me()).run(conn).unwrap_err();
        assert!(!error.to_string().contains("longer one"), "{error}");
        let sent = json!({ "name": "Bo", "password": "x", "age": 1 }).as_object().cloned().unwrap_or_else(Map::new);
        let sent = Patient::new_from_json(&sent).unwrap();
        assert_eq!(Patient::create(sent).by(me()).run(conn).unwrap().password.into_exposed(), "x");
    }
}
