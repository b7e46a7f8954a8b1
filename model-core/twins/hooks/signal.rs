// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;

impl<Event: Send + Sync, Conn: Send, E: Send + Sync> Signal<Event, Conn, E> {
    #[doc(hidden)]
    pub fn send_async(
        &self,
        event: &Event,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<(), E>> + Send {
        async move { self.receivers.iter().try_for_each(|(_, receiver)| receiver(event, conn).await) }
    }
    #[must_use = "this value holds the errors of the receivers"]
    #[doc(hidden)]
    pub fn send_robust_async(
        &self,
        event: &Event,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Vec<(ReceiverId, E)>> + Send {
        async move {
            let failed =
                self.receivers.iter().filter_map(|(id, receiver)| Some((*id, receiver(event, conn).await.err()?)));
            failed.collect()
        }
    }
}
