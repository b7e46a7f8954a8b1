//! The types of connections, each as an application names it.

use crate::models::{Author, NewAuthor};
use crate::support::{Database, Done, me};
use diesel_async::pooled_connection::{bb8, deadpool};
use diesel_async::{AsyncConnection, RunQueryDsl};
use model_async::prelude::*;

fn new() -> NewAuthor {
    NewAuthor::builder().name("Ann").build()
}

macro_rules! kinds {
    ($($feature:literal, $backend:ident, $type:ty;)*) => {$(
        #[cfg(feature = $feature)]
        mod $backend {
            use super::*;

            type Conn = $type;

            async fn alone(conn: &mut Conn) -> Result<(), Error> {
                let row = Author::create(new()).by(me()).run(conn).await?;
                row.delete().by(me()).run(conn).await.map(drop)
            }

            async fn of_deadpool(conn: &mut deadpool::Object<Conn>) -> Result<(), Error> {
                let row = Author::create(new()).by(me()).run(conn).await?;
                row.patch().name("Beth").by(me()).run(conn).await.map(drop)
            }

            async fn of_bb8(conn: &mut bb8::PooledConnection<'_, Conn>) -> Result<(), Error> {
                let row = Author::create(new()).by(me()).run(conn).await?;
                row.delete().by(me()).preview(conn).await.map(drop)
            }

            async fn in_a_transaction(conn: &mut Conn) -> Result<(), Error> {
                conn.transaction(async |conn| {
                    let row = Author::create(new()).by(me()).run(conn).await?;
                    row.hard_delete().by(me()).run(conn).await.map(drop)
                })
                .await
            }

            async fn each(mut conn: Conn, deadpool: deadpool::Pool<Conn>, bb8: bb8::Pool<Conn>) -> Done {
                alone(&mut conn).await?;
                of_deadpool(&mut deadpool.get().await?).await?;
                of_bb8(&mut bb8.get().await?).await?;
                in_a_transaction(&mut conn).await?;
                assert_eq!(Author::objects().count().get_result::<i64>(&mut conn).await?, 2);
                Ok(())
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn each_kind_takes_the_verbs() {
                let database = Database::fresh::<Conn>().await;
                let conn = database.connection::<Conn>().await;
                let (deadpool, bb8) = (database.deadpool::<Conn>(), database.bb8::<Conn>().await);
                database.after::<Conn>(each(conn, deadpool, bb8)).await;
            }
        }
    )*};
}

kinds! {
    "postgres", postgres, diesel_async::AsyncPgConnection;
    "mysql", mysql, diesel_async::AsyncMysqlConnection;
    "sqlite", sqlite, diesel_async::sync_connection_wrapper::SyncConnectionWrapper<diesel::SqliteConnection>;
}
