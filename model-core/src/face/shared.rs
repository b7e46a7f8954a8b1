//! The items that the synchronous and the asynchronous prelude share.

pub use crate::bases::{BaseCondition, NarrowBase as _, PatchesBase as _};
pub use crate::clock::{days, hours, minutes};
pub use crate::condition;
pub use crate::condition::{Condition, Narrow as _};
pub use crate::expressions::Now;
pub use crate::generic::{GenericRef as _, Stored};
pub use crate::inherit::{ChildVerbs as _, DeletedChild as _, Extends as _, PatchesChild as _};
#[cfg(all(feature = "list", any(feature = "sqlite", feature = "postgres", feature = "mysql")))]
pub use crate::list::ModelLists as _;
pub use crate::meta::error::Error;
pub use crate::meta::outcome::Outcome;
pub use crate::meta::unique::OnDeleted;
pub use crate::model::actor::Actor;
pub use crate::model::choices::Choices as _;
pub use crate::model::deleted::Deleted;
pub use crate::model::key::Key as _;
pub use crate::model::{Manager, Model};
pub use crate::query::objects::manager::ManagerVerbs as _;
pub use crate::relations::LinkRelated as _;
pub use crate::sql::{at, value};
pub use crate::verbs::model::ModelVerbs as _;
pub use crate::verbs::{Patching as _, Upserted};
pub use model_derive::{Base, Choices, GenericRef, Key, Model, Proxy, scopes};
