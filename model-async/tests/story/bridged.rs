//! Synchronous verbs over asynchronous connections, as the guide shows it.

use crate::models::{Author, NewAuthor};
use crate::support::{Database, Done, me};
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use model_core::prelude::*;

macro_rules! bridged {
    ($($feature:literal, $backend:ident, $type:ty;)*) => {$(
        #[cfg(feature = $feature)]
        mod $backend {
            use super::*;

            type Conn = $type;

            async fn both(mut conn: Conn) -> Done {
                let new = NewAuthor::builder().name("Ann").build();
                let ann = tokio::task::block_in_place(|| {
                    let mut conn = AsyncConnectionWrapper::<&mut Conn>::from(&mut conn);
                    Author::create(new).by(me()).run(&mut conn)
                })?;
                let renamed = tokio::task::spawn_blocking(move || {
                    let mut conn = AsyncConnectionWrapper::<Conn>::from(conn);
                    let ann = ann.patch().name("Beth").by(me()).run(&mut conn)?;
                    Ok::<_, Error>((ann.delete().by(me()).run(&mut conn)?, conn.into_inner()))
                });
                let (gone, mut conn) = renamed.await??;
                assert_eq!(gone.row().name, "Beth");
                let history = model_async::Run::run(Author::history(gone.row().id), &mut conn).await?;
                assert_eq!(history.len(), 3);
                Ok(())
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_a_thread_that_may_block() {
                let database = Database::fresh::<Conn>().await;
                let conn = database.connection::<Conn>().await;
                database.after::<Conn>(both(conn)).await;
            }
        }
    )*};
}

bridged! {
    "postgres", postgres, diesel_async::AsyncPgConnection;
    "mysql", mysql, diesel_async::AsyncMysqlConnection;
}
