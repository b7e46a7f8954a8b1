//! What a write to many rows says of the hooks of their model, as types.

/// Nothing is said of the hooks, which is enough where there are none.
#[derive(Debug, Clone, Copy)]
pub enum Unspecified {}

/// The rows are written one after the other, each with its hooks, in one transaction.
#[derive(Debug, Clone, Copy)]
pub enum RowByRow {}

/// The rows are written as one set, and no hooks run.
#[derive(Debug, Clone, Copy)]
pub enum WithoutHooks {}
