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
impl<Child: Extends + Send + Sync> ChildHistory<Child> {
    #[doc(hidden)]
    pub fn load_async<Conn: Send>(
        self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<ChildEntry<Child>>>> + Send
    where
        Self: crate::operation::run::twin::RunOn<Conn, Output = Vec<ChildEntry<Child>>>,
    {
        async move { self.perform(conn).await }
    }
}

impl<Conn: Send, Child: Extends + Send + Sync> crate::operation::run::twin::RunOn<Conn> for ChildHistory<Child>
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Vec<ChildEntry<Child>>>> + Send {
        async move {
            let parent = self.parent.load_async(conn).await?.into_iter().map(ChildEntry::OfParent);
            let mut entries: Vec<_> =
                parent.chain(self.own.load_async(conn).await?.into_iter().map(ChildEntry::Own)).collect();
            entries.sort_by_key(|entry| entry.id);
            if self.newest_first {
                entries.reverse();
            }
            entries.truncate(self.limit.unwrap_or(usize::MAX));
            Ok(entries)
        }
    }
}
