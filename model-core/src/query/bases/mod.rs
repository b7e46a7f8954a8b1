//! The bases of the library, and conditions on the columns of a base.

pub(crate) mod condition;
pub(crate) mod publishable;
pub(crate) mod seo;
pub(crate) mod soft_deletes;
pub(crate) mod timestamps;
pub(crate) mod user_tracked;
pub(crate) mod versioned;

use crate::model::base::{Base, Embeds};
use crate::sql::target::ByKey;

/// A patch of the columns of a base, for one row. Implemented for every model with the base `B`.
pub trait PatchesBase<B: Base>: Embeds<B> {
    /// A patch of this row that sets the columns of the base, except those that a patch cannot set.
    fn patch_base(&self, base: B) -> Self::Patch<ByKey<Self>> {
        Self::patch_base_of(ByKey::new(self.key()), base)
    }
}

impl<B: Base, M: Embeds<B>> PatchesBase<B> for M {}
