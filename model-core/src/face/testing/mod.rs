//! What tests ask of an application: which statements it sends, and rows to start from.
//!
//! [`assert_queries!`] counts the statements of a piece of code, [`assert_no_repeated_queries!`] finds loops of
//! queries, and [`QueryLog`] is behind both: a list of what one connection has sent, for people.
//!
//! ```
//! # use diesel::prelude::*;
//! use model_core::prelude::*;
//! use model_core::testing::assert_queries;
//! # diesel::table! { notes (id) { id -> BigInt, title -> Text, } }
//! # #[derive(Model, Debug)]
//! # #[model(table = notes)]
//! # pub struct Note { pub id: i64, pub title: String }
//!
//! # #[cfg(feature = "sqlite")]
//! # fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! # let conn = &mut SqliteConnection::establish(":memory:")?;
//! # diesel::sql_query("CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT NOT NULL)").execute(conn)?;
//! let notes: Vec<Note> = assert_queries!(conn, 2, {
//!     Note::create(NewNote::builder().title("Milk").build()).run(conn)?;
//!     Note::objects().load(conn)?
//! });
//! assert_eq!(notes.len(), 1);
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sqlite"))]
//! # fn main() {}
//! ```
//!
//! Everything here listens through Diesel's instrumentation, so the statements that the application sends by Diesel
//! itself count like statements of the library. No value is kept or shown, whatever the column.

mod log;
mod place;
mod repeated;

pub use self::log::{Listener, QueryLog};
pub use self::place::Place;
pub use self::repeated::{OFTEN, Repeated, RepeatedQueries};
#[doc(inline)]
pub use crate::{__assert_no_repeated_queries as assert_no_repeated_queries, __assert_queries as assert_queries};

/// Runs a block, and panics unless it sends this many statements over the connection. `assert_queries!(conn, 2,
/// { .. })` has the value of the block. The message lists the statements.
///
/// What opens and ends transactions and savepoints (`BEGIN`, `COMMIT`, `SAVEPOINT` and the like) is listed and does not
/// count. The connection is a variable: a synchronous connection of Diesel, one of a pool, or one of diesel-async,
/// where the block may await.
///
/// Calls may be nested. Afterwards the connection has the listener that it had before, if that was a
/// [`QueryLog`]; otherwise it has Diesel's default, because Diesel gives no listener back.
#[doc(hidden)]
#[macro_export]
macro_rules! __assert_queries {
    ($conn:expr, $count:expr, $body:block) => {
        $crate::__heard!($conn, $body, |__log| __log.assert_count($count))
    };
}

/// Runs a block, and panics if it sends the same statement again and again from the same place:
/// `assert_no_repeated_queries!(conn, { .. })` has the value of the block. The message names the file and the line.
///
/// [`RepeatedQueries`] says which queries are found, and [`assert_queries!`] which connections can be used.
#[doc(hidden)]
#[macro_export]
macro_rules! __assert_no_repeated_queries {
    ($conn:expr, $body:block) => {
        $crate::__heard!($conn, $body, |__log| __log.repeated().assert_none())
    };
}

/// Runs a block with a listener, puts the one before it back, and then judges.
#[doc(hidden)]
#[macro_export]
macro_rules! __heard {
    ($conn:expr, $body:block, |$log:ident| $judged:expr) => {{
        // The methods of the connection are called by name, so that those of diesel-async serve as well.
        #[allow(unused_imports)]
        use $crate::__private::diesel::Connection as _;
        let $log = $crate::testing::QueryLog::new();
        if let ::core::option::Option::Some(__listener) = $log.join($conn.instrumentation()) {
            $conn.set_instrumentation(__listener);
        }
        let __value = $body;
        if $log.leave($conn.instrumentation()) {
            $conn.set_instrumentation($crate::__private::diesel::connection::get_default_instrumentation());
        }
        $judged;
        __value
    }};
}
