//! Children of a row whose key has several columns.

use super::backend::{Conn, Db};
use super::house::{Browser, House};
use axum::http::StatusCode;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use model_admin::{Access, Act, Admin, FullAccess, Inline, Policy, Row, Scope, Site, Staff};
use model_core::ddl::create_table;
use model_core::meta::Meta;
use model_core::prelude::*;

diesel::table! {
    halls (city, number) { city -> Text, number -> Integer, name -> Text, }
}

diesel::table! {
    seats (city, hall_id, place) { city -> Text, hall_id -> Integer, place -> Integer, label -> Text, }
}

diesel::allow_tables_to_appear_in_same_query!(halls, seats);

#[derive(Model, Debug, Clone)]
#[model(table = halls, has_many(seats = Seat, by = (seats::city, seats::hall_id), on_delete = keep))]
struct Hall {
    #[model(primary_key, max_length = 40)]
    city: String,
    #[model(primary_key)]
    number: i32,
    #[model(max_length = 40)]
    name: String,
}

#[derive(Model, Debug, Clone)]
#[model(table = seats, belongs_to(Hall, foreign_key = [city, hall_id]))]
struct Seat {
    #[model(primary_key, max_length = 40)]
    city: String,
    #[model(primary_key)]
    hall_id: i32,
    #[model(primary_key)]
    place: i32,
    #[model(max_length = 40)]
    label: String,
}

fn with_halls(site: Site<Conn>) -> Site<Conn> {
    let seats = Inline::of::<Seat>().by((seats::city, seats::hall_id));
    site.model(Admin::of::<Hall>().labelled_by(halls::name).edit().create().inline(seats))
        .model(Admin::of::<Seat>().labelled_by(seats::label).edit().create().removable())
}

/// A hall in a city with both signs that the text of a key escapes, and one seat of it and of another hall.
fn fill(house: &House) {
    let statements = [create_table::<Hall, Db>().unwrap(), create_table::<Seat, Db>().unwrap()].concat();
    house.on(|conn| {
        statements.iter().for_each(|statement| conn.batch_execute(statement).unwrap());
        for (city, number, name) in [("a,b\\c", 1, "Great"), ("a,b\\c", 2, "Small"), ("a", 1, "Far")] {
            Hall::create(NewHall::builder().city(city).number(number).name(name).build()).run(conn).unwrap();
            let seat = NewSeat::builder().city(city).hall_id(number).place(7).label(format!("In {name}"));
            Seat::create(seat.build()).run(conn).unwrap();
        }
    });
}

const GREAT: &str = "/admin/halls/a%5C,b%5C%5Cc,1/";

fn seats_of(house: &House) -> Vec<(String, i32, i32, String)> {
    let all: Vec<Seat> = house.on(|conn| Seat::objects().order((seats::label, seats::city)).load(conn).unwrap());
    all.into_iter().map(|seat| (seat.city, seat.hall_id, seat.place, seat.label)).collect()
}

#[tokio::test]
async fn children_are_found_written_and_made_by_all_parts_of_the_key() {
    let house = House::with(FullAccess, with_halls);
    fill(&house);
    let mut browser = Browser::of(&house, "chief").await;
    let page = browser.get(GREAT).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.has("In Great") && !page.has("In Small") && !page.has("In Far"), "{}", page.body);
    let label = "seats.a\\,b\\\\c,1,7.label";
    assert!(page.has(label) && !page.has("c,1,7.hall_id"), "the key is not typed: {}", page.body);

    let form = [(label, "By the door"), ("seats+.place", "8"), ("seats+.label", "At the back")];
    let saved = browser.submit(GREAT, GREAT, &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let mine = |place, label: &str| ("a,b\\c".to_owned(), 1, place, label.to_owned());
    let all = seats_of(&house);
    assert_eq!(all[..2], [mine(8, "At the back"), mine(7, "By the door")]);
    assert_eq!(all[2..].iter().map(|seat| &*seat.3).collect::<Vec<_>>(), ["In Far", "In Small"]);

    // A seat of the other hall of the same city is none of this one.
    let other = [("seats.a\\,b\\\\c,2,7.label", "Mine now")];
    assert_eq!(browser.submit(GREAT, GREAT, &other).await.status, StatusCode::NOT_FOUND);
    for broken in ["seats.a\\,b\\\\c,1.label", "seats.a,b,c,1,7.label", "seats.\\.label", "seats..label"] {
        assert_eq!(browser.submit(GREAT, GREAT, &[(broken, "x")]).await.status, StatusCode::NOT_FOUND, "{broken}");
    }
    assert_eq!(seats_of(&house), all);
}

/// The city is for nobody to see.
struct WithoutCities;

impl Policy for WithoutCities {
    fn may(&self, _: &Staff, _: Act<'_>, _: &Meta, _: Option<&Row>) -> bool {
        true
    }

    fn field(&self, _: &Staff, meta: &Meta, field: usize, _: Option<&Row>) -> Access {
        if meta.name == "Hall" && meta.fields[field].name == "city" { Access::Hidden } else { Access::Write }
    }

    fn rows(&self, _: &Staff, _: &Meta) -> Scope {
        Scope::All
    }
}

#[tokio::test]
async fn a_part_of_the_key_that_is_hidden_is_written_into_children_all_the_same() {
    let house = House::with(WithoutCities, with_halls);
    fill(&house);
    let mut browser = Browser::of(&house, "chief").await;
    let saved = browser.submit(GREAT, GREAT, &[("seats+.place", "8"), ("seats+.label", "At the back")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    assert_eq!(seats_of(&house)[0], ("a,b\\c".to_owned(), 1, 8, "At the back".to_owned()));
}
