//! Relations: conditions, joins, loading, links, generic references.
#![forbid(unsafe_code)]

mod columns;
mod firm;
mod generic;
mod joins;
mod keyed;
mod links;
mod loading;
mod referring;
mod relation_snapshots;
mod relations;
