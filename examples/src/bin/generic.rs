//! Functions of a library: generic over the connection, and over the model.

use diesel::prelude::*;
use model_core::prelude::*;
use model_examples::{Failure, database};

diesel::table! {
    settings (name) {
        name -> Text,
        value -> Text,
    }
}

#[derive(Key, Debug, Clone, PartialEq, Eq, Hash)]
struct SettingName(String);

#[derive(Model, Debug, Clone)]
#[model(table = settings, audit)]
struct Setting {
    #[model(primary_key)]
    name: SettingName,
    value: String,
}

/// Sets a value over whatever connection the application has, and says whether that changed anything.
fn set<Conn: CanWrite<Setting>>(name: &str, value: &str, me: &Actor, conn: &mut Conn) -> Result<bool, Error> {
    let key = SettingName::from(name.to_owned());
    match Setting::patch_by_key(&key).value(value).by(me).outcome(conn)? {
        Outcome::NotFound => {
            Setting::create(NewSetting::builder().name(key).value(value).build()).by(me).run(conn)?;
            Ok(true)
        }
        outcome => Ok(matches!(outcome, Outcome::Changed(_))),
    }
}

/// What a model is, for a page of help. No database is needed.
fn describe<M: Model>() -> String {
    let fields: Vec<&str> = M::META.fields.iter().map(|field| field.name).collect();
    format!("{} ({})", M::META.content_type, fields.join(", "))
}

fn main() -> Result<(), Failure> {
    let conn = &mut database("CREATE TABLE settings (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)")?;
    let me = Actor::user("ada");
    assert!(set("theme", "dark", &me, conn)?);
    assert!(!set("theme", "dark", &me, conn)?); // nothing is written, and the trail has no entry
    assert!(set("theme", "light", &me, conn)?);

    println!("{}", describe::<Setting>());
    for Setting { name, value } in Setting::objects().load::<Setting>(conn)? {
        println!("{name} = {value}");
    }
    let entries = Setting::history(SettingName::from("theme".to_owned())).load(conn)?;
    assert_eq!(entries.len(), 2);
    Ok(())
}
