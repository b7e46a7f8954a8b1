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

/// A model with a generic reference in the column `C`, or in the two columns of the tuple `C`. Implemented by
/// `#[model(generic)]` on a field, and by `#[model(generic(..))]` on the struct.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no generic reference in the column `{C}`",
    label = "the field of that column does not have `#[model(generic)]`",
    note = "add `#[model(generic)]` to the field of the column; for a reference of two columns, write `generic(..)` on \
            the struct, and name it by both: `(grants::owner_kind, grants::owner_id)`"
)]
pub trait PointsBy<C>: Model {
    /// The type of the field; of two fields, the type that one would have.
    type Field: GenericField;

    /// The field, or the two.
    const PLACE: Place;

    /// Passes the field to a function.
    fn with_field(&self, text: fn(&Self::Field) -> Option<String>) -> Option<String>;

    /// The reference in a row as text, unless it is NULL.
    fn reference_text(&self) -> Option<String> {
        self.with_field(|field| field.stored().map(ToString::to_string))
    }

    /// The values of the two columns that refer to a row; none for a reference of one column.
    fn values_of(_: &RefBy<Self, C>) -> Option<Self::Values> {
        None
    }
}

/// Where a row has a generic reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In one field, by its index.
    One(usize),
    /// In two.
    Two {
        /// The field with the kind.
        kind: usize,
        /// The field with the key.
        key: usize,
    },
}

impl Place {
    /// The field that has the key.
    pub(crate) fn key(self) -> usize {
        match self {
            Self::One(field) | Self::Two { key: field, .. } => field,
        }
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
