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

pub fn of<Conn: Send, DB>(
    conn: &mut Conn,
    declarations: &Declarations,
) -> impl ::std::future::Future<Output = Result<Report>> + Send
where
    Conn: crate::sql::driver::Driver<Backend = DB>,
    DB: Catalog,
{
    async move {
        let (names, schemas) = declarations.names();
        let actual = match crate::check::catalog::twin::read(conn, &names, &schemas).await {
            Ok(actual) => actual,
            Err(error) => return unreadable(error),
        };
        Ok(Report::of(compare::compare(declarations, &actual)?))
    }
}
