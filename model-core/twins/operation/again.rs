// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    non_snake_case,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;

impl Again {
    pub(crate) fn wanted_async<Conn: Send>(
        &mut self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<bool>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: Dialect>,
    {
        async move {
            if self.left == 0 || <Conn::Backend as Dialect>::TAKE_WRITE_LOCK.is_some() || Instant::now() > self.until {
                return Ok(false);
            }
            self.left -= 1;
            let again = !crate::sql::lock::twin::is_in_transaction(conn).await?;
            #[cfg(feature = "tracing")]
            if again {
                crate::meta::observe::again("program");
            }
            Ok(again)
        }
    }
}
