//! Generic references of two columns: the kind of the row beside its key.

use chrono::{DateTime, Utc};
use diesel::debug_query;
use diesel::prelude::*;
use model_core::ddl;
use model_core::prelude::*;
use model_core::relations::{Count, IncludingDeleted, Referring, related};
use model_core::verbs::Dialect;
use model_tests::backend::Backend;
use model_tests::make::me;
use model_tests::{Recorder, TestConnection, on_every_backend, sql_of};
use uuid::Uuid;

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    teams (id) {
        id -> BigInt,
        name -> Text,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::table! {
    people (id) {
        id -> Integer,
        name -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Uuid;

    rooms (id) {
        id -> Uuid,
        name -> Text,
    }
}

diesel::table! {
    words (word) {
        word -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    grants (id) {
        id -> BigInt,
        owner_kind -> Text,
        owner_id -> BigInt,
        right -> Text,
        deleted_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Uuid;

    pins (id) {
        id -> BigInt,
        about_kind -> Nullable<SmallInt>,
        about_key -> Nullable<Text>,
        place_kind -> Text,
        place_id -> Uuid,
    }
}

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TeamId(i64);

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RoomId(Uuid);

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = teams, soft_delete, ordering = "id")]
#[model(referred_by(grants = Grant))]
#[model(referred_by(pins = Pin, by = (pins::about_kind, pins::about_key)))]
pub struct Team {
    pub id: TeamId,
    pub name: String,
    pub deleted_at: Option<DateTime<Utc>>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = people, referred_by(grants = Grant))]
pub struct Person {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = rooms, ordering = "name", referred_by(pins = Pin, by = (pins::place_kind, pins::place_id)))]
pub struct Room {
    pub id: RoomId,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = words, ordering = "word", referred_by(pins = Pin, by = (pins::about_kind, pins::about_key)))]
pub struct Word {
    #[model(primary_key)]
    pub word: String,
}

/// Who has something. The kinds are those of the table, and no content types.
#[derive(GenericRef, Debug, Clone, PartialEq, Eq, Hash)]
pub enum Owner {
    #[generic(kind = "team")]
    Team(TeamId),
    #[generic(Person, kind = "user")]
    User(i32),
}

/// What a note is about, by numbers.
#[derive(GenericRef, Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    #[generic(kind = 1)]
    Team(TeamId),
    #[generic(kind = 7)]
    Word(String),
}

/// Where it is: the kind is the content type.
#[derive(GenericRef, Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    Room(RoomId),
}

#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectKind {
    #[choices(value = 1)]
    Team,
    #[choices(value = 7)]
    Word,
    #[choices(value = 9)]
    Star,
}

#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceKind {
    Rooms,
    Streets,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = grants, audit, soft_delete, ordering = "id")]
#[model(generic(owner = Owner, kind = owner_kind, key = owner_id))]
pub struct Grant {
    pub id: i64,
    #[model(max_length = 20)]
    pub owner_kind: String,
    pub owner_id: i64,
    pub right: String,
    pub deleted_at: Option<DateTime<Utc>>,
}

#[derive(Proxy, Debug, Clone, PartialEq)]
#[proxy(of = Grant, filter(right = "read"))]
pub struct ReadGrant(Grant);

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = pins, ordering = "id")]
#[model(generic(about = Subject, kind = about_kind, key = about_key))]
#[model(generic(place = Place, kind = place_kind, key = place_id))]
pub struct Pin {
    pub id: i64,
    pub about_kind: Option<SubjectKind>,
    pub about_key: Option<String>,
    pub place_kind: PlaceKind,
    pub place_id: Uuid,
}

type About = Referring<Pin, (pins::about_kind, pins::about_key)>;
type At = Referring<Pin, (pins::place_kind, pins::place_id)>;

fn tables<C: TestConnection + Connection<Backend: Dialect>>(conn: &mut C) {
    let tables = [
        ddl::create_table::<Team, <C as Connection>::Backend>(),
        ddl::create_table::<Person, <C as Connection>::Backend>(),
        ddl::create_table::<Room, <C as Connection>::Backend>(),
        ddl::create_table::<Word, <C as Connection>::Backend>(),
        ddl::create_table::<Grant, <C as Connection>::Backend>(),
        ddl::create_table::<Pin, <C as Connection>::Backend>(),
    ];
    for statement in tables.into_iter().flat_map(Result::unwrap) {
        conn.sql(&statement);
    }
}

fn team(conn: &mut impl CanWrite<Team>, name: &str) -> Team {
    Team::create(NewTeam::builder().name(name).build()).run(conn).unwrap()
}

fn person(conn: &mut impl CanWrite<Person>, name: &str) -> Person {
    Person::create(NewPerson::builder().name(name).build()).run(conn).unwrap()
}

fn grant(conn: &mut impl CanWrite<Grant>, owner: Owner, right: &str) -> Grant {
    Grant::create(NewGrant::builder().owner(owner).right(right).build()).by(me()).run(conn).unwrap()
}

fn rights(grants: &[Grant]) -> Vec<&str> {
    grants.iter().map(|grant| grant.right.as_str()).collect()
}

fn known(owner: Owner) -> Stored<Owner> {
    Stored::Known(owner)
}

on_every_backend! {
    fn a_reference_is_written_into_both_columns_and_read_from_them(db) {
        let conn = db.conn();
        tables(conn);
        let (team, person) = (team(conn, "Blue"), person(conn, "Ann"));
        let first = grant(conn, Owner::of(&team), "read");
        assert_eq!((first.owner_kind.as_str(), first.owner_id), ("team", *team.id.inner()));
        assert_eq!(first.owner(), known(Owner::of(&team)));
        let second = grant(conn, Owner::of(&person), "write");
        assert_eq!((second.owner_kind.as_str(), second.owner_id), ("user", i64::from(person.id)));
        assert_eq!(second.owner(), known(Owner::User(person.id)));
        let raw = grants::table.select((grants::owner_kind, grants::owner_id)).order(grants::id);
        let raw: Vec<(String, i64)> = raw.load(conn).unwrap();
        assert_eq!(raw, [("team".to_owned(), *team.id.inner()), ("user".to_owned(), i64::from(person.id))]);
        assert_eq!(Grant::objects().find(first.id).first::<Grant>(conn).unwrap(), first);

        let moved = first.patch().owner(Owner::of(&person)).by(me()).run(conn).unwrap();
        assert_eq!(moved.owner(), known(Owner::User(person.id)));
        let log = Grant::history(first.id).run(conn).unwrap().remove(1);
        assert_eq!(log.old::<String>("owner_kind").unwrap().as_deref(), Some("team"));
        let count = Grant::objects().referring_to(&team).patch().owner(Owner::of(&person)).by(me()).run(conn).unwrap();
        assert_eq!(count, 0, "the last grant of the team has gone");
        assert_eq!(Grant::objects().patch().owner(Owner::of(&team)).by(me()).run(conn).unwrap(), 2, "of a set as well");
    }

    fn an_unknown_kind_or_key_is_a_value(db) {
        let conn = db.conn();
        tables(conn);
        let [one] = [team(conn, "Blue")];
        for (kind, id) in [("robot", 7), ("teams", 1), ("Team", 1), ("user", i64::MAX), ("", 0)] {
            let row = (grants::owner_kind.eq(kind), grants::owner_id.eq(id), grants::right.eq("x"));
            diesel::insert_into(grants::table).values(row).execute(conn).unwrap();
        }
        let rows: Vec<Grant> = Grant::objects().load(conn).unwrap();
        assert!(rows.iter().all(|row| row.owner().known().is_none()), "{rows:?}");
        let Stored::Unknown(unknown) = rows[0].owner() else { panic!("{:?}", rows[0].owner()) };
        assert_eq!((unknown.tag(), unknown.key()), ("robot", "7"));
        let behind = Owner::load_many(&rows.iter().map(Grant::owner).collect::<Vec<_>>(), conn).unwrap();
        assert!(behind.iter().all(Option::is_none));
        let patched = rows[0].patch().right("y").by(me()).run(conn).unwrap();
        assert_eq!((patched.owner_kind.as_str(), patched.owner_id), ("robot", 7), "what nobody knows stays as it is");

        assert_eq!(one.grants().count().get_result::<i64>(conn).unwrap(), 0, "a kind has its letters");
        let found = [one].load_related::<(Grant, Count<Grant>)>(conn).unwrap();
        assert_eq!(found, [(vec![], 0)]);
        let unknown: Vec<Grant> = Grant::objects().of_unknown_type().load(conn).unwrap();
        let kinds: Vec<_> = unknown.iter().map(|row| row.owner_kind.as_str()).collect();
        assert_eq!(kinds, ["robot", "teams", "Team", ""]);
    }

    fn the_rows_that_refer_to_one_are_a_scoped_query(db) {
        let conn = db.conn();
        tables(conn);
        let (blue, red, ann) = (team(conn, "Blue"), team(conn, "Red"), person(conn, "Ann"));
        assert_eq!(*blue.id.inner(), i64::from(ann.id), "two kinds with one number");
        for right in ["read", "gone", "write"] {
            grant(conn, Owner::of(&blue), right);
        }
        grant(conn, Owner::of(&red), "read");
        grant(conn, Owner::of(&ann), "read");
        blue.grants().filter(grants::right.eq("gone")).delete().by(me()).run(conn).unwrap();
        assert_eq!(rights(&blue.grants().load(conn).unwrap()), ["read", "write"]);
        assert_eq!(blue.grants().with_deleted().count().get_result::<i64>(conn).unwrap(), 3);
        let either = blue.grants().filter(grants::right.eq("read")).or_filter(grants::right.eq("write"));
        assert_eq!(either.count().get_result::<i64>(conn).unwrap(), 2, "an OR does not leave the team");
        assert_eq!(ReadGrant::objects().referring_to(&blue).count().get_result::<i64>(conn).unwrap(), 1);
        assert_eq!(rights(&ann.grants().load(conn).unwrap()), ["read"]);
        let by = Grant::objects().referring_to_by((grants::owner_kind, grants::owner_id), &red);
        assert_eq!(by.count().get_result::<i64>(conn).unwrap(), 1);
        assert_eq!(blue.grants().patch().right("all").by(me()).run(conn).unwrap(), 2);
        assert_eq!(rights(&blue.grants().load(conn).unwrap()), ["all", "all"]);
        let restored = blue.grants().only_deleted().restore().by(me()).run(conn).unwrap();
        assert_eq!(restored, 1);
        assert_eq!(blue.grants().hard_delete().by(me()).run(conn).unwrap(), 3);
        assert_eq!(Grant::objects().with_deleted().count().get_result::<i64>(conn).unwrap(), 2);
    }

    fn many_rows_are_loaded_with_those_that_refer_to_them(db) {
        let conn = db.conn();
        tables(conn);
        let (blue, red, ann) = (team(conn, "Blue"), team(conn, "Red"), person(conn, "Ann"));
        for right in ["read", "gone", "write"] {
            grant(conn, Owner::of(&blue), right);
        }
        grant(conn, Owner::of(&ann), "read");
        blue.grants().filter(grants::right.eq("gone")).delete().by(me()).run(conn).unwrap();
        type All = IncludingDeleted<Grant>;
        let recorder = Recorder::on(conn);
        let rows = Team::objects().load_with::<(Grant, Count<Grant>, Count<All>)>(conn).unwrap();
        assert_eq!(recorder.sent().len(), 4);
        let shown: Vec<_> = rows.iter().map(|(row, (found, live, all))| (row.clone(), rights(found), *live, *all)).collect();
        assert_eq!(shown, [(blue.clone(), vec!["read", "write"], 2, 3), (red.clone(), vec![], 0, 0)]);
        let some: Vec<(Team, Vec<Grant>)> = Team::objects().with(related::<Grant>().limit_each(1)).load(conn).unwrap();
        let some: Vec<_> = some.iter().map(|(row, found)| (row.name.as_str(), rights(found))).collect();
        assert_eq!(some, [("Blue", vec!["read"]), ("Red", vec![])]);

        let targets = [Owner::of(&red), Owner::of(&ann), Owner::of(&blue)];
        let behind = Owner::load_many(&targets, conn).unwrap();
        assert!(matches!(&behind[..], [Some(OwnerRow::Team(a)), Some(OwnerRow::User(b)), Some(OwnerRow::Team(c))]
            if *a == red && *b == ann && *c == blue), "{behind:?}");
    }

    fn a_reference_whose_row_is_gone_is_found(db) {
        let conn = db.conn();
        tables(conn);
        let (blue, marked, ann) = (team(conn, "Blue"), team(conn, "Red"), person(conn, "Ann"));
        for (owner, right) in [(Owner::of(&blue), "blue"), (Owner::of(&marked), "marked"), (Owner::of(&ann), "ann")] {
            grant(conn, owner, right);
        }
        grant(conn, Owner::User(ann.id + 70), "nobody");
        let row = (grants::owner_kind.eq("robot"), grants::owner_id.eq(7), grants::right.eq("robot"));
        diesel::insert_into(grants::table).values(row).execute(conn).unwrap();
        blue.hard_delete().run(conn).unwrap();
        marked.delete().run(conn).unwrap();
        assert_eq!(rights(&Grant::objects().dangling().load(conn).unwrap()), ["blue", "nobody"]);
        assert_eq!(Grant::objects().dangling().delete().by(me()).run(conn).unwrap(), 2);
        assert_eq!(rights(&Grant::objects().load(conn).unwrap()), ["marked", "ann", "robot"]);
    }

    fn kinds_as_numbers_and_keys_as_text_or_uuid(db) {
        let conn = db.conn();
        tables(conn);
        let blue = team(conn, "Blue");
        let word = Word::create(NewWord::builder().word("Sea".to_owned()).build()).run(conn).unwrap();
        let room = Room::create(NewRoom::builder().name("Attic").build()).run(conn).unwrap();
        let new = |about: Option<Subject>| NewPin::builder().about(about).place(Place::of(&room)).build();
        let pins = [Some(Subject::of(&blue)), Some(Subject::of(&word)), Some(Subject::Word("sea".to_owned())), None];
        let rows: Vec<Pin> = pins.clone().map(|about| Pin::create(new(about)).run(conn).unwrap()).into();
        let about: Vec<_> = rows.iter().map(Pin::about).collect();
        assert_eq!(about, pins.map(|pin| pin.map(Stored::Known)));
        assert!(rows.iter().all(|row| row.place() == Stored::Known(Place::of(&room))));
        assert_eq!(rows[1].about_kind, Some(SubjectKind::Word));
        assert_eq!(rows[0].about_key.as_deref(), Some(blue.id.to_string().as_str()));

        assert_eq!(blue.pins().load::<Pin>(conn).unwrap(), rows[..1]);
        assert_eq!(word.pins().load::<Pin>(conn).unwrap(), rows[1..2], "keys have their letters");
        assert_eq!(room.pins().count().get_result::<i64>(conn).unwrap(), 4);
        let found = [word.clone()].load_related::<(About, Count<About>)>(conn).unwrap();
        assert_eq!(found, [(rows[1..2].to_vec(), 1)]);
        let found = [room.clone()].load_related::<(At, Count<At>)>(conn).unwrap();
        assert_eq!(found, [(rows.clone(), 4)]);
        let lost: Vec<Pin> = Pin::objects().dangling_by((pins::about_kind, pins::about_key)).load(conn).unwrap();
        assert_eq!(lost, rows[2..3]);

        let half = (pins::about_kind.eq(Some(SubjectKind::Team)), pins::place_kind.eq(PlaceKind::Streets),
            pins::place_id.eq(value(Uuid::nil())));
        diesel::insert_into(pins::table).values(half).execute(conn).unwrap();
        let half: Pin = Pin::objects().order(pins::id.desc()).first(conn).unwrap();
        assert_eq!(half.about(), None, "half of a reference refers to nothing");
        assert_eq!(half.place().to_string(), format!("streets:{}", Uuid::nil()));
        let columns = (pins::about_kind, pins::about_key);
        assert_eq!(Pin::objects().dangling_by(columns).count().get_result::<i64>(conn).unwrap(), 1);
        let star = half.patch().about_kind(SubjectKind::Star).about_key("7").run(conn).unwrap();
        assert_eq!(star.about().unwrap().to_string(), "9:7");
        assert_eq!(Pin::objects().of_unknown_type_by(columns).load::<Pin>(conn).unwrap(), std::slice::from_ref(&star));
        let none = star.patch().about(None).run(conn).unwrap();
        assert_eq!((none.about_kind, none.about_key), (None, None));
        let lost: Vec<Pin> = Pin::objects().dangling_by((pins::place_kind, pins::place_id)).load(conn).unwrap();
        assert_eq!(lost, []);
        room.hard_delete().run(conn).unwrap();
        let lost = Pin::objects().dangling_by((pins::place_kind, pins::place_id)).delete().run(conn).unwrap();
        assert_eq!(lost, 4);
    }

    fn the_statements(db) {
        let conn = db.conn();
        let team = Team { id: TeamId::from(7), name: "Blue".to_owned(), deleted_at: None };
        let word = Word { word: "sea".to_owned() };
        tables(conn);
        let mut sheet = String::new();
        macro_rules! reads {
            ($($query:expr;)+) => {$(
                sheet.push_str(&format!("-- {}\n", stringify!($query)));
                sheet.push_str(&sql_of(&debug_query::<Db, _>(&$query).to_string()));
                sheet.push_str("\n\n");
            )+};
        }
        reads! {
            team.grants().query();
            word.pins().query();
            Grant::objects().dangling().query();
            Grant::objects().of_unknown_type().query();
            Pin::objects().dangling_by((pins::about_kind, pins::about_key)).query();
        }
        let recorder = Recorder::on(conn);
        [team.clone()].load_related::<(Grant, Count<Grant>, Count<About>)>(conn).unwrap();
        for sent in recorder.sent() {
            sheet.push_str(&format!("{sent}\n\n"));
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("columns__{}", Conn::NAME), sheet);
        });
    }
}
