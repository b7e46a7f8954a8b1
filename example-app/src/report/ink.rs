//! Colours, where there is somebody to see them.

use clap::ColorChoice;
use std::io::{self, IsTerminal};

/// Whether a text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// It is printed as it is.
    Plain,
    /// It is coloured by the codes that terminals know.
    Coloured,
}

impl Ink {
    /// Follows a choice; left to us, colours are for a terminal, unless the variable `NO_COLOR` is set.
    pub fn choose(choice: ColorChoice) -> Self {
        let wanted = || io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let coloured = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => wanted(),
        };
        if coloured { Self::Coloured } else { Self::Plain }
    }

    /// What was there before.
    pub fn removed(self, text: &str) -> String {
        self.paint("31", text)
    }

    /// What is there now.
    pub fn added(self, text: &str) -> String {
        self.paint("32", text)
    }

    /// What is only around it.
    pub fn faint(self, text: &str) -> String {
        self.paint("2", text)
    }

    /// What a block begins with.
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
