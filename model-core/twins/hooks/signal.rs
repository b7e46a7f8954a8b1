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
        async move {
            for (_, receiver) in &self.receivers {
                receiver(event, conn).await?;
            }
            Ok(())
        }
    }
    #[must_use = "this value holds the errors of the receivers"]
    #[doc(hidden)]
    pub fn send_robust_async(
        &self,
        event: &Event,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Vec<(ReceiverId, E)>> + Send {
        async move {
            let mut failed = Vec::new();
            for (id, receiver) in &self.receivers {
                if let Err(error) = receiver(event, conn).await {
                    failed.push((*id, error));
                }
            }
            failed
        }
    }
}
