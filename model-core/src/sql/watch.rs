//! Which tables are being written, for those who keep rows in memory.
//!
//! A statement that writes rows says so while its text or its binds are made, and so before it is sent: the table has a
//! writer from then on. When the transaction has ended, what was kept is over, and the table has that writer no more.
//! The transaction is the one of the library around the statement, or the statement itself. The end of a transaction
//! that the application has opened by Diesel alone is seen by nobody: a table that is written in it is lost to those
//! who keep its rows, until they are told to begin again.

use diesel::connection::TransactionManagerStatus;
use std::any::TypeId;
use std::cell::Cell;
use std::collections::HashMap;
use std::ptr::from_ref;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicU64, AtomicUsize};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

static STATE: LazyLock<Mutex<State>> = LazyLock::new(Mutex::default);

thread_local! {
    /// The connection whose statement is being made.
    static RUNNING: Cell<Option<Running>> = const { Cell::new(None) };
}

/// A table whose rows may be kept.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// How often its rows may have changed.
    changes: AtomicU64,
    /// How many transactions have written to it and not ended.
    writers: AtomicUsize,
    /// How often it was written in one of which nobody sees the end.
    unseen: AtomicU64,
}

impl Table {
    /// The table of this type, from now on.
    pub(crate) fn of(id: TypeId) -> Arc<Self> {
        state().table(id)
    }

    /// What a row that is read from now on may be kept under; none while a transaction has written to the table.
    ///
    /// The order matters. Whoever finds no writer, and then a number of changes, reads after each commit that is
    /// counted; a commit that is not makes another number.
    pub(crate) fn stamp(&self) -> Option<u64> {
        let is_quiet = self.writers.load(SeqCst) == 0;
        is_quiet.then(|| self.changes.load(SeqCst))
    }

    /// How often it was written in a transaction whose end nobody sees.
    pub(crate) fn unseen(&self) -> u64 {
        self.unseen.load(SeqCst)
    }

    /// Whatever is kept is over.
    pub(crate) fn change(&self) {
        self.changes.fetch_add(1, SeqCst);
    }
}

#[derive(Default)]
struct State {
    tables: HashMap<TypeId, Arc<Table>>,
    /// The transactions that the library has opened, by the place of their connection, and what was written in each. A
    /// statement that writes and is a transaction of its own is here too.
    open: HashMap<usize, Vec<Arc<Table>>>,
}

impl State {
    fn table(&mut self, id: TypeId) -> Arc<Table> {
        Arc::clone(self.tables.entry(id).or_default())
    }

    fn end(&mut self, place: usize) {
        for table in self.open.remove(&place).unwrap_or_default() {
            table.change();
            table.writers.fetch_sub(1, SeqCst);
        }
    }
}

fn state() -> MutexGuard<'static, State> {
    // Nothing here panics between two changes that belong together.
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The address of what Diesel knows of the transactions of a connection. It is within the connection, which does not
/// move while a transaction borrows it.
fn place(status: &TransactionManagerStatus) -> usize {
    from_ref(status).addr()
}

fn is_alone(status: &TransactionManagerStatus) -> bool {
    !matches!(status.transaction_depth(), Ok(Some(_)))
}

/// The library has opened a transaction, or a savepoint in one.
pub(crate) fn opened(status: &TransactionManagerStatus) {
    if matches!(status.transaction_depth(), Ok(Some(depth)) if depth.get() == 1) {
        let (place, mut state) = (place(status), state());
        // Another connection has been here, whose end nobody saw.
        state.end(place);
        state.open.insert(place, Vec::new());
    }
}

/// The library has ended a transaction, or a savepoint in one.
pub(crate) fn closed(status: &TransactionManagerStatus) {
    if is_alone(status) {
        state().end(place(status));
    }
}

/// A statement that is being made.
#[derive(Debug, Clone, Copy)]
struct Running {
    place: usize,
    is_alone: bool,
    writes: bool,
}

/// A statement on its way. Dropping it ends a statement that was a transaction of its own.
#[must_use = "the statement ends with it"]
pub(crate) struct Statement {
    around: Option<Running>,
    is_made: bool,
}

impl Statement {
    /// A statement begins on the connection with this status.
    pub(crate) fn on(status: &TransactionManagerStatus) -> Self {
        let running = Running { place: place(status), is_alone: is_alone(status), writes: false };
        Self { around: RUNNING.replace(Some(running)), is_made: false }
    }

    /// The text and the binds are made, and the statement goes on elsewhere: until [`Sent::end`].
    pub(crate) fn made(&mut self) -> Sent {
        self.is_made = true;
        let running = RUNNING.replace(self.around);
        Sent(running.filter(|running| running.is_alone && running.writes).map(|running| running.place))
    }
}

impl Drop for Statement {
    fn drop(&mut self) {
        if !self.is_made {
            self.made().end();
        }
    }
}

/// The place of a statement that writes and is a transaction of its own.
#[must_use = "the statement ends by `end`"]
pub(crate) struct Sent(Option<usize>);

impl Sent {
    /// It has ended.
    pub(crate) fn end(self) {
        if let Some(place) = self.0 {
            state().end(place);
        }
    }
}

/// The statement that is being made writes rows of this table.
pub(crate) fn writes(id: TypeId) {
    let mut state = state();
    let table = state.table(id);
    let running = RUNNING.get();
    let written = match running {
        Some(Running { place, is_alone: true, .. }) => Some(state.open.entry(place).or_default()),
        Some(Running { place, .. }) => state.open.get_mut(&place),
        None => None,
    };
    match written {
        Some(written) if written.iter().any(|known| Arc::ptr_eq(known, &table)) => {}
        Some(written) => {
            table.writers.fetch_add(1, SeqCst);
            written.push(table);
        }
        None => drop(table.unseen.fetch_add(1, SeqCst)),
    }
    RUNNING.set(running.map(|running| Running { writes: true, ..running }));
}
