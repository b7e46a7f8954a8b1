//! The scoped query: what `Article::objects()` returns.

pub use crate::model::scope::{Live, OnlyDeleted, Unrestricted, WithDeleted};
pub use crate::query::objects::Objects;
pub use crate::query::objects::default_scope::DefaultScope;
pub use crate::query::proxies::ProxyRows;
