//! Waits for a future on this thread, also within a future that another call waits for: a hook that blocks does so.

use diesel_async::async_connection_wrapper::BlockOn;
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use tokio::runtime::{Builder, Runtime};

/// It drives what connections do beside the calls. Its own `block_on` does not nest.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("the runtime can be started")
});

struct Sleeper {
    thread: Thread,
    // A call within this one may use up the token of the thread, but not this.
    woken: AtomicBool,
}

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// Waits for a future.
pub fn wait<F: Future>(future: F) -> F::Output {
    let _entered = RUNTIME.enter();
    let sleeper = Arc::new(Sleeper { thread: thread::current(), woken: AtomicBool::new(false) });
    let waker = Waker::from(Arc::clone(&sleeper));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(done) = future.as_mut().poll(&mut context) {
            return done;
        }
        while !sleeper.woken.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
}

/// Does something that needs the runtime, but waits for nothing.
pub fn within<T>(act: impl FnOnce() -> T) -> T {
    let _entered = RUNTIME.enter();
    act()
}

/// The same for the connections of Diesel.
#[derive(Debug)]
pub struct Waits;

impl BlockOn for Waits {
    fn block_on<F: Future>(&self, future: F) -> F::Output {
        wait(future)
    }

    fn get_runtime() -> Self {
        Self
    }
}
