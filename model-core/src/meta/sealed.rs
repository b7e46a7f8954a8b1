//! Seals public traits: a supertrait that other crates cannot name keeps them from implementing the trait.
//!
//! Traits with a blanket impl do not need it, and neither do traits with a sealed supertrait.

/// Only this crate implements it.
pub trait Sealed {}

impl<T> Sealed for [T] {}
