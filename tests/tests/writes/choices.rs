//! Choices that are stored as numbers, or in an enum of the database.

use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use model_core::check::check;
use model_core::ddl::create_table;
use model_core::prelude::*;
use model_core::wire::{NewFromJson as _, ToJson as _, schema};
use model_tests::make::{at, me};
use model_tests::schema::{MoodType, cats};
use model_tests::{TestConnection, on_every_backend, recorded};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "i16", try_from = "i16")]
enum Level {
    #[choices(value = -1)]
    Low,
    #[choices(value = 2, label = "Quite high")]
    High,
}

/// It has words of its own.
#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[choices(no_display)]
#[serde(rename_all = "snake_case")]
enum Tone {
    Calm,
    Loud,
}

impl std::fmt::Display for Tone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if *self == Self::Calm { "ssh" } else { "HEY" })
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    alarms (id) {
        id -> BigInt,
        level -> SmallInt,
        before -> Nullable<BigInt>,
        tone -> Text,
        updated_at -> Instant,
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = alarms, timestamps, audit)]
struct Alarm {
    id: i64,
    #[model(default = Level::Low)]
    level: Level,
    before: Option<Level>,
    #[model(default = Tone::Calm)]
    tone: Tone,
    updated_at: DateTime<Utc>,
}

fn map(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

/// Stored in an enum of the database, where it has any.
#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
#[choices(sql_type = MoodType)]
enum Temper {
    Calm,
    #[choices(value = "wild", label = "Beware")]
    Fierce,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = cats, audit)]
struct Kitten {
    id: i64,
    #[model(encoding = text)]
    mood: Temper,
    #[model(encoding = text)]
    last_mood: Option<Temper>,
}

on_every_backend! {
    fn an_enum_of_the_database_has_choices_too(db) {
        let conn = db.conn();
        let kitten = Kitten::create(NewKitten::builder().mood(Temper::Calm).build()).by(me()).run(conn).unwrap();
        let kitten = kitten.patch().mood(Temper::Fierce).last_mood(Temper::Calm).by(me()).run(conn).unwrap();
        assert_eq!((kitten.mood, kitten.last_mood), (Temper::Fierce, Some(Temper::Calm)));
        let found = Kitten::objects().filter(cats::mood.eq(Temper::Fierce)).filter(cats::last_mood.eq(Temper::Calm));
        assert_eq!(found.first::<Kitten>(conn).unwrap(), kitten);
        assert_eq!(recorded(&conn.trail()[1]).2["mood"], json!({ "old": "calm", "new": "wild" }));
        assert_eq!(Kitten::verify_history(conn).unwrap(), []);
        assert_eq!(Kitten::META.fields[1].facts.choices, [("calm", "Calm"), ("wild", "Beware")]);
    }

    fn a_number_is_stored_read_and_told(db) {
        let conn = db.conn();
        conn.batch_execute(&create_table::<Alarm, Db>().unwrap().join(";")).unwrap();
        let alarm = Alarm::create(NewAlarm::builder().build()).by(me()).at(at(1)).run(conn).unwrap();
        assert_eq!((alarm.level, alarm.before, alarm.tone), (Level::Low, None, Tone::Calm));
        let alarm = alarm.patch().level(Level::High).before(Level::Low).tone(Tone::Loud).by(me()).at(at(2)).run(conn);
        let alarm = alarm.unwrap();
        let stored: (i16, Option<i64>, String) =
            alarms::table.select((alarms::level, alarms::before, alarms::tone)).first(conn).unwrap();
        assert_eq!(stored, (2, Some(-1), "loud".to_owned()));
        let found = Alarm::objects().filter(alarms::level.eq(Level::High)).filter(alarms::before.eq(&Level::Low));
        assert_eq!(found.first::<Alarm>(conn).unwrap(), alarm);
        let changes = recorded(&conn.trail()[1]).2.clone();
        assert_eq!(changes["level"], json!({ "old": -1, "new": 2 }));
        assert_eq!(Alarm::verify_history(conn).unwrap(), []);
        assert_eq!(alarm.to_json().unwrap()["level"], json!(2));
        assert_eq!((alarm.level.label(), alarm.level.value(), i64::from(alarm.level)), ("Quite high", "2", 2));
        let unknown = Level::try_from(3_i32).unwrap_err().to_string();
        assert_eq!(unknown, "`3` is not a choice of Level: expected one of -1, 2");
        diesel::update(alarms::table).set(alarms::before.eq(None::<i64>)).execute(conn).unwrap();
    }

    fn a_table_that_the_library_creates_passes_its_check(db) {
        let conn = db.conn();
        conn.batch_execute(&create_table::<Alarm, Db>().unwrap().join(";")).unwrap();
        assert_eq!(check::<Alarm>(conn).unwrap().errors().count(), 0);
    }

    fn what_is_none_of_them_is_refused(db) {
        let conn = db.conn();
        conn.batch_execute(&create_table::<Alarm, Db>().unwrap().join(";")).unwrap();
        let three = "INSERT INTO alarms (level, tone, updated_at) VALUES (3, 'calm', '2026-01-01 00:00:00.000000')";
        let refused = conn.batch_execute(three);
        assert!(refused.is_err(), "by its CHECK");
        let sent = Alarm::new_from_json(&map(json!({ "level": 2, "tone": "loud" }))).unwrap();
        assert_eq!(Alarm::create(sent).by(me()).run(conn).unwrap().level, Level::High);
        let refused = Alarm::new_from_json(&map(json!({ "level": 3 }))).unwrap_err();
        let field = &refused[0];
        assert_eq!((field.message.as_str(), &field.params["choices"]), ("must be one of -1, 2", &json!([-1, 2])));
        let schema = schema::new::<Alarm>();
        assert_eq!(schema["properties"]["level"]["enum"], json!([-1, 2]));
        assert_eq!(schema["properties"]["level"]["x-labels"], json!({ "-1": "Low", "2": "Quite high" }));
    }
}
