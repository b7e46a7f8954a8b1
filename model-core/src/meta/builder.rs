//! The states of a generated builder, and what its setters accept.

use std::marker::PhantomData;

/// The target of a patch that is not bound to a row yet: one that was deserialized, or made by `ArticlePatch::new()`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Detached;

/// The state of a required field that has been set.
#[derive(Debug, Clone, Copy)]
pub enum Given {}

/// The state of a required field, named by its column, that has not been set yet.
#[derive(Debug, Clone, Copy)]
pub struct Missing<Column>(PhantomData<Column>);

/// Implemented by [`Given`] only: `build()` requires it of every required field, named by its column.
#[diagnostic::on_unimplemented(
    message = "a required field of the new row is not set: `{Column}`",
    label = "this field has no default and may not be NULL: call its setter before `.build()`"
)]
pub trait IsGiven<Column> {}

#[diagnostic::do_not_recommend]
impl<Column> IsGiven<Column> for Given {}

/// A value that the setter of a field accepts: a value of the field's type, or a value that converts into it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value for a field of type `{T}`",
    label = "expected `{T}`, or a value that converts into it"
)]
pub trait IntoField<T> {
    /// The value as the field holds it.
    fn into_field(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<T, V: Into<T>> IntoField<T> for V {
    fn into_field(self) -> T {
        self.into()
    }
}

/// A value that the setter of a nullable field accepts: the value, `Some(value)`, or `None` for NULL; `&str` for text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value for a field of type `Option<{T}>`",
    label = "expected `{T}`, `Some(..)` of it, or `None`"
)]
pub trait IntoNullable<T> {
    /// The value as the field holds it.
    fn into_nullable(self) -> Option<T>;
}

#[diagnostic::do_not_recommend]
impl<T> IntoNullable<T> for T {
    fn into_nullable(self) -> Option<T> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T> IntoNullable<T> for Option<T> {
    fn into_nullable(self) -> Option<T> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl IntoNullable<String> for &str {
    fn into_nullable(self) -> Option<String> {
        Some(self.to_owned())
    }
}

/// How a column is set: [`NeverNull`], [`MayBeNull`], [`Judged`], or [`Counted`].
pub trait FieldKind {
    /// The type of the values.
    type Value: Send + Sync + 'static;
}

/// A column of a field `T`.
#[derive(Debug, Clone, Copy)]
pub struct NeverNull<T>(PhantomData<fn() -> T>);

/// A column of a field `Option<T>`.
#[derive(Debug, Clone, Copy)]
pub struct MayBeNull<T>(PhantomData<fn() -> T>);

/// A column of the kind `K` whose values are judged before they are written.
#[derive(Debug, Clone, Copy)]
pub struct Judged<K>(PhantomData<fn() -> K>);

/// A column of the kind `K` whose integers are instants, in the unit `U`.
#[derive(Debug, Clone, Copy)]
pub struct Counted<K, U>(PhantomData<fn() -> (K, U)>);

impl<T: Send + Sync + 'static> FieldKind for NeverNull<T> {
    type Value = T;
}

impl<T: Send + Sync + 'static> FieldKind for MayBeNull<T> {
    type Value = Option<T>;
}

impl<K: FieldKind> FieldKind for Judged<K> {
    type Value = K::Value;
}

impl<K: FieldKind, U> FieldKind for Counted<K, U> {
    type Value = K::Value;
}

/// A value that a column can be set to: one that the setter of its field accepts.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value for this column",
    label = "expected a value that the setter of the field accepts: `{Kind}`"
)]
pub trait IntoKind<Kind: FieldKind> {
    /// The value as the field holds it.
    fn into_kind(self) -> Kind::Value;
}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static, V: IntoField<T>> IntoKind<NeverNull<T>> for V {
    fn into_kind(self) -> T {
        self.into_field()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static, V: IntoNullable<T>> IntoKind<MayBeNull<T>> for V {
    fn into_kind(self) -> Option<T> {
        self.into_nullable()
    }
}

#[diagnostic::do_not_recommend]
impl<K: FieldKind, V: IntoKind<K>> IntoKind<Judged<K>> for V {
    fn into_kind(self) -> K::Value {
        IntoKind::<K>::into_kind(self)
    }
}

#[diagnostic::do_not_recommend]
impl<K: FieldKind, U, V: IntoKind<K>> IntoKind<Counted<K, U>> for V {
    fn into_kind(self) -> K::Value {
        IntoKind::<K>::into_kind(self)
    }
}
