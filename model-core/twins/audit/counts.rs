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

use crate::operation::run::twin::RunOn;
impl<Conn: Send> crate::operation::run::twin::RunOn<Conn> for CountByAction
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Vec<ActionCount>>> + Send {
        async move { crate::audit::counts::twin::count(conn, self.filters).await }
    }
}

pub(crate) fn count<Conn: Send>(
    conn: &mut Conn,
    filters: Filters,
) -> impl ::std::future::Future<Output = Result<Vec<ActionCount>>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    async move {
        let mut counts: Vec<ActionCount> = crate::sql::driver::load(conn, CountActions { filters })
            .await?
            .into_iter()
            .map(|ActionCountRow(count)| count)
            .collect();
        counts.sort_by(|one, other| (&one.content_type, &one.action).cmp(&(&other.content_type, &other.action)));
        Ok(counts)
    }
}
