//! Events for listeners outside of the newsroom. They are sent after the commit, and never after a rollback.
//!
//! It may import `models`, `error` and `text`.

use crate::error::{Error, Result};
use crate::models::Secret;
use crate::text::price;
use model_core::Signal;
use model_core::commit::Unit;
use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// An account was signed up.
    SignedUp {
        /// Its address.
        email: String,
        /// What verifies the address. Only a mail to it says this.
        token: Secret,
    },
    /// Somebody signed up with an address that has an account.
    SignedUpAgain {
        /// The address.
        email: String,
    },
    /// A reader has commented on an article.
    Commented {
        /// The address of its author.
        email: String,
        /// The headline.
        title: String,
        /// The name of the reader.
        reader: String,
    },
    /// An order was placed.
    Placed {
        /// The address of the account that placed it.
        email: String,
        /// The last digits of its id.
        order: String,
        /// The total, in cents.
        total_cents: i64,
    },
}

/// A line of the outbox: the recipient and the message.
impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignedUp { email, .. } => write!(f, "to {email}: welcome to the newsroom"),
            Self::SignedUpAgain { email } => write!(f, "to {email}: you have an account already"),
            Self::Commented { email, title, reader } => write!(f, "to {email}: {reader} has commented on “{title}”"),
            Self::Placed { email, order, total_cents } => {
                write!(f, "to {email}: thank you for your order {order} ({})", price(*total_cents))
            }
        }
    }
}

/// Connects an outbox: a file with a line for each mail to send.
pub fn outbox(signal: &mut Signal<Event>, path: PathBuf) {
    signal.connect(move |event, ()| {
        let file = File::options().append(true).create(true).open(&path);
        let written = file.and_then(|mut file| writeln!(file, "{event}"));
        written.map_err(|error| model_core::Error::refused("outbox", Error::file(&path, error).line()))
    });
}

/// The listeners. The application creates the list when it starts, and passes it to the services.
#[derive(Debug, Clone, Default)]
pub struct Listeners(Arc<Signal<Event>>);

impl Listeners {
    /// The receivers of a signal.
    pub fn new(signal: Signal<Event>) -> Self {
        Self(Arc::new(signal))
    }

    /// An outbox alone: see [`outbox`].
    pub fn outbox(path: PathBuf) -> Self {
        let mut signal = Signal::new();
        outbox(&mut signal, path);
        Self::new(signal)
    }

    /// Notifies the listeners once the unit is committed. When a listener fails, the commit cannot be undone:
    /// the error goes to the standard error, and the other listeners are still notified.
    ///
    /// # Errors
    /// The unit has already ended.
    pub fn notify(&self, unit: &Unit, event: Event) -> Result<()> {
        let signal = Arc::clone(&self.0);
        let notify = move || {
            for (_, error) in signal.send_robust(&event, &mut ()) {
                // When the standard error is closed, there is no other place to report it.
                let _ = writeln!(io::stderr(), "newsroom: a listener failed: {}", Error::from(error).line());
            }
        };
        Ok(unit.on_commit(notify)?)
    }
}
