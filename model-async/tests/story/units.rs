//! Transactions whose commit the library sees.

use crate::models::*;
use crate::support::me;
use diesel_async::RunQueryDsl;
use model_async::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

/// What ran after a commit, in its order.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<&'static str>>>);

impl Heard {
    fn hears(&self, word: &'static str) -> impl FnOnce() + Send + 'static {
        let heard = self.clone();
        move || heard.0.lock().unwrap_or_else(PoisonError::into_inner).push(word)
    }

    fn all(&self) -> Vec<&'static str> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn named(name: &str) -> NewAuthor {
    NewAuthor::builder().name(name).build()
}

on_every_connection! {
    #[outside]
    async fn after_the_commit_runs_what_was_collected(conn) {
        let heard = Heard::default();
        model_async::transaction(conn, async |conn, unit| {
            unit.on_commit(heard.hears("first"))?;
            Author::create(named("Ann")).by(me()).within(unit).run(conn).await?;
            let undone = model_async::savepoint(unit, conn, async |conn| {
                unit.on_commit(heard.hears("never"))?;
                Author::create(named("Bob")).by(me()).within(unit).run(conn).await?;
                Err::<(), _>(Error::refused("Author", "no"))
            });
            assert!(undone.await.is_err());
            model_async::savepoint(unit, conn, async |conn| {
                Author::create(named("Cid")).by(me()).within(unit).run(conn).await?;
                unit.on_commit(heard.hears("second"))
            })
            .await?;
            assert!(heard.all().is_empty(), "nothing runs before the commit");
            Ok::<_, Error>(())
        })
        .await?;
        assert_eq!(heard.all(), ["first", "second"]);
        let names: Vec<Author> = Author::objects().load(conn).await?;
        assert_eq!(names.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Ann", "Cid"]);
    }

    #[outside]
    async fn a_transaction_that_fails_leaves_nothing(conn) {
        let heard = Heard::default();
        let failed: Result<(), Error> = model_async::transaction(conn, async |conn, unit| {
            unit.on_commit(heard.hears("never"))?;
            Author::create(named("Ann")).by(me()).within(unit).run(conn).await?;
            Err(Error::refused("Author", "no"))
        })
        .await;
        assert!(matches!(failed, Err(Error::Refused { .. })), "{failed:?}");
        assert!(heard.all().is_empty());
        assert_eq!(Author::objects().count().get_result::<i64>(conn).await?, 0);
    }
}
