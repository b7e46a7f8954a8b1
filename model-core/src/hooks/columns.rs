//! The columns of a base in a draft of any model.

use crate::hooks::base::{HookedBase, HookedBy};
use crate::hooks::draft::{DraftColumn, SetIn};
use crate::meta::builder::FieldKind;
use crate::model::base::BaseField;
use crate::query::bases::condition::BaseColumn;

/// A column of a base with hooks. Generated; not implemented by hand.
pub trait BaseDraft<const COLUMN: usize>: BaseField<COLUMN> + HookedBase {
    /// Whether it can be NULL, and the type of its values.
    type Kind: FieldKind;

    /// Its value.
    fn seen<'v>(seen: Self::Seen<'v>) -> &'v Option<<Self::Kind as FieldKind>::Value>;

    /// Its value, for changes.
    fn slot<'v>(slots: Self::Slots<'v>) -> &'v mut Option<<Self::Kind as FieldKind>::Value>;
}

/// A column of a base that can be set in a step of a draft. Generated; not implemented by hand.
#[diagnostic::on_unimplemented(
    message = "a hook of `{Self}` cannot set this column here",
    label = "callers of this write cannot set it either: it never changes, or the library or the database writes it"
)]
pub trait BaseSetIn<const COLUMN: usize, Step>: BaseDraft<COLUMN> {}

impl<M, B, const COLUMN: usize> DraftColumn<M> for BaseColumn<B, COLUMN>
where
    M: HookedBy<B>,
    B: BaseDraft<COLUMN>,
{
    type Kind = B::Kind;

    const AT: usize = M::FIRST + COLUMN;

    fn value(values: &M::Values) -> Option<&<Self::Kind as FieldKind>::Value> {
        B::seen(M::seen(values)).as_ref()
    }

    fn slot(values: &mut M::Values) -> &mut Option<<Self::Kind as FieldKind>::Value> {
        B::slot(M::slots(values))
    }
}

impl<M, B, const COLUMN: usize, Step> SetIn<M, Step> for BaseColumn<B, COLUMN>
where
    M: HookedBy<B>,
    B: BaseSetIn<COLUMN, Step>,
{
}
