//! Custom events: lists of receivers that an application builds at start-up and stores itself.
//!
//! ```
//! use model_core::Signal;
//! # use model_core::Error;
//!
//! /// Sent when an article has been published.
//! struct ArticlePublished {
//!     title: String,
//! }
//!
//! // At start-up. `Conn` is the application's connection, or whatever else receivers need.
//! # type Conn = Vec<String>;
//! let mut published = Signal::<ArticlePublished, Conn>::new();
//! published.connect(|event, conn| {
//!     conn.push(format!("index {}", event.title));
//!     Ok(())
//! });
//! let mails = published.connect(|event, conn| {
//!     conn.push(format!("mail {}", event.title));
//!     Ok(())
//! });
//!
//! // In a service, with the connection that it writes over and in its transaction: an error undoes both.
//! # let conn = &mut Conn::new();
//! published.send(&ArticlePublished { title: "Hello".to_owned() }, conn)?;
//! assert_eq!(*conn, ["index Hello", "mail Hello"]);
//!
//! assert!(published.disconnect(mails));
//! # Ok::<_, Error>(())
//! ```
//!
//! Nothing is registered globally: the sender has the list, by a reference or in an `Arc`. A [hook](crate::hooks) is a
//! function of the model and has no list, so a service sends the event after its write. To send an event for every
//! write, wherever it is made, let an [`AfterCommit`](crate::commit::AfterCommit) pass it to a channel whose receiver
//! sends the event.

use crate::meta::error::Error;
use std::fmt;

/// The function of a receiver.
type Receiver<Event, Conn, E> = Box<dyn Fn(&Event, &mut Conn) -> Result<(), E> + Send + Sync>;

/// The receivers of events of one type, in the order in which they were connected.
///
/// `Conn` is the second argument of the receivers: usually the connection, so that their writes are in the transaction
/// of the sender, or `()` if they need nothing.
pub struct Signal<Event, Conn = (), E = Error> {
    receivers: Vec<(ReceiverId, Receiver<Event, Conn, E>)>,
    next: u64,
}

/// The id of a receiver of one signal. Receivers of different signals may have equal ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReceiverId(u64);

impl<Event, Conn, E> Signal<Event, Conn, E> {
    /// A signal without receivers.
    pub const fn new() -> Self {
        Self { receivers: Vec::new(), next: 0 }
    }

    /// Adds a receiver after the others, and returns its id, with which it can be removed.
    pub fn connect(
        &mut self,
        receiver: impl Fn(&Event, &mut Conn) -> Result<(), E> + Send + Sync + 'static,
    ) -> ReceiverId {
        let id = ReceiverId(self.next);
        self.next += 1;
        self.receivers.push((id, Box::new(receiver)));
        id
    }

    /// Removes a receiver, and returns whether it existed.
    pub fn disconnect(&mut self, id: ReceiverId) -> bool {
        let before = self.receivers.len();
        self.receivers.retain(|(other, _)| *other != id);
        self.receivers.len() < before
    }

    /// Whether there are no receivers.
    pub fn is_empty(&self) -> bool {
        self.receivers.is_empty()
    }

    /// How many receivers there are.
    pub fn len(&self) -> usize {
        self.receivers.len()
    }

    /// Passes the event to each receiver in turn, up to the first that fails.
    ///
    /// # Errors
    /// That of the receiver.
    pub fn send(&self, event: &Event, conn: &mut Conn) -> Result<(), E> {
        for (_, receiver) in &self.receivers {
            receiver(event, conn)?;
        }
        Ok(())
    }

    /// Passes the event to every receiver in turn, and returns the errors of those that failed.
    ///
    /// On PostgreSQL, a failed statement ends the transaction, and each later one in it fails: a receiver whose failure
    /// should not end the transaction must open its own savepoint.
    #[must_use = "this value holds the errors of the receivers"]
    pub fn send_robust(&self, event: &Event, conn: &mut Conn) -> Vec<(ReceiverId, E)> {
        let mut failed = Vec::new();
        for (id, receiver) in &self.receivers {
            if let Err(error) = receiver(event, conn) {
                failed.push((*id, error));
            }
        }
        failed
    }
}

impl<Event, Conn, E> Default for Signal<Event, Conn, E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<Event, Conn, E> fmt::Debug for Signal<Event, Conn, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signal").field("receivers", &self.receivers.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The receivers record the events that they get.
    fn signal() -> (Signal<u8, Vec<String>, String>, ReceiverId) {
        let mut signal = Signal::new();
        signal.connect(|event, heard: &mut Vec<String>| {
            heard.push(format!("a{event}"));
            Ok(())
        });
        let failing = signal.connect(|event, _| Err(format!("no {event}")));
        signal.connect(|event, heard| {
            heard.push(format!("c{event}"));
            Ok(())
        });
        (signal, failing)
    }

    #[test]
    fn send_stops_at_the_first_error() {
        let (signal, _) = signal();
        let heard = &mut Vec::new();
        assert_eq!(signal.send(&1, heard), Err("no 1".to_owned()));
        assert_eq!(*heard, ["a1"]);
    }

    #[test]
    fn send_robust_reaches_all_and_collects_the_errors() {
        let (signal, failing) = signal();
        let heard = &mut Vec::new();
        assert_eq!(signal.send_robust(&2, heard), [(failing, "no 2".to_owned())]);
        assert_eq!(*heard, ["a2", "c2"]);
    }

    #[test]
    fn a_receiver_that_is_disconnected_hears_nothing_and_no_other_gets_its_id() {
        let (mut signal, failing) = signal();
        assert!(signal.disconnect(failing));
        assert!(!signal.disconnect(failing));
        assert_ne!(signal.connect(|_, _| Ok(())), failing);
        let heard = &mut Vec::new();
        assert_eq!(signal.send(&3, heard), Ok(()));
        assert_eq!(*heard, ["a3", "c3"]);
        assert_eq!((signal.len(), signal.is_empty()), (3, false));
    }

    #[test]
    fn a_signal_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(&signal().0);
        let nothing: Signal<u8> = Signal::default();
        assert!(nothing.is_empty());
        assert_eq!(format!("{nothing:?}"), "Signal { receivers: 0, .. }");
    }
}
