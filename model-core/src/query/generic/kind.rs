//! What a column next to the key of a generic reference has for the rows of one model.

use crate::model::choices::Choices;

/// The kind of a model, as the column next to the key has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As text.
    Text(&'static str),
    /// As a number.
    Number(i64),
}

/// The kinds that a column can have.
#[derive(Debug, Clone, Copy)]
pub enum Kinds {
    /// Any text.
    Texts,
    /// Any number in a range.
    Numbers(i64, i64),
    /// The choices of an enum.
    Choices(&'static [(&'static str, &'static str)]),
}

/// The type of a field that has the kind of a generic reference.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot hold the kind of a generic reference",
    label = "expected `String`, `i16`, `i32`, `i64`, an enum with `#[derive(Choices)]`, or an `Option` of one"
)]
pub trait KindColumn: Sized + 'static {
    /// The kinds that it can have.
    const HOLDS: Kinds;

    /// A kind as the field has it; none if the field cannot have it.
    fn of(kind: Kind) -> Option<Self>;

    /// Whether the field has this kind.
    fn is(&self, kind: Kind) -> bool;

    /// The kind as text.
    fn shown(&self) -> String;
}

#[diagnostic::do_not_recommend]
impl KindColumn for String {
    const HOLDS: Kinds = Kinds::Texts;

    fn of(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Text(text) => Some(text.to_owned()),
            Kind::Number(_) => None,
        }
    }

    fn is(&self, kind: Kind) -> bool {
        matches!(kind, Kind::Text(text) if text == self)
    }

    fn shown(&self) -> String {
        self.clone()
    }
}

macro_rules! numbers {
    ($($ty:ty)+) => {$(
        #[diagnostic::do_not_recommend]
        impl KindColumn for $ty {
            const HOLDS: Kinds = Kinds::Numbers(<$ty>::MIN as i64, <$ty>::MAX as i64);

            fn of(kind: Kind) -> Option<Self> {
                match kind {
                    Kind::Number(number) => <$ty>::try_from(number).ok(),
                    Kind::Text(_) => None,
                }
            }

            fn is(&self, kind: Kind) -> bool {
                kind == Kind::Number(i64::from(*self))
            }

            fn shown(&self) -> String {
                self.to_string()
            }
        }
    )+};
}

numbers!(i16 i32 i64);

#[diagnostic::do_not_recommend]
impl<C: Choices> KindColumn for C {
    const HOLDS: Kinds = Kinds::Choices(C::TEXTS);

    fn of(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Text(text) => C::from_value(text).ok(),
            Kind::Number(number) => C::from_value(&number.to_string()).ok(),
        }
    }

    fn is(&self, kind: Kind) -> bool {
        match kind {
            Kind::Text(text) => self.value() == text,
            Kind::Number(number) => self.value() == number.to_string(),
        }
    }

    fn shown(&self) -> String {
        self.value().to_owned()
    }
}

/// The kinds of the models of a generic reference.
#[derive(Debug, Clone, Copy)]
pub struct KindList {
    /// The first.
    pub kind: Option<Kind>,
    /// The others.
    pub rest: Option<&'static KindList>,
}

/// Checks that a column can have all kinds.
pub(crate) const fn check_all(kinds: &'static KindList, holds: Kinds) {
    let mut kinds = kinds;
    while let (Some(kind), Some(rest)) = (kinds.kind, kinds.rest) {
        check(kind, holds);
        kinds = rest;
    }
}

/// Checks that a column can have a kind.
const fn check(kind: Kind, holds: Kinds) {
    match (kind, holds) {
        (Kind::Text(text), Kinds::Texts) => check_text(text),
        (Kind::Text(text), Kinds::Choices(choices)) => {
            check_text(text);
            assert!(is_choice(kind, choices), "the kind of a variant is not one of the choices of this column");
        }
        (Kind::Number(_), Kinds::Choices(choices)) => {
            assert!(is_choice(kind, choices), "the kind of a variant is not one of the choices of this column");
        }
        (Kind::Number(number), Kinds::Numbers(least, most)) => {
            assert!(least <= number && number <= most, "the kind of a variant is too large for this column");
        }
        (Kind::Number(_), Kinds::Texts) => {
            panic!("the kind of a variant is a number, and this column has text: write `kind = \"..\"` on the variant")
        }
        (Kind::Text(_), Kinds::Numbers(..)) => {
            panic!("the kind of a variant is a text, and this column has numbers: write `kind = 1` on the variant")
        }
    }
}

/// A kind is written into statements as it is.
const fn check_text(text: &str) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let is_plain = bytes[at] != b'\'' && bytes[at] != b'\\' && bytes[at] >= b' ';
        assert!(is_plain, "the kind of a variant has a quote, a backslash or a control character");
        at += 1;
    }
}

const fn is_choice(kind: Kind, choices: &[(&str, &str)]) -> bool {
    let mut at = 0;
    while at < choices.len() {
        let found = match kind {
            Kind::Text(text) => crate::meta::same(text, choices[at].0),
            Kind::Number(number) => is_number(number, choices[at].0),
        };
        if found {
            return true;
        }
        at += 1;
    }
    false
}

const fn is_number(number: i64, text: &str) -> bool {
    let bytes = text.as_bytes();
    let negative = !bytes.is_empty() && bytes[0] == b'-';
    let (mut at, mut found) = (negative as usize, 0_i64);
    if at == bytes.len() || bytes.len() > 19 {
        return false;
    }
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            return false;
        }
        found = found.wrapping_mul(10).wrapping_add((bytes[at] - b'0') as i64);
        at += 1;
    }
    number == if negative { -found } else { found }
}

/// Checks at compile time that no two variants have one kind.
///
/// # Panics
/// When two have. Only constants call this function, so the panic is a compile error.
pub const fn check_kinds(kinds: &[Kind]) {
    let mut at = 0;
    while at < kinds.len() {
        let mut other = 0;
        while other < at {
            let same = match (kinds[at], kinds[other]) {
                (Kind::Text(one), Kind::Text(another)) => crate::meta::same(one, another),
                (Kind::Number(one), Kind::Number(another)) => one == another,
                _ => false,
            };
            assert!(!same, "two variants of this generic reference have the same kind");
            other += 1;
        }
        at += 1;
    }
}
