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
impl<Conn: Send, M: Send + Sync> crate::operation::run::twin::RunOn<Conn> for Follow<'_, M>
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: Model,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<usize>> + Send {
        async move {
            let Self { cache, longest } = self;
            let low = match cache.follower.low() {
                Some(low) => low,
                None => {
                    let wait = TimeDelta::from_std(longest * 2).unwrap_or(TimeDelta::MAX);
                    let first = clock::now().checked_sub_signed(wait).unwrap_or_default();
                    let before = AuditLog::trail().of::<M>().until(first).newest_first().limit(1);
                    let before = before.perform(conn).await?;
                    before.first().map_or(0, |entry| entry.id)
                }
            };
            let is_first = cache.follower.low().is_none();
            let begun = Instant::now();
            let query = AuditLog::trail().of::<M>().after(low);
            let found = query.perform(conn).await?;
            let new = cache.follower.take(low, &found, begun, longest);
            if new > 0 || is_first {
                cache.table.change();
            }
            Ok(if is_first { 0 } else { new })
        }
    }
}
