//! A base of one's own: columns with a check and a scope, which several models share.

use diesel::prelude::*;
use model_core::prelude::*;
use model_examples::{Failure, database};

diesel::table! {
    museums (id) { id -> BigInt, name -> Text, lat -> Double, lon -> Double, }
}
diesel::table! {
    cafes (id) { id -> BigInt, name -> Text, terrace -> Bool, lat -> Double, lon -> Double, }
}

fn is_degree(value: &f64) -> Result<(), &'static str> {
    if (-180.0..=180.0).contains(value) { Ok(()) } else { Err("must be between -180 and 180 degrees") }
}

/// Where something is.
#[derive(Base, Debug, Clone, PartialEq)]
struct Place {
    #[model(check = is_degree)]
    lat: f64,
    #[model(check = is_degree)]
    lon: f64,
}

#[scopes]
impl Place {
    /// What is north of a line.
    fn north_of(lat: f64) -> BaseCondition<Self> {
        Self::COLUMNS.lat.gt(lat)
    }
}

#[derive(Model, Debug, Clone)]
#[model(table = museums, ordering = "name")]
struct Museum {
    id: i64,
    name: String,
    #[model(base)]
    place: Place,
}

#[derive(Model, Debug, Clone)]
#[model(table = cafes, ordering = "name")]
struct Cafe {
    id: i64,
    name: String,
    #[model(default)]
    terrace: bool,
    #[model(base)]
    place: Place,
}

fn main() -> Result<(), Failure> {
    let conn = &mut database(
        "CREATE TABLE museums (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL, \
         lat DOUBLE NOT NULL, lon DOUBLE NOT NULL); \
         CREATE TABLE cafes (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL, \
         terrace BOOLEAN NOT NULL, lat DOUBLE NOT NULL, lon DOUBLE NOT NULL)",
    )?;
    let museum = NewMuseum::builder().name("Sea and ships").lat(54.1).lon(12.1).build();
    let museum = Museum::create(museum).run(conn)?;
    Cafe::create(NewCafe::builder().name("Pier").terrace(true).lat(54.2).lon(12.1).build()).run(conn)?;

    // The columns are flat where they are set, and a group where they are read.
    println!("{} ({}) is at {}, {}", museum.name, museum.id, museum.place.lat, museum.place.lon);

    // The scope is a method of queries over each of the models.
    let north: Vec<Museum> = Museum::objects().north_of(50.0).load(conn)?;
    for Cafe { id, name, terrace, place } in Cafe::objects().north_of(50.0).load::<Cafe>(conn)? {
        println!("{id} {name}, terrace: {terrace}, at {}", place.lat);
    }
    assert_eq!(north.len(), 1);

    // So is the check.
    let nowhere = Cafe::create(NewCafe::builder().name("Nowhere").lat(54.0).lon(999.0).build()).run(conn);
    println!("{}", nowhere.as_ref().expect_err("there is no such place"));
    assert!(matches!(nowhere, Err(Error::Invalid { field: "lon", .. })));
    Ok(())
}
