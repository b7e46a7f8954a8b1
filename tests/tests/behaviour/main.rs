//! What the library does, on every enabled backend.
#![forbid(unsafe_code)]

mod actors;
mod arrays;
mod base_checks;
mod base_hooks;
mod base_scopes;
mod bases;
mod bulk;
mod cascade_snapshots;
mod cascades;
mod change_logs;
mod choices;
mod commits;
mod composing;
mod concurrency;
mod contract;
mod counted;
mod counting;
mod creating;
mod default_scopes;
mod deleting;
mod edits;
mod equality;
mod erasing;
mod errors;
mod events;
mod generic;
mod generic_snapshots;
mod given_sets;
mod histories;
mod hooked_sets;
mod hooks;
mod inherit;
mod inherit_snapshots;
mod joins;
mod keys;
mod known;
mod lifecycles;
mod links;
mod live_keys;
mod loading;
mod lost_entries;
mod masking;
mod months;
mod past;
mod patching;
mod prepared;
mod proxies;
mod pruning;
mod purging;
mod races;
mod random;
mod reading;
mod reading_back;
mod referring;
mod relation_snapshots;
mod relations;
mod replay;
mod rollback;
mod scope;
mod slugs;
mod snapshots;
mod stale;
mod tallies;
mod timestamps;
mod trees;
mod uniques;
mod upkeep;
mod upserts;
mod validation;
mod values;
mod verifying;
mod versions;

use model_core::AuditLog;
use serde_json::Value;

/// What a row of the trail says, without ids and times.
fn told(log: &AuditLog) -> (&str, &str, &Value) {
    (&log.action, &log.object_repr, &log.changes)
}

/// The actions of a trail, in its order.
fn actions(trail: &[AuditLog]) -> Vec<&str> {
    trail.iter().map(|log| log.action.as_str()).collect()
}
