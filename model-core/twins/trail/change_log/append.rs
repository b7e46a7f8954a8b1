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

impl Appends {
    pub(crate) fn append_async<Conn: Send, Row: Send + Sync>(
        &self,
        conn: &mut Conn,
        target: &ByKey<Row>,
        entry: &str,
    ) -> impl ::std::future::Future<Output = Result<()>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: AppendsTo>,
        Row: RowOn<Conn::Backend>,
    {
        async move {
            crate::sql::driver::execute(conn, Append::<Row, false> { target, column: self.column, entry }).await?;
            Ok(())
        }
    }
    pub(crate) fn append_returning_async<Conn: Send, Row: Send + Sync>(
        &self,
        conn: &mut Conn,
        target: &ByKey<Row>,
        entry: &str,
    ) -> impl ::std::future::Future<Output = Result<Option<Row>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: AppendsTo>,
        Row: RowOn<Conn::Backend>,
    {
        async move {
            Ok(if <Conn::Backend as Dialect>::RETURNING {
                crate::sql::driver::load_row(conn, Append::<Row, true> { target, column: self.column, entry }).await?
            } else {
                self.append_async(conn, target, entry).await?;
                crate::sql::driver::load_row(conn, SelectOne::locked(target)).await?
            })
        }
    }
}
