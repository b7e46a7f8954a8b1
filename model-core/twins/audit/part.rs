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

pub(crate) fn bounded<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    part: &Part<M>,
) -> impl ::std::future::Future<Output = Result<Part<M>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: ModelOn<Conn::Backend>,
{
    async move {
        let mut place = part.size;
        let last: Option<M> = loop {
            match crate::sql::driver::load_row(conn, Nth(part, place)).await {
                Err(DeserializationError(_)) => place *= 2,
                row => break row?,
            }
        };
        Ok(Part { after: part.after.clone(), until: last.map(|row| row.key()), size: part.size })
    }
}
