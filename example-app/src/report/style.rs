//! Colours on a terminal.

use clap::ColorChoice;
use std::io::{self, IsTerminal};

/// Whether text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Text is printed as it is.
    Plain,
    /// Text is coloured with ANSI escape codes.
    Coloured,
}

impl Style {
    /// Follows a choice. `Auto` colours the output on a terminal, unless the variable `NO_COLOR` is set.
    pub fn choose(choice: ColorChoice) -> Self {
        let wanted = || io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let coloured = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => wanted(),
        };
        if coloured { Self::Coloured } else { Self::Plain }
    }

    /// An old value: red.
    pub fn removed(self, text: &str) -> String {
        self.paint("31", text)
    }

    /// A new value: green.
    pub fn added(self, text: &str) -> String {
        self.paint("32", text)
    }

    /// Context: faint.
    pub fn faint(self, text: &str) -> String {
        self.paint("2", text)
    }

    /// A heading: bold.
    pub fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        match self {
            Self::Coloured if !text.is_empty() => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            _ => text.to_owned(),
        }
    }
}
