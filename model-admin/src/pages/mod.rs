//! The pages. Each is a function of a visit, and none knows what stands behind a model.

pub(crate) mod act;
pub(crate) mod bulk;
pub(crate) mod conflict;
pub(crate) mod delete;
pub(crate) mod diff;
pub(crate) mod edit;
pub(crate) mod errors;
pub(crate) mod export;
pub(crate) mod find;
pub(crate) mod form;
pub(crate) mod frame;
pub(crate) mod history;
pub(crate) mod home;
pub(crate) mod input;
pub(crate) mod list;
pub(crate) mod login;
pub(crate) mod new;
pub(crate) mod options;
pub(crate) mod purge;
pub(crate) mod revert;
pub(crate) mod show;
pub(crate) mod trail;
pub(crate) mod trash;
pub(crate) mod verify;
