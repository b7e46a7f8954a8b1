//! The audit trail: history, past, events, verification, pruning.
#![forbid(unsafe_code)]

mod beginning;
mod erasing;
mod events;
mod forgetting;
mod histories;
mod lost_entries;
mod masking;
mod months;
mod narrower;
mod pages;
mod past;
mod pruning;
mod reasons;
mod recreating;
mod tallies;
mod upkeep;
mod verifying;
