//! Types that say how a write to many rows treats the hooks of their model.

/// The write says nothing about hooks, which is enough for a model without hooks.
#[derive(Debug, Clone, Copy)]
pub enum Unspecified {}

/// The rows are written in sequence, each with its hooks, in one transaction.
#[derive(Debug, Clone, Copy)]
pub enum RowByRow {}

/// The rows are written as one set, and no hooks run.
#[derive(Debug, Clone, Copy)]
pub enum WithoutHooks {}
