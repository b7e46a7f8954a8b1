//! Rows for tests: a function for each model that fills in what a test does not care about, and a transaction for each
//! test that is never committed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use model_core::prelude::*;
use model_examples::{Failure, database};

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::Instant;

    invoices (id) {
        id -> BigInt,
        number -> Text,
        cents -> BigInt,
        created_at -> Instant,
    }
}

#[derive(Model, Debug, Clone)]
#[model(table = invoices, timestamps, audit, ordering = "-created_at")]
struct Invoice {
    id: i64,
    #[model(unique)]
    number: String,
    cents: i64,
    created_at: DateTime<Utc>,
}

/// An invoice like any other. A test changes what it is about: `invoice(7).cents(0).build()`.
macro_rules! invoice {
    ($number:expr) => {
        NewInvoice::builder().number(format!("2026-{:04}", $number)).cents(1200)
    };
}

/// Runs a test on a connection, and forgets what it wrote.
fn test(name: &str, conn: &mut SqliteConnection, run: impl FnOnce(&mut SqliteConnection) -> Result<(), Error>) {
    conn.test_transaction(run);
    println!("{name}: passed");
}

fn main() -> Result<(), Failure> {
    let conn = &mut database(
        "CREATE TABLE invoices (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, number TEXT NOT NULL, \
         cents BIGINT NOT NULL, created_at TEXT NOT NULL); \
         CREATE UNIQUE INDEX invoices_number_unique ON invoices (number)",
    )?;
    let me = Actor::system();

    test("a number is given once", conn, |conn| {
        Invoice::create(invoice!(1).build()).by(&me).run(conn)?;
        let again = Invoice::create(invoice!(1).build()).by(&me).run(conn);
        assert!(matches!(again, Err(Error::UniqueViolation { field: Some("number"), .. })));
        Ok(())
    });
    test("old invoices are found by their time", conn, |conn| {
        // The time of a write is an option of it, so no test has to wait.
        let last_year = Utc::now() - days(400);
        let old = Invoice::create(invoice!(1).build()).by(&me).at(last_year).run(conn)?;
        Invoice::create(invoice!(2).cents(0).build()).by(&me).run(conn)?;
        let found: Vec<Invoice> = Invoice::objects().older_than(days(365)).load(conn)?;
        assert_eq!((found.len(), found[0].id, found[0].created_at), (1, old.id, old.created_at));
        assert_eq!((found[0].number.as_str(), found[0].cents), ("2026-0001", 1200));
        Ok(())
    });

    let left: i64 = Invoice::objects().count().get_result(conn)?;
    assert_eq!(left, 0);
    Ok(())
}
