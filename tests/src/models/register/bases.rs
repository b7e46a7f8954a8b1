//! What the models share. The functions are seen nowhere else.

use model_core::prelude::*;

/// How somebody is reached.
#[derive(Base, Debug, Clone, PartialEq)]
pub struct Contact {
    /// By mail.
    #[model(validate(email))]
    pub mail: String,
    /// Within the house.
    #[model(check = is_badge, check = numbers::is_even)]
    pub badge: Option<i32>,
}

/// Somebody.
#[derive(Base, Debug, Clone, PartialEq)]
pub struct Person {
    /// How they are reached.
    #[model(base)]
    pub contact: Contact,
    /// What they are called.
    #[model(max_length = 10, check = is_name)]
    pub name: String,
}

#[scopes]
impl Person {
    /// Those with a badge that is lower than a number.
    pub fn with_badge_below(number: i32) -> BaseCondition<Self> {
        Self::COLUMNS.badge.lt(number)
    }

    /// Those without one.
    pub fn without_badge() -> BaseCondition<Self> {
        Self::COLUMNS.badge.is_null()
    }

    /// Those with a name.
    pub fn called(name: &str) -> BaseCondition<Self> {
        Self::COLUMNS.name.eq(name)
    }
}

fn is_badge(badge: &i32) -> Result<(), String> {
    if *badge > 0 { Ok(()) } else { Err(format!("is {badge}, and badges begin at 1")) }
}

fn is_name(name: &str) -> Result<(), &'static str> {
    if name.starts_with(char::is_uppercase) { Ok(()) } else { Err("has a capital first") }
}

mod numbers {
    pub(super) fn is_even(number: &i32) -> Result<(), String> {
        if number % 2 == 0 { Ok(()) } else { Err("is odd".to_owned()) }
    }
}
