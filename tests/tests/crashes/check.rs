//! What has to be true after a crash.

use crate::site::{Acknowledged, ENOUGH};
use chrono::SecondsFormat;
use model_core::AuditLog;
use model_tests::TestConnection;
use model_tests::crash::WRITERS;
use model_tests::models::Article;
use serde_json::json;
use std::collections::HashSet;

/// All there is.
#[derive(Debug, PartialEq)]
pub(crate) struct Snapshot {
    articles: Vec<Article>,
    trail: Vec<AuditLog>,
}

impl Snapshot {
    pub(crate) fn take(conn: &mut impl TestConnection) -> Self {
        Self { articles: conn.articles(), trail: conn.trail() }
    }
}

/// No change without its entry, no entry without its change.
pub(crate) fn assert_whole(conn: &mut impl TestConnection) {
    assert_eq!(conn.article_breaks(), []);
    let Snapshot { articles, trail } = Snapshot::take(conn);
    for row in articles {
        let entries = trail.iter().rev().filter(|log| log.object_id == row.id.to_string());
        let last = |field: &str| entries.clone().find_map(|log| log.changes.get(field)?.get("new"));
        assert_eq!(last("title"), Some(&json!(row.title)));
        let updated_at = row.updated_at.to_rfc3339_opts(SecondsFormat::Micros, true);
        assert_eq!(last("updated_at"), Some(&json!(updated_at)), "{row:?}");
    }
}

/// Every write that was acknowledged is in the trail once, and beside them at most what each writer was waiting for.
pub(crate) fn assert_every_acknowledged_write_is_there(acknowledged: &[Acknowledged], trail: &[AuditLog]) {
    assert!(acknowledged.len() >= ENOUGH, "{acknowledged:?}");
    let title = |log: &AuditLog| (log.object_id.clone(), log.changes["title"]["new"].as_str().map(str::to_owned));
    let recorded: HashSet<_> = trail.iter().map(title).collect();
    assert_eq!(recorded.len(), trail.len(), "an entry stands there twice");
    for (id, title) in acknowledged {
        assert!(recorded.contains(&(id.to_string(), Some(title.clone()))), "{title} of {id} is lost");
    }
    assert!(trail.len() <= acknowledged.len() + WRITERS, "more was written than anyone has asked for");
}
