//! What a deletion does to rows that refer to the deleted one, and to the tree below it.
#![forbid(unsafe_code)]

mod cascade_snapshots;
mod cascades;
mod live_keys;
mod previews;
mod purging;
mod trees;
mod without_batch;
