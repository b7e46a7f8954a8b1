//! The bases that come with the library, and conditions over the columns of a base.

pub(crate) mod condition;
pub(crate) mod publishable;
pub(crate) mod seo;
pub(crate) mod soft_deletes;
pub(crate) mod timestamps;
pub(crate) mod user_tracked;
pub(crate) mod versioned;
