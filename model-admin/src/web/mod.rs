//! From a request of HTTP to a page, and back.

pub(crate) mod answer;
pub(crate) mod cookie;
mod door;
pub(crate) mod inside;
pub(crate) mod jobs;
mod outside;
pub(crate) mod place;
pub(crate) mod request;
pub(crate) mod secret;
pub(crate) mod session;
pub(crate) mod visit;

pub(crate) use self::inside::Shared;
pub(crate) use self::outside::router;
