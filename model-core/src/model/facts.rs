//! What generated code asks of other types for the description of a model.

use crate::meta::Meta;
use crate::model::Model;
use crate::model::choices::Choices;
use crate::model::secret::Masked;
use std::marker::PhantomData;

/// The description of a model, as a function: two models that refer to each other cannot hold each other's description.
fn meta_of<M: Model>() -> &'static Meta {
    M::META
}

/// The description of a parent: `MetaOf::<P>::FOUND` is the constant of this type if `P` is a model. If not, it is that
/// of [`NotModel`]: the relation is the error, and it is reported once.
#[doc(hidden)]
#[allow(missing_debug_implementations)]
pub struct MetaOf<P>(PhantomData<P>);

impl<P: Model> MetaOf<P> {
    /// The description.
    pub const FOUND: Option<fn() -> &'static Meta> = Some(meta_of::<P>);
    /// Whether its rows are only read.
    pub const READ_ONLY: bool = P::META.read_only;
}

/// Any type.
#[doc(hidden)]
pub trait NotModel {
    /// No description.
    const FOUND: Option<fn() -> &'static Meta> = None;
    /// Nothing is known of its rows.
    const READ_ONLY: bool = false;
}

impl<P> NotModel for MetaOf<P> {}

/// The choices of a type: `ChoicesOf::<T>::LIST` is the constant of this type if `T` has choices, and the constant of
/// [`NotChoices`] if not.
#[doc(hidden)]
#[allow(missing_debug_implementations)]
pub struct ChoicesOf<T>(PhantomData<T>);

impl<T: Choices> ChoicesOf<T> {
    /// The texts, with their labels.
    pub const LIST: &'static [(&'static str, &'static str)] = T::TEXTS;
}

/// Any type.
#[doc(hidden)]
pub trait NotChoices {
    /// No texts.
    const LIST: &'static [(&'static str, &'static str)] = &[];
}

impl<T> NotChoices for ChoicesOf<T> {}

/// The choices of a type, as a constant.
#[doc(hidden)]
#[macro_export]
macro_rules! __choices_of {
    ($ty:ty) => {{
        #[allow(unused_imports)]
        use $crate::__private::NotChoices as _;
        $crate::__private::ChoicesOf::<$ty>::LIST
    }};
}

/// Whether the values of a type are secret: `SecretOf::<T>::MASKED` is the constant of this type if `T` is
/// [`Masked`], and the constant of [`NotSecret`] if not.
#[doc(hidden)]
#[allow(missing_debug_implementations)]
pub struct SecretOf<T>(PhantomData<T>);

impl<T: Masked> SecretOf<T> {
    /// They are.
    pub const MASKED: bool = true;
}

/// Any type.
#[doc(hidden)]
pub trait NotSecret {
    /// They are not.
    const MASKED: bool = false;
}

impl<T> NotSecret for SecretOf<T> {}

/// The field by which a row is shown to people, unless its values are secret.
#[doc(hidden)]
pub const fn shown_by(field: usize, is_secret: bool) -> Option<usize> {
    if is_secret { None } else { Some(field) }
}

/// Whether the values of a type are secret, as a constant.
#[doc(hidden)]
#[macro_export]
macro_rules! __is_secret {
    ($ty:ty) => {{
        #[allow(unused_imports)]
        use $crate::__private::NotSecret as _;
        $crate::__private::SecretOf::<$ty>::MASKED
    }};
}

/// The description of a parent, as a constant.
#[doc(hidden)]
#[macro_export]
macro_rules! __meta_of {
    ($ty:ty) => {{
        #[allow(unused_imports)]
        use $crate::__private::NotModel as _;
        $crate::__private::MetaOf::<$ty>::FOUND
    }};
}

pub use crate::{__choices_of as choices_of, __is_secret as is_secret, __meta_of as meta_of};
