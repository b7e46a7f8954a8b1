//! A write and its entry agree: both happen, or neither.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::{article, at, me};
use model_tests::models::{Article, NewSample, Sample, Status};
use model_tests::{TestConnection, on_every_backend};
use serde_json::{Value, json};

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Json};

    meters (id) {
        id -> BigInt,
        moment -> Instant,
        code -> Text,
        label -> Text,
        single -> Float,
        extra -> Nullable<Json>,
        version -> BigInt,
        updated_at -> Instant,
    }
}

/// Columns that keep less than they are given.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = meters, audit, timestamps)]
pub struct Meter {
    pub id: i64,
    pub moment: DateTime<Utc>,
    pub code: String,
    pub label: String,
    pub single: f32,
    pub extra: Option<Value>,
    #[model(version)]
    pub version: i64,
    pub updated_at: DateTime<Utc>,
}

type ByKeyPatch = <Meter as Model>::Patch<model_core::__private::ByKey<Meter>>;

fn create_meters<C: Backend>(conn: &mut C) {
    let (moment, label) = match C::NAME {
        "sqlite" => ("TEXT", "TEXT"),
        "postgres" => ("TIMESTAMPTZ(0)", "TEXT"),
        _ => ("DATETIME(0)", "VARCHAR(50) CHARACTER SET latin1"),
    };
    let float = if C::NAME == "mysql" { "FLOAT" } else { "REAL" };
    conn.sql(&super::ddl::<C>(&format!(
        "CREATE TABLE meters (id {{id}}, moment {moment} NOT NULL, code CHAR(10) NOT NULL, label {label} NOT NULL, \
         single {float} NOT NULL, extra {{json}}, version BIGINT NOT NULL, updated_at {{instant}} NOT NULL)"
    )));
    if C::NAME == "postgres" {
        conn.sql(
            "CREATE FUNCTION trimmed() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN NEW.label := trim(NEW.label); RETURN NEW; END';
             CREATE TRIGGER trimmed BEFORE INSERT OR UPDATE ON meters FOR EACH ROW EXECUTE FUNCTION trimmed()",
        );
    }
}

fn new_meter() -> NewMeter {
    NewMeter::builder().moment(at(0)).code("ab").label("é").single(0.1).build()
}

on_every_backend! {
    fn fault_b1_a_value_that_the_column_changes_is_written_and_told_or_neither(db) {
        let conn = db.conn();
        create_meters(conn);
        let row = Meter::create(new_meter()).by(me()).run(conn).unwrap();
        let steps: [fn(ByKeyPatch) -> ByKeyPatch; 9] = [
            |patch| patch.moment(at(0) + TimeDelta::milliseconds(400)),
            |patch| patch.code("ab  "),
            |patch| patch.label(" é "),
            |patch| patch.label("é"),
            |patch| patch.single(0.1),
            |patch| patch.extra(json!(null)),
            |patch| patch.extra(None),
            |patch| patch.extra(json!({ "a": 0.0 })),
            |patch| patch.extra(json!({ "a": -0.0 })),
        ];
        for (place, step) in steps.into_iter().enumerate() {
            let (before, entries) = (Meter::objects().find(row.id).first::<Meter>(conn).unwrap(), conn.trail().len());
            step(Meter::patch_by_key(row.id)).by(me()).run(conn).unwrap();
            let after: Meter = Meter::objects().find(row.id).first(conn).unwrap();
            let told = conn.trail().len() - entries;
            let written = usize::try_from(after.version - before.version).unwrap();
            assert_eq!(told, written, "step {place}: {before:?} {after:?}");
            assert_eq!(Meter::verify_history(conn).unwrap(), [], "step {place}");
        }
        for place in 0..5 {
            let (before, entries) = (Meter::objects().find(row.id).first::<Meter>(conn).unwrap(), conn.trail().len());
            let again = match place {
                0 => Meter::objects().patch().moment(at(0) + TimeDelta::milliseconds(300)).by(me()).run(conn),
                1 => Meter::objects().patch().code("ab ").by(me()).run(conn),
                2 => Meter::objects().patch().label("é ").by(me()).run(conn),
                3 => Meter::objects().patch().extra(json!(null)).by(me()).run(conn),
                _ => Meter::objects().patch().extra(None).by(me()).run(conn),
            };
            again.unwrap();
            let after: Meter = Meter::objects().find(row.id).first(conn).unwrap();
            let told = conn.trail().len() - entries;
            assert_eq!(told, usize::try_from(after.version - before.version).unwrap(), "set {place}");
            assert_eq!(Meter::verify_history(conn).unwrap(), [], "set {place}");
        }
    }

    fn fault_b6_null_of_json_and_null_of_sql_are_two_values(db) {
        let conn = db.conn();
        let new = NewSample::builder().payload(json!(null)).build();
        let row = Sample::create(new).by(me()).at(at(0)).run(conn).unwrap();
        assert_eq!(row.payload, Some(Value::Null));
        let marker = json!({ "$json": null });
        let values = [None, Some(Value::Null), Some(json!({ "a": null })), Some(marker), None, Some(json!(["$json"]))];
        let mut expected = vec![Some(Value::Null)];
        let mut row = row;
        for (second, value) in values.into_iter().enumerate() {
            row = row.patch().payload(value.clone()).by(me()).at(at(second as i64 + 1)).run(conn).unwrap();
            assert_eq!(row.payload, value);
            expected.push(value);
        }
        let history = Sample::history(row.id).run(conn).unwrap();
        assert_eq!(history.len(), expected.len());
        for (second, value) in expected.iter().enumerate() {
            let past = Sample::as_of(row.id, at(second as i64)).run(conn).unwrap().unwrap();
            assert_eq!(&past.row().payload, value, "{second}");
            let entry = &history[second];
            if let Some(value) = value {
                assert_eq!(entry.new_value::<Value>("payload").unwrap().as_ref(), Some(value));
            }
            if second > 0 {
                let reverted = Sample::revert(row.id, entry).by(me()).run(conn).unwrap();
                assert_eq!(reverted.payload, expected[second - 1]);
            }
        }
        assert_eq!(Sample::verify_history(conn).unwrap(), []);
        Sample::patch_by_key(row.id).payload(Value::Null).by(me()).run(conn).unwrap();
        let outcome = Sample::patch_by_key(row.id).payload(None).by(me()).outcome(conn).unwrap();
        assert!(matches!(outcome, Outcome::Changed(_)));
        let outcome = Sample::patch_by_key(row.id).payload(None).by(me()).outcome(conn).unwrap();
        assert!(matches!(outcome, Outcome::Unchanged(_)));
    }

    fn fault_b8_a_value_that_the_field_no_longer_has_is_named(db) {
        let conn = db.conn();
        let row = article(conn, "row");
        let instant = row.created_at;
        let later = instant + TimeDelta::seconds(5);
        let row = row.patch().status(Status::Published).title("other").by(me()).at(later).run(conn).unwrap();
        let changes = match Conn::NAME {
            "postgres" => "replace(changes::text, 'draft', 'zapped')::jsonb",
            _ => "replace(changes, 'draft', 'zapped')",
        };
        conn.sql(&format!("UPDATE audit_logs SET changes = {changes}"));
        let past = Article::as_of(row.id, instant).run(conn).unwrap().unwrap();
        assert_eq!((past.row().title.as_str(), past.row().status), ("row", Status::Published));
        assert!(past.unknown().contains(&"status"), "{:?}", past.unknown());
        let entry = Article::history(row.id).run(conn).unwrap().pop().unwrap();
        let result = Article::revert(row.id, &entry).by(me()).run(conn);
        assert!(matches!(result, Err(Error::Invalid { field: "status", .. })), "{result:?}");
        row.delete().by(me()).run(conn).unwrap().hard_delete().by(me()).run(conn).unwrap();
        let id: model_tests::models::ArticleId = entry.object_id.parse().unwrap();
        let result = Article::as_of(id, instant).run(conn);
        assert!(matches!(result, Err(Error::Invalid { field: "body" | "status", .. })), "{result:?}");
    }
}
