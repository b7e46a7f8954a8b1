//! Audited, with a key of two texts.

use crate::schema::translations;
use model_core::prelude::*;

/// A term in a language.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = translations, audit)]
pub struct Translation {
    /// The language.
    #[model(primary_key)]
    pub locale: String,
    /// The term.
    #[model(primary_key)]
    pub term: String,
    /// What it is in the language.
    pub text: String,
}
