//! Uniques of a function, and among some rows alone.

use diesel::prelude::*;
use model_core::ddl;
use model_core::prelude::*;
use model_tests::backend::Backend;
use model_tests::make::me;
use model_tests::models::{NewProfile, Profile};
use model_tests::schema::profiles;
use model_tests::{TestConnection, actions, on_every_backend};
use std::sync::Barrier;

const WRITERS: usize = 8;

fn new(email: &str, number: i64, team: i32, is_lead: bool) -> NewProfile {
    NewProfile::builder().email(email).number(number).team(team).is_lead(is_lead).build()
}

fn field_of(error: Error) -> Option<&'static str> {
    let Error::UniqueViolation { field, .. } = error else { panic!("{error:?}") };
    field
}

on_every_backend! {
    fn the_indexes_as_ddl(db) {
        let _ = db.conn();
        let expected = match Conn::NAME {
            "mysql" => [
                "ALTER TABLE `profiles` ADD COLUMN `email_lower` VARCHAR(60) CHARACTER SET utf8mb4 COLLATE \
                 utf8mb4_bin AS (lower(`email`)) VIRTUAL",
                "CREATE UNIQUE INDEX `profiles_email_lower_unique` ON `profiles` (`email_lower`, `live`)",
                "ALTER TABLE `profiles` ADD COLUMN `profiles_number_unique_in` TINYINT AS (IF(`number` > 0, 1, NULL)) \
                 VIRTUAL",
                "CREATE UNIQUE INDEX `profiles_number_unique` ON `profiles` (`number`, `profiles_number_unique_in`)",
                "ALTER TABLE `profiles` ADD COLUMN `profiles_team_unique_in` TINYINT AS (IF(`deleted_at` IS NULL AND \
                 `is_lead`, 1, NULL)) VIRTUAL",
                "CREATE UNIQUE INDEX `profiles_team_unique` ON `profiles` (`team`, `profiles_team_unique_in`)",
            ]
            .map(str::to_owned)
            .to_vec(),
            name => {
                let quote = if name == "sqlite" { "`" } else { "\"" };
                [
                    "CREATE UNIQUE INDEX `profiles_email_lower_unique` ON `profiles` (lower(`email`)) \
                     WHERE `deleted_at` IS NULL",
                    "CREATE UNIQUE INDEX `profiles_number_unique` ON `profiles` (`number`) WHERE `number` > 0",
                    "CREATE UNIQUE INDEX `profiles_team_unique` ON `profiles` (`team`) \
                     WHERE `deleted_at` IS NULL AND `is_lead`",
                ]
                .map(|sql| sql.replace('`', quote))
                .to_vec()
            }
        };
        let mut indexes = ddl::unique_indexes::<Profile, <Conn as Connection>::Backend>().unwrap();
        indexes.retain(|sql| !sql.contains("ADD COLUMN `live`"));
        assert_eq!(indexes, expected);
    }

    fn a_duplicate_is_an_error_of_its_field(db) {
        let conn = db.conn();
        let first = Profile::create(new("Ann@b.org", 7, 1, true)).by(me()).run(conn).unwrap();
        let mut create = |new| Profile::create(new).by(me()).run(conn);
        assert_eq!(field_of(create(new("ann@B.org", 1, 2, false)).unwrap_err()), Some("email"));
        assert_eq!(field_of(create(new("bo@b.org", 7, 2, false)).unwrap_err()), Some("number"));
        assert_eq!(field_of(create(new("bo@b.org", 8, 1, true)).unwrap_err()), Some("team"));
        // What the condition leaves out may be the same.
        create(new("bo@b.org", -1, 1, false)).unwrap();
        create(new("cy@b.org", -1, 1, false)).unwrap();
        // `forever` is about the condition too.
        first.delete().by(me()).run(conn).unwrap();
        let mut create = |new| Profile::create(new).by(me()).run(conn);
        assert_eq!(field_of(create(new("dee@b.org", 7, 2, false)).unwrap_err()), Some("number"));
        create(new("ann@b.org", 9, 1, true)).unwrap();
    }

    fn an_upsert_finds_a_row_without_regard_to_case(db) {
        let conn = db.conn();
        let upsert = |email: &str, team| Profile::upsert(new(email, -1, team, false)).on(profiles::email).by(me());
        let first = upsert("Ann@b.org", 1).run(conn).unwrap();
        assert!(first.is_created());
        let Upserted::Updated(second) = upsert("ANN@B.org", 2).run(conn).unwrap() else { panic!() };
        assert_eq!((second.id, second.email.as_str(), second.team), (first.row().id, "ANN@B.org", 2));
        assert!(upsert("Anne@b.org", 1).run(conn).unwrap().is_created());
        let new = new("ann@b.ORG", -1, 3, false);
        let (third, created) = Profile::get_or_create(new).on(profiles::email).by(me()).run(conn).unwrap();
        assert_eq!((third.id, third.team, created), (second.id, 2, false));
        assert_eq!(actions(&conn.trail()), ["create", "patch", "create"]);
        assert_eq!(Profile::verify_history(conn).unwrap(), []);
    }

    fn an_upsert_carries_the_condition(db) {
        let conn = db.conn();
        let upsert = |email: &str, number| {
            Profile::upsert(new(email, number, 1, false)).on(profiles::number).by(me())
        };
        let first = upsert("a", 7).run(conn).unwrap();
        assert!(first.is_created());
        let again = upsert("b", 7).run(conn).unwrap();
        assert!(matches!(&again, Upserted::Updated(row) if row.id == first.row().id && row.email == "b"), "{again:?}");
        // Rows without a number match none.
        assert!(upsert("c", -1).run(conn).unwrap().is_created());
        assert!(upsert("d", -1).run(conn).unwrap().is_created());
        // Another unique in the way is an error of its own.
        assert_eq!(field_of(upsert("B", 9).run(conn).unwrap_err()), Some("email"));
        again.into_row().delete().by(me()).run(conn).unwrap();
        let restored = upsert("e", 7).run(conn).unwrap();
        assert!(matches!(&restored, Upserted::Revived(row) if row.id == first.row().id), "{restored:?}");
        // A default is a value by which rows are matched.
        let bare = NewProfile::builder().email("f").team(1).build();
        assert!(Profile::upsert(bare).on(profiles::number).by(me()).run(conn).unwrap().is_created());
        assert_eq!(Profile::verify_history(conn).unwrap(), []);
    }

    fn the_condition_has_to_hold_for_the_new_row_too(db) {
        let conn = db.conn();
        let upsert = |email: &str, is_lead| Profile::upsert(new(email, -1, 1, is_lead)).on(profiles::team).by(me());
        let lead = upsert("a", true).run(conn).unwrap();
        assert!(lead.is_created());
        let other = upsert("b", false).run(conn).unwrap();
        assert!(other.is_created(), "the lead of the team is another row: {other:?}");
        let Upserted::Updated(row) = upsert("c", true).run(conn).unwrap() else { panic!() };
        assert_eq!((row.id, row.email.as_str()), (lead.row().id, "c"));
        // Among deleted rows, none matters by default.
        row.delete().by(me()).run(conn).unwrap();
        assert!(upsert("d", true).run(conn).unwrap().is_created());
    }

    fn upserts_at_once_write_one_row(db) {
        let conns: Vec<Conn> = (0..WRITERS).map(|_| db.another()).collect();
        let start = Barrier::new(WRITERS);
        let created: usize = std::thread::scope(|scope| {
            let write = |(writer, mut conn): (usize, Conn)| {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    let email = if writer % 2 == 0 { "ann@b.org" } else { "Ann@B.org" };
                    let new = new(email, -1, i32::try_from(writer).unwrap(), false);
                    usize::from(Profile::upsert(new).on(profiles::email).by(me()).run(&mut conn).unwrap().is_created())
                })
            };
            let threads: Vec<_> = conns.into_iter().enumerate().map(write).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(created, 1);
        let conn = db.conn();
        assert_eq!(Profile::objects().count().get_result::<i64>(conn).unwrap(), 1);
        assert_eq!(Profile::verify_history(conn).unwrap(), []);
    }
}
