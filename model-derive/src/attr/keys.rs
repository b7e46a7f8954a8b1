//! Matches the options of a list against a vocabulary: unknown words, repeated words, and what was only attempted.

use proc_macro2::{Group, Ident};
use syn::Attribute;

use super::list::{self, Grammar, Items, Value};
use crate::ctxt::Ctxt;
use crate::symbol::{self, Symbol};

/// One option with a known word.
#[derive(Debug)]
pub(crate) struct Entry<S> {
    pub(crate) key: S,
    pub(crate) word: Ident,
    pub(crate) value: Value,
}

/// The options that the user tried to write, correctly or not. A rule about a *missing* option looks here first, so
/// that a misspelt `table` is one error and not two.
#[derive(Debug)]
pub(crate) struct Attempts<S> {
    given: Vec<S>,
    guessed: Vec<S>,
    /// Something could not be parsed; it may have been any option.
    unclear: bool,
    /// A word that belongs in another place: a mistake that is reported on its own.
    misplaced: bool,
}

impl<S: Symbol> Attempts<S> {
    pub(crate) fn none() -> Self {
        Self { given: Vec::new(), guessed: Vec::new(), unclear: false, misplaced: false }
    }

    /// Whether nothing was attempted.
    pub(crate) fn is_empty(&self) -> bool {
        !self.unclear && self.given.is_empty() && self.guessed.is_empty() && !self.misplaced
    }

    /// Records an option that was meant, though it was written in the wrong place.
    pub(crate) fn assume(&mut self, key: S) {
        self.guessed.push(key);
    }

    /// Whether the option was given, or may have been meant.
    pub(crate) fn include(&self, key: S) -> bool {
        self.unclear || self.given.contains(&key) || self.guessed.contains(&key)
    }
}

/// Reads the known options of one attribute. `attempts` spans the repetitions of the attribute on one item.
pub(crate) fn of_attribute<S: Symbol>(cx: &Ctxt, attr: &Attribute, attempts: &mut Attempts<S>) -> Vec<Entry<S>> {
    let items = list::of_attribute(cx, attr, &grammar::<S>());
    known(cx, items, attempts)
}

/// Reads the known options in the parentheses of one option.
pub(crate) fn of_group<S: Symbol>(cx: &Ctxt, group: &Group) -> Vec<Entry<S>> {
    let items = list::of_group(cx, group, &grammar::<S>());
    known(cx, items, &mut Attempts::none())
}

/// The same, and records what was attempted.
pub(crate) fn of_options<S: Symbol>(cx: &Ctxt, group: &Group, attempts: &mut Attempts<S>) -> Vec<Entry<S>> {
    let items = list::of_group(cx, group, &grammar::<S>());
    known(cx, items, attempts)
}

fn grammar<S: Symbol>() -> Grammar {
    Grammar {
        example: format!("#[{}({})]", S::AROUND, S::ALL[0].form()),
        expected: format!("expected an option name, {}", symbol::one_of::<S>()),
        known: |word| symbol::find::<S>(word).is_some(),
    }
}

fn known<S: Symbol>(cx: &Ctxt, items: Items, attempts: &mut Attempts<S>) -> Vec<Entry<S>> {
    attempts.unclear |= items.broken;
    let mut entries = Vec::new();
    for item in items.items {
        let word = item.word.to_string();
        let Some(key) = symbol::find::<S>(&word) else {
            cx.error(&item.word, symbol::unknown::<S>(&word));
            match symbol::guess(&word) {
                Some(guess) => attempts.guessed.push(guess),
                None if S::elsewhere(&word).is_some() => attempts.misplaced = true,
                None => attempts.unclear = true,
            }
            continue;
        };
        if attempts.given.contains(&key) && !key.repeats() {
            cx.error(&item.word, format!("`{word}` was already given: remove one of the two"));
            continue;
        }
        attempts.given.push(key);
        entries.push(Entry { key, word: item.word, value: item.value });
    }
    entries
}
