//! The field that holds a generic reference.

use crate::model::Model;
use crate::query::generic::GenericRef;
use crate::query::generic::stored::Stored;

/// A field that can be `#[model(generic)]`: a [`Stored`] reference, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold a generic reference in a column",
    label = "expected `Stored<Target>` or `Option<Stored<Target>>`, where `Target` has `#[derive(GenericRef)]`",
    note = "a stored reference may have a type that the enum no longer has; `model_core::generic::Stored` covers that \
            case"
)]
pub trait GenericField: 'static {
    /// The enum.
    type Ref: GenericRef;

    /// The reference, unless the field is NULL.
    fn stored(&self) -> Option<&Stored<Self::Ref>>;
}

impl<T: GenericRef> GenericField for Stored<T> {
    type Ref = T;

    fn stored(&self) -> Option<&Self> {
        Some(self)
    }
}

impl<T: GenericRef> GenericField for Option<Stored<T>> {
    type Ref = T;

    fn stored(&self) -> Option<&Stored<T>> {
        self.as_ref()
    }
}

/// A model with a generic reference in the column `C`. Implemented by `#[model(generic)]` on a field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no generic reference in the column `{C}`",
    label = "the field of that column does not have `#[model(generic)]`",
    note = "add `#[model(generic)]` to the field of the column"
)]
pub trait PointsBy<C>: Model {
    /// The type of the field.
    type Field: GenericField;

    /// The index of the field.
    const FIELD: usize;

    /// The field in a row.
    fn field(&self) -> &Self::Field;

    /// The reference in a row, unless the field is NULL.
    fn stored(&self) -> Option<&Stored<RefBy<Self, C>>> {
        self.field().stored()
    }
}

/// The enum of the references in the column `C` of `M`.
pub(crate) type RefBy<M, C> = <<M as PointsBy<C>>::Field as GenericField>::Ref;

/// A model with exactly one generic reference, so that the model names it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which of its fields is the generic reference",
    label = "`{Self}` has no field with `#[model(generic)]`, or more than one",
    note = "add `#[model(generic)]` to a field of type `Stored<Target>`; if there are several, name the column, as in \
            `by = reactions::target` or `.dangling_by(reactions::target)`"
)]
pub trait Points: Model {
    /// The column.
    type Column;
}

/// Lets generated code check that a model says which of its fields is the generic reference.
pub const fn points<M: Points>() -> bool {
    true
}
