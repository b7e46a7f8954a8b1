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
impl<Conn: Send, M: Send + Sync> crate::operation::run::twin::RunOn<Conn> for FindCached<'_, M>
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    M: Model<Key: Hash + Eq> + RowOn<Conn::Backend>,
{
    fn perform(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Option<Arc<M>>>> + Send {
        async move {
            let Self { cache, key } = self;
            let stamp = if crate::sql::lock::twin::is_in_transaction(conn).await? { None } else { cache.stamp() };
            if let Some(kept) = cache.rows.kept(&key).filter(|kept| Some(kept.stamp) == stamp) {
                return Ok(Some(kept.row));
            }
            let target = ByKey::<M>::new(key.clone());
            let Outcome::Unchanged(row) =
                crate::sql::find::twin::found_unlocked(conn, &target, RequiredState::Live.of::<M>()).await?
            else {
                return Ok(None);
            };
            let row = Arc::new(row);
            if let Some(stamp) = stamp {
                cache.rows.keep(key, Kept { stamp, row: Arc::clone(&row) });
            }
            Ok(Some(row))
        }
    }
}
