//! The library as an application may offer it to its crates: through a module of its own.

/// The library, which this crate knows under another name.
pub mod facade {
    pub use layer::*;
}
