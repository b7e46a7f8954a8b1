//! A database per test.

#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(any(feature = "postgres", feature = "mysql"))]
mod server;
#[cfg(feature = "sqlite")]
mod sqlite;

use crate::connections::{Over, Pool, Pooled, every_connection};
use crate::models::{
    Article, Branch, Leaf, Letter, Member, Office, Page, Parcel, Plan, Profile, Receipt, Story, Trace,
};
use diesel::QueryResult;
use diesel::connection::{CacheSize, LoadConnection};
use diesel::query_builder::QueryFragment;
use model_core::AuditLog;
use model_core::audit::Discrepancy;
use model_core::ddl;
use model_core::verbs::{CanWrite, Dialect, Writes};
use std::env;

macro_rules! writes_models {
    (common: $($model:ident),+; $($rest:tt)*) => {
        /// A connection on which rows of these models can be written.
        pub trait WritesModels: LoadConnection + Over<Backend: $(Writes<Self, crate::models::$model> +)+> {}

        impl<C> WritesModels for C
        where
            C: LoadConnection + Over<Backend: $(Writes<Self, crate::models::$model> +)+>,
        {
        }
    };
}
crate::models::every_model!(writes_models);

/// A connection on which rows of nearly every test model can be written, so that helpers can take
/// `&mut impl TestConnection`: a plain one, or one of a pool. Hooks of the models write traces and offices.
pub trait TestConnection: WritesModels + CanWrite<Trace> + CanWrite<Office> {
    /// The whole audit trail, in its order.
    ///
    /// # Panics
    /// When it cannot be read.
    fn trail(&mut self) -> Vec<AuditLog>;

    /// The article with this key, whatever its state, read without the library.
    ///
    /// # Panics
    /// When it cannot be read.
    fn stored(&mut self, id: crate::models::ArticleId) -> Option<Article>;

    /// All articles, whatever their state, in the order of their keys, read without the library.
    ///
    /// # Panics
    /// When they cannot be read.
    fn articles(&mut self) -> Vec<Article>;

    /// How many articles there are, deleted ones included, counted without the library.
    ///
    /// # Panics
    /// When they cannot be counted.
    fn article_count(&mut self) -> i64;

    /// What does not fit in the trail of the articles.
    ///
    /// # Panics
    /// When it cannot be read.
    fn article_breaks(&mut self) -> Vec<Discrepancy>;

    /// Gives all live articles the same title.
    ///
    /// # Errors
    /// Those of the write.
    fn retitle_articles(&mut self, title: &str) -> Result<usize, model_core::Error>;

    /// Removes all articles for good.
    ///
    /// # Panics
    /// When they cannot be removed.
    fn remove_articles(&mut self);

    /// Runs statements as they are written.
    ///
    /// # Panics
    /// When one of them fails.
    fn sql(&mut self, statements: &str) {
        self.batch_execute(statements).unwrap_or_else(|error| panic!("{error}: {statements}"));
    }
}

macro_rules! test_connection {
    ($($conn:ty),+) => {$(
        impl TestConnection for $conn {
            fn trail(&mut self) -> Vec<AuditLog> {
                use diesel::prelude::*;
                use model_core::schema::audit_logs;
                audit_logs::table.order(audit_logs::id).load(self).expect("the trail is readable")
            }

            fn stored(&mut self, id: crate::models::ArticleId) -> Option<Article> {
                use crate::schema::articles;
                use diesel::prelude::*;
                articles::table
                    .filter(articles::id.eq(id))
                    .select(<Article as model_core::Model>::selection())
                    .first(self)
                    .optional()
                    .expect("the article is readable")
            }

            fn articles(&mut self) -> Vec<Article> {
                use crate::schema::articles;
                use diesel::prelude::*;
                articles::table
                    .order(articles::id)
                    .select(<Article as model_core::Model>::selection())
                    .load(self)
                    .expect("the articles are readable")
            }

            fn article_count(&mut self) -> i64 {
                use crate::schema::articles;
                use diesel::prelude::*;
                articles::table.count().get_result(self).expect("articles can be counted")
            }

            fn article_breaks(&mut self) -> Vec<Discrepancy> {
                use model_core::prelude::*;
                Article::verify_history(self).expect("the trail is readable")
            }

            fn retitle_articles(&mut self, title: &str) -> Result<usize, model_core::Error> {
                use model_core::prelude::*;
                Article::objects().patch().title(title).by(crate::make::me()).run(self)
            }

            fn remove_articles(&mut self) {
                use model_core::prelude::*;
                let all = Article::objects().with_deleted();
                all.hard_delete().by(crate::make::me()).run(self).expect("articles can be removed");
            }
        }
    )+};
}

every_connection!(test_connection);

/// What a backend does for the harness.
pub trait Backend: Pooled + TestConnection + Send + 'static {
    /// What keeps the database, and removes it when dropped.
    type Place: Place;

    /// The name of the feature.
    const NAME: &'static str;
    /// A statement that makes the audit trail refuse rows of the actor kind `refused`.
    const REFUSE_AUDIT: &'static str;

    /// Whether an audited write of one row is one statement.
    const ONE_STATEMENT: bool;

    /// Makes an empty database.
    fn place() -> Self::Place;

    /// Creates the tables, the library's own first.
    fn create_tables(conn: &mut Self);

    /// The unique indexes that the library writes for tables without any.
    fn indexes() -> Vec<String>;

    /// What every connection needs before it is used.
    ///
    /// # Errors
    /// Database errors.
    fn prepare(conn: &mut Self) -> QueryResult<()>;
}

/// Where a database is.
pub trait Place {
    /// How to connect to it.
    fn url(&self) -> &str;
}

/// A database of one test: it is gone when this is dropped, also when the test panics.
#[allow(missing_debug_implementations)]
pub struct Database<C: Backend> {
    // Fields are dropped in this order, and a database with open connections cannot be removed everywhere.
    conn: C,
    place: C::Place,
}

impl<C: Backend> Database<C> {
    /// A new one, with all tables and no rows.
    ///
    /// # Panics
    /// When the server cannot be reached. A test of an enabled backend never passes without it.
    pub fn fresh() -> Self {
        let place = C::place();
        let mut conn = connect::<C>(place.url());
        C::create_tables(&mut conn);
        for index in C::indexes() {
            conn.sql(&index);
        }
        Self { conn, place }
    }

    /// The first connection.
    pub fn conn(&mut self) -> &mut C {
        &mut self.conn
    }

    /// One more connection.
    ///
    /// # Panics
    /// When it cannot be made.
    pub fn another(&self) -> C {
        connect(self.place.url())
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        self.place.url()
    }

    /// A pool of connections of its own.
    ///
    /// # Panics
    /// When it cannot be made.
    pub fn pool(&self, size: u32) -> Pool<C> {
        crate::connections::pool(self.place.url(), size)
    }
}

/// The unique indexes of the tables that have none in their DDL.
fn indexes<DB>() -> Vec<String>
where
    DB: Dialect,
    crate::schema::pages::table: QueryFragment<DB>,
    crate::schema::members::table: QueryFragment<DB>,
    crate::schema::stories::table: QueryFragment<DB>,
    crate::schema::plans::table: QueryFragment<DB>,
    crate::schema::branches::table: QueryFragment<DB>,
    crate::schema::leaves::table: QueryFragment<DB>,
    crate::schema::parcels::table: QueryFragment<DB>,
    crate::schema::receipts::table: QueryFragment<DB>,
    crate::schema::letters::table: QueryFragment<DB>,
    crate::schema::profiles::table: QueryFragment<DB>,
{
    let indexes = [
        ddl::unique_indexes::<Page, DB>(),
        ddl::unique_indexes::<Member, DB>(),
        ddl::unique_indexes::<Plan, DB>(),
        ddl::unique_indexes::<Branch, DB>(),
        ddl::unique_indexes::<Leaf, DB>(),
        ddl::unique_indexes::<Story, DB>(),
        ddl::unique_indexes::<Parcel, DB>(),
        ddl::unique_indexes::<Receipt, DB>(),
        ddl::unique_indexes::<Letter, DB>(),
        ddl::unique_indexes::<Profile, DB>(),
    ];
    indexes.map(|indexes| indexes.expect("the indexes can be written")).concat()
}

/// A connection that is prepared.
///
/// # Panics
/// When it cannot be made.
pub fn connect<C: Backend>(url: &str) -> C {
    let mut conn = C::establish(url).unwrap_or_else(|error| panic!("cannot connect to {url}: {error}"));
    prepare(&mut conn).expect("the connection can be prepared");
    conn
}

/// Sets up a connection, as each is in these tests.
pub(crate) fn prepare<C: Backend>(conn: &mut C) -> QueryResult<()> {
    if !keeps_statements() {
        conn.set_prepared_statement_cache_size(CacheSize::Disabled);
    }
    C::prepare(conn)
}

/// Whether a connection of the tests keeps the statements that it has prepared. A proxy that gives each transaction
/// another session asks for connections that do not.
pub fn keeps_statements() -> bool {
    !env::var("MODEL_TEST_STATEMENT_CACHE").is_ok_and(|cache| cache == "off")
}
