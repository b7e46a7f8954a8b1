//! Structs of columns that models embed.

use crate::model::Model;
use crate::values::fill::Fill;

/// A struct of columns that models embed. Implemented by `#[derive(Base)]`.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a base", label = "expected a struct with `#[derive(Base)]`")]
pub trait Base: Sized {
    /// The values of its columns, as a tuple.
    type Row;
    /// A value for some of its columns, as a tuple of `Option`s.
    type Options;

    /// The struct with these values.
    fn of_row(row: Self::Row) -> Self;
}

/// Lets generated code check that a type is a base.
#[doc(hidden)]
pub const fn is_base<B: Base>() {}

/// A model that embeds the base `B`. A library of bases implements its methods for such models, as
/// [`Publishing`](crate::bases::Publishing) does.
///
/// Implemented by `#[derive(Model)]` for the type of each field with `#[model(base)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not embed the base `{B}`",
    note = "add a field of type `{B}` with `#[model(base)]` to `{Self}`"
)]
pub trait Embeds<B: Base>: Model {
    /// The index of the first column of the base among the columns of the model.
    const FIRST: usize;

    /// The base in a row.
    fn base(&self) -> &B;

    /// The values of a row in which these columns are set.
    fn base_values(options: B::Options) -> Self::Values;

    /// A patch that sets the columns of the base, except those that a patch cannot set.
    fn patch_base_of<Target>(target: Target, base: B) -> Self::Patch<Target>;
}

/// A column of a base, by its index. Generated; do not implement it yourself.
#[doc(hidden)]
pub trait BaseField<const COLUMN: usize>: Base {
    /// The type of the field.
    type Type;
    /// The `T` of an `Option<T>`, or the type itself.
    type Value;

    /// A value for this column alone.
    fn only(value: <Self as BaseField<COLUMN>>::Type) -> Self::Options;
}

/// A column of a base that has a default. Generated; do not implement it yourself.
#[doc(hidden)]
pub trait BaseDefault<const COLUMN: usize>: BaseField<COLUMN> {
    /// The value of a new row.
    fn value() -> <Self as BaseField<COLUMN>>::Type;
}

/// A column of a base whose values are checked by functions. Generated; do not implement it yourself.
#[doc(hidden)]
pub trait BaseCheck<const COLUMN: usize>: BaseField<COLUMN> {
    /// Runs the checks on the value of a column of a model.
    fn check(fill: &mut Fill<'_>, column: usize, value: &Option<<Self as BaseField<COLUMN>>::Type>);
}

/// A column of a base by which a default scope separates rows. Generated; do not implement it yourself.
#[doc(hidden)]
pub trait BaseScope<const COLUMN: usize>: BaseField<COLUMN> {
    /// The default scope, as a type.
    type Scope;
}

/// A column of a base that refers to a row of another model. Generated; do not implement it yourself.
#[doc(hidden)]
pub trait BaseParent<const COLUMN: usize>: BaseField<COLUMN> {
    /// The model.
    type Parent;
}
