//! Enums stored as text or as numbers.

use std::fmt;

/// A closed set of values stored as text or as numbers, made by `#[derive(Choices)]`.
///
/// ```
/// use model_core::prelude::*;
///
/// #[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
/// pub enum Status {
///     Draft,
///     #[choices(value = "review", label = "With the editor")]
///     InReview,
///     Published,
/// }
///
/// assert_eq!(Status::InReview.value(), "review");
/// assert_eq!(Status::Draft.label(), "Draft");
/// assert_eq!("published".parse::<Status>().unwrap(), Status::Published);
/// assert_eq!(
///     "gone".parse::<Status>().unwrap_err().to_string(),
///     "`gone` is not a choice of Status: expected one of draft, review, published",
/// );
/// ```
pub trait Choices: Sized + 'static {
    /// The name of the enum, for messages.
    const NAME: &'static str;

    /// Every choice with its stored value and its label, in the order of declaration.
    const ALL: &'static [Choice<Self>];

    /// The same as plain data: the text that is stored for each choice (the digits of a number), and its label. Forms
    /// and schemas read it; an handwritten impl may leave it empty, and its columns then take any text.
    const TEXTS: &'static [(&'static str, &'static str)] = &[];

    /// The text that is stored for this choice, or the digits of the number.
    fn value(&self) -> &'static str;

    /// The text shown to people.
    fn label(&self) -> &'static str;

    /// The choice that is stored as `value`; unknown values are refused with a message that lists the known ones.
    fn from_value(value: &str) -> Result<Self, UnknownChoice>;
}

/// One choice of a [`Choices`] enum.
#[derive(Debug, Clone, Copy)]
pub struct Choice<C> {
    /// The variant.
    pub choice: C,
    /// The text that is stored.
    pub value: &'static str,
    /// The text shown to people.
    pub label: &'static str,
}

/// What an integer column holds for [`Choices`] whose values are numbers.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum Codes {}

/// The error for a text that is not a value of a [`Choices`] enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownChoice {
    name: &'static str,
    found: String,
    known: Vec<&'static str>,
}

impl UnknownChoice {
    /// The error for a text that is not a value of `C`.
    pub fn new<C: Choices>(found: &str) -> Self {
        Self { name: C::NAME, found: found.to_owned(), known: C::ALL.iter().map(|choice| choice.value).collect() }
    }

    /// The error for a number that is not a value of `C`.
    #[doc(hidden)]
    pub fn of_code<C: Choices>(found: impl Into<i64>) -> Self {
        Self::new::<C>(&found.into().to_string())
    }
}

impl fmt::Display for UnknownChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, found, known } = self;
        write!(f, "`{found}` is not a choice of {name}: expected one of {}", known.join(", "))
    }
}

impl std::error::Error for UnknownChoice {}
