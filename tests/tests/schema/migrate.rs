//! Migrations from models: each is applied up, down and up again, and leaves what the models say, with the rows.

use crate::edits::{self, Rack, Slip};
use diesel::connection::LoadConnection;
use diesel::prelude::*;
use diesel::query_builder::SqlQuery;
use diesel::query_dsl::LoadQuery;
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use model_core::check::migrate::{Make, MakeError, Plan};
use model_core::check::{Catalog, Models, check};
use model_tests::backend::Backend;
use model_tests::{TestConnection, on_every_backend};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The migrations of an application, and its database.
struct App<'c, C> {
    folder: TempDir,
    server: String,
    conn: &'c mut C,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    count: i64,
}

impl<'c, C> App<'c, C>
where
    C: LoadConnection<Backend: Catalog> + Backend + MigrationHarness<<C as Connection>::Backend>,
    SqlQuery: for<'q> LoadQuery<'q, C, Count>,
{
    fn new(conn: &'c mut C, server: &str) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), server: server.to_owned(), conn }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn plan<T: Models>(&self, make: &Make) -> Result<Plan, MakeError> {
        make.plan::<T, C>(&self.server, self.path())
    }

    /// Makes a migration and runs it up, down, and up again; the tables keep so many rows.
    fn edit<T: Models>(&mut self, make: &Make, rows: i64) -> Plan
    where
        FileBasedMigrations: diesel::migration::MigrationSource<<C as Connection>::Backend>,
    {
        let plan = self.plan::<T>(make).unwrap_or_else(|error| panic!("{error}"));
        assert!(!plan.is_empty());
        plan.write(self.path(), model_core::clock::now()).unwrap();
        let shown = format!("{}\n-- down\n{}", plan.up(), plan.down());
        let source = || FileBasedMigrations::from_path(self.folder.path()).unwrap();
        for round in 0..2 {
            self.conn.run_pending_migrations(source()).unwrap_or_else(|error| panic!("{error}\n{shown}"));
            let report = check::<T>(self.conn).unwrap();
            assert!(report.is_empty(), "{report}\n{shown}");
            if rows > 0 {
                assert_eq!(count(self.conn, "leaflets"), rows, "{shown}");
            }
            if round == 0 {
                self.conn.revert_last_migration(source()).unwrap_or_else(|error| panic!("{error}\n{shown}"));
                if rows > 0 {
                    assert_eq!(count(self.conn, "leaflets"), rows, "{shown}");
                }
            }
        }
        let again = self.plan::<T>(make).unwrap();
        assert!(again.is_empty(), "{}", again.up());
        plan
    }
}

fn count<C>(conn: &mut C, rows: &str) -> i64
where
    C: Connection,
    SqlQuery: for<'q> LoadQuery<'q, C, Count>,
{
    let query = diesel::sql_query(format!("SELECT count(*) AS count FROM {rows}"));
    query.get_result::<Count>(conn).unwrap().count
}

on_every_backend! {
    fn twenty_edits_of_a_model(db) {
        let server = db.url().to_owned();
        let mut app = App::new(db.conn(), &server);
        app.edit::<(edits::first::Leaflet, Rack)>(&Make::new("first"), 0);
        app.conn.sql("INSERT INTO racks (id, name) VALUES (1, 'by the door')");
        app.conn.sql("INSERT INTO leaflets (id, title) VALUES (1, 'one'), (2, 'two')");
        let make = Make::new("edit");

        app.edit::<(edits::body::Leaflet, Rack)>(&make, 2);
        app.conn.sql("UPDATE leaflets SET body = 'text' WHERE id = 1");
        let asked = app.plan::<(edits::copies::Leaflet, Rack)>(&make);
        assert!(matches!(&asked, Err(MakeError::NeedsValue(columns)) if *columns == ["leaflets.copies"]), "{asked:?}");
        let wrong = app.plan::<(edits::copies::Leaflet, Rack)>(&make.clone().fill("copies", "many"));
        assert!(matches!(wrong, Err(MakeError::Refused(_))), "{wrong:?}");
        app.edit::<(edits::copies::Leaflet, Rack)>(&make.clone().fill("copies", "3"), 2);
        app.edit::<(edits::renamed::Leaflet, Rack)>(&make, 2);
        assert_eq!(count(app.conn, "leaflets WHERE headline = 'one' AND copies = 3 AND body = 'text'"), 1);
        app.edit::<(edits::unique::Leaflet, Rack)>(&make, 2);

        let lost = app.plan::<(edits::dropped::Leaflet, Rack)>(&make);
        assert!(matches!(&lost, Err(MakeError::Destructive(what)) if what.len() == 1), "{lost:?}");
        let kept = app.plan::<(edits::dropped::Leaflet, Rack)>(&make.clone().keep("leaflets.body")).unwrap();
        assert!(kept.is_empty(), "{}", kept.up());
        let destructive = make.clone().allow_destructive();
        let plan = app.edit::<(edits::dropped::Leaflet, Rack)>(&destructive, 2);
        assert!(plan.up().contains("-- Destructive: "), "{}", plan.up());

        if Conn::NAME == "sqlite" {
            // A number is as wide as it needs to be.
            assert!(app.plan::<(edits::wide::Leaflet, Rack)>(&make).unwrap().is_empty());
        } else {
            app.edit::<(edits::wide::Leaflet, Rack)>(&make, 2);
        }
        app.edit::<(edits::optional::Leaflet, Rack)>(&make, 2);
        app.conn.sql("UPDATE leaflets SET copies = NULL WHERE id = 2");
        app.edit::<(edits::wide::Leaflet, Rack)>(&make.clone().fill("leaflets.copies", "5"), 2);
        assert_eq!(count(app.conn, "leaflets WHERE copies = 5"), 1);
        app.edit::<(edits::owned::Leaflet, Rack)>(&make, 2);
        app.conn.sql("UPDATE leaflets SET rack_id = 1 WHERE id = 2");
        app.edit::<(edits::indexed::Leaflet, Rack)>(&make, 2);
        app.edit::<(edits::owned::Leaflet, Rack)>(&make, 2);
        app.edit::<(edits::soft::Leaflet, Rack)>(&make, 2);
        app.edit::<(edits::chosen::Leaflet, Rack)>(&destructive.clone().fill("state", "final"), 2);
        app.edit::<(edits::wider::Leaflet, Rack)>(&make, 2);
        app.conn.sql("UPDATE leaflets SET state = 'printer''s' WHERE id = 2");
        app.conn.sql("UPDATE leaflets SET state = 'draft' WHERE id = 2");
        app.edit::<(edits::counted::Leaflet, Rack)>(&make, 2);
        assert_eq!(count(app.conn, "leaflets WHERE hits = 0"), 2);
        app.edit::<(edits::other_default::Leaflet, Rack)>(&make, 2);
        app.conn.sql("INSERT INTO leaflets (id, headline, copies, state) VALUES (3, 'three', 1, 'final')");
        assert_eq!(count(app.conn, "leaflets WHERE hits = 7"), 1);
        app.edit::<(edits::both::Leaflet, Rack)>(&destructive, 3);
        app.edit::<(edits::free::Leaflet, Rack)>(&make, 3);
        app.edit::<(edits::stamped::Leaflet, Rack)>(&destructive, 3);
        app.edit::<(edits::stamped::Leaflet, Slip)>(&make, 3);
        app.conn.sql("INSERT INTO slips (id, rack_id, text) VALUES (1, 1, 'a')");
        app.edit::<edits::stamped::Leaflet>(&destructive.clone().drop_table("slips"), 3);
        app.edit::<(edits::text::Leaflet, Rack)>(&destructive, 3);
        assert_eq!(count(app.conn, "leaflets WHERE copies = '5' AND headline = 'two'"), 1);
        let names: Vec<_> = fs::read_dir(app.path()).unwrap().flatten().collect();
        assert!(names.len() >= 20, "{}", names.len());
    }

    fn the_triggers_of_a_model_follow_it(db) {
        let server = db.url().to_owned();
        let mut app = App::new(db.conn(), &server);
        let make = Make::new("told");
        let destructive = make.clone().allow_destructive();
        // The entries that a raw statement writes.
        let told = |conn: &mut Conn, sql: &str| {
            let before = count(conn, "audit_logs");
            conn.sql(sql);
            count(conn, "audit_logs") - before
        };

        let plan = app.edit::<edits::told::Leaflet>(&make, 0);
        assert_eq!(plan.up().matches("CREATE TRIGGER").count(), if Conn::NAME == "postgres" { 2 } else { 3 });
        assert_eq!(told(app.conn, "INSERT INTO leaflets (id, title) VALUES (1, 'one'), (2, 'two')"), 2);
        // The triggers have no length in them: they stay, and SQLite writes them anew with the table.
        let plan = app.edit::<edits::told_longer::Leaflet>(&make, 2);
        assert_eq!(plan.up().contains("CREATE TRIGGER"), Conn::NAME == "sqlite", "{}", plan.up());
        assert!(!plan.up().contains("DROP TRIGGER"), "{}", plan.up());
        let plan = app.edit::<edits::told_more::Leaflet>(&make, 2);
        let up = plan.up();
        let places = ["DROP TRIGGER", "ADD COLUMN", "CREATE TRIGGER"].map(|part| up.find(part).unwrap());
        assert!(places.is_sorted(), "{up}");
        assert_eq!(told(app.conn, "UPDATE leaflets SET copies = 3 WHERE id = 1"), 1);
        app.edit::<edits::told_renamed::Leaflet>(&make.clone().fill("copies", "5"), 2);
        assert_eq!(told(app.conn, "UPDATE leaflets SET headline = 'uno', copies = 4 WHERE id = 1"), 1);
        let last = "audit_logs WHERE changes LIKE '%headline%' AND changes LIKE '%copies%'";
        let last = if Conn::NAME == "postgres" { last.replace("changes L", "changes::TEXT L") } else { last.to_owned() };
        assert_eq!(count(app.conn, &last), 1);
        app.edit::<edits::told_less::Leaflet>(&destructive, 2);
        assert_eq!(told(app.conn, "UPDATE leaflets SET headline = 'un' WHERE id = 1"), 1);

        let plan = app.edit::<edits::untold::Leaflet>(&make, 2);
        assert!(plan.up().starts_with("DROP TRIGGER") && plan.down().contains("CREATE TRIGGER"), "{plan:?}");
        assert_eq!(told(app.conn, "UPDATE leaflets SET headline = 'one' WHERE id = 1"), 0);
        app.edit::<edits::told_less::Leaflet>(&make, 2);
        assert_eq!(told(app.conn, "DELETE FROM leaflets WHERE id = 1"), 1);
        app.edit::<Rack>(&destructive.clone().drop_table("leaflets"), 0);
    }

    fn a_table_in_no_migration_is_left_alone(db) {
        let server = db.url().to_owned();
        let app = App::new(db.conn(), &server);
        fs::create_dir_all(app.path().join("2026-01-01-000000_other")).unwrap();
        fs::write(app.path().join("2026-01-01-000000_other/up.sql"), "CREATE TABLE strange (id INT);").unwrap();
        fs::write(app.path().join("2026-01-01-000000_other/down.sql"), "DROP TABLE strange;").unwrap();
        let plan = app.plan::<Rack>(&Make::new("racks")).unwrap();
        assert!(!plan.up().contains("strange") && !plan.down().contains("strange"), "{}", plan.up());
        assert!(plan.write(app.path(), model_core::clock::now()).unwrap().is_some());
        let bad = Make::new("../x").plan::<Slip, Conn>(&server, app.path()).unwrap();
        assert!(matches!(bad.write(app.path(), model_core::clock::now()), Err(MakeError::Refused(_))));

        fs::write(app.path().join("2026-01-01-000000_other/up.sql"), "CREATE TABLE strange;").unwrap();
        let broken = app.plan::<Rack>(&Make::new("racks"));
        assert!(matches!(&broken, Err(MakeError::Folder(why)) if why.contains("other")), "{broken:?}");
    }

    fn a_server_that_is_not_there_is_named(db) {
        let _ = db.conn();
        let folder = tempfile::tempdir().unwrap();
        let url = format!("{}://nobody@127.0.0.1:1/none", Conn::NAME);
        let plan = Make::new("racks").plan::<Rack, Conn>(&url, folder.path());
        if Conn::NAME == "sqlite" {
            assert!(!plan.unwrap().is_empty());
        } else {
            assert!(matches!(&plan, Err(MakeError::Unreachable { .. })), "{plan:?}");
            assert_eq!(plan.unwrap_err().to_string().lines().count(), 1);
        }
    }
}
