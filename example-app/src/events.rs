//! What happened, for who wants to know: told after the commit, and never of what was rolled back.

use crate::error::{Error, Result};
use model_core::Signal;
use model_core::commit::Unit;
use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// Something that somebody outside of the newsroom is told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happened {
    /// An account was signed up.
    SignedUp {
        /// Its address.
        email: String,
    },
    /// An order was placed.
    Placed {
        /// The address of the account that placed it.
        email: String,
        /// The last digits of its id.
        order: String,
        /// What it costs, in cents.
        total_cents: i64,
    },
}

/// A line of the outbox: to whom, and what.
impl fmt::Display for Happened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignedUp { email } => write!(f, "to {email}: welcome to the newsroom"),
            Self::Placed { email, order, total_cents } => {
                write!(f, "to {email}: thank you for order {order} of {}", crate::report::price(*total_cents))
            }
        }
    }
}

/// Those who are told. The application makes the list when it starts, and hands it to the services.
#[derive(Debug, Clone, Default)]
pub struct Listeners(Arc<Signal<Happened>>);

impl Listeners {
    /// These.
    pub fn new(signal: Signal<Happened>) -> Self {
        Self(Arc::new(signal))
    }

    /// An outbox: a file that gets a line for each mail to be sent.
    pub fn outbox(path: PathBuf) -> Self {
        let mut signal = Signal::new();
        signal.connect(move |happened, ()| {
            let file = File::options().append(true).create(true).open(&path);
            let written = file.and_then(|mut file| writeln!(file, "{happened}"));
            written.map_err(|error| model_core::Error::refused("outbox", Error::file(&path, error).line()))
        });
        Self::new(signal)
    }

    /// Tells them when everything that the unit has written is committed. It cannot be undone then: what goes wrong is said
    /// on the standard error, and the others are told all the same.
    ///
    /// # Errors
    /// The unit is over.
    pub fn tell(&self, unit: &Unit, happened: Happened) -> Result<()> {
        let signal = Arc::clone(&self.0);
        let tell = move || {
            for (_, error) in signal.send_robust(&happened, &mut ()) {
                // Nobody may be listening there either.
                let _ = writeln!(io::stderr(), "newsroom: not told: {}", Error::from(error).line());
            }
        };
        Ok(unit.on_commit(tell)?)
    }
}
