//! What keeps a public trait from being implemented outside of this crate: a supertrait that nobody can name.
//!
//! Traits that are implemented for everything with certain bounds need none, and neither do those whose supertrait has
//! it.

/// Implemented by this crate alone.
pub trait Sealed {}

impl<T> Sealed for [T] {}
