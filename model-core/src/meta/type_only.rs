//! A type as part of another.

use std::marker::PhantomData;

/// Names types and holds no value of them, so it can go to another thread whatever they are.
pub(crate) type TypeOnly<T> = PhantomData<fn() -> T>;
