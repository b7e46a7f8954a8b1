//! Lists out of a query string: against a plain model in memory, with hostile parameters, and by their statements.
#![forbid(unsafe_code)]

mod cursors;
mod dice;
mod memory;
mod parameters;
mod scopes;
mod searching;
mod statements;
mod walking;
mod writers;
