//! Reading and keeping the trail.

use crate::models::*;
use crate::support::me;
use chrono::{TimeDelta, Utc};
use model_async::prelude::*;
use model_core::AuditLog;
use model_core::audit::AuditEntry;

on_every_connection! {
    async fn the_trail_tells_what_was_done(conn) {
        let start = Utc::now() - TimeDelta::days(10);
        let author = NewAuthor::builder().name("Ann").build();
        let ann = Author::create(author).by(me()).at(start).run(conn).await?;
        let beth = ann.patch().name("Beth").by(me()).at(start + TimeDelta::days(1)).run(conn).await?;
        let history: Vec<AuditEntry<Author>> = Author::history(ann.id).run(conn).await?;
        assert_eq!(history.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(), ["create", "patch"]);
        let before = Author::as_of(ann.id, start).run(conn).await?.expect("it was there");
        assert_eq!(before.into_row(), ann);
        let reverted = Author::revert(ann.id, &history[1]).by(me()).run(conn).await?;
        assert_eq!((reverted.name.as_str(), beth.name.as_str()), ("Ann", "Beth"));
        assert_eq!(Author::verify_history(conn).await?, []);
        assert_eq!(AuditLog::trail().by(me()).newest_first().limit(2).run(conn).await?.len(), 2);
        assert_eq!(AuditLog::trail().count_by_action().run(conn).await?.len(), 2);
        assert_eq!(AuditLog::counts().run(conn).await?.len(), 2);
    }

    async fn the_trail_takes_events_and_loses_what_is_old(conn) {
        let old = Utc::now() - TimeDelta::days(10);
        let new = NewAuthor::builder().name("Ann").build();
        let ann = Author::create(new).by(&Actor::user("zoe")).run(conn).await?;
        AuditLog::event("at.first").by(me()).at(old).run(conn).await?;
        AuditLog::event("author.read").on(&ann).details(serde_json::json!({ "seconds": 12 })).by(me()).run(conn).await?;
        assert_eq!(Author::history(ann.id).run(conn).await?.len(), 2);
        assert_eq!(AuditLog::prune(Utc::now() - TimeDelta::days(1)).run(conn).await?, 1);
        assert_eq!(AuditLog::erase_actor(&Actor::user("zoe")).run(conn).await?, 1);
        assert_eq!(Author::verify_history(conn).await?, []);
    }
}
