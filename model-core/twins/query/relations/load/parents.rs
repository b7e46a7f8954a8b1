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

use crate::query::relations::load::twin::Loads;
impl<M: Send + Sync, Related: Send + Sync, C: Send + Sync, Conn: Send>
    crate::query::relations::load::twin::Loads<M, Conn> for Parent<Related, C>
where
    M: BelongsTo<Related, C>,
    Related: Listed<Conn::Backend, Key: Hash + Eq> + RowOn<Conn::Backend> + Clone,
    StartOf<Related>: SharesScope<M, Related>,
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
{
    fn load_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Option<Related>>>> + Send {
        async move {
            let keys: HashSet<Cow<'_, Related::Key>> = rows.iter().filter_map(|row| row.foreign_key()).collect();
            let all = all || !M::Parents::LIVE;
            let shared_scope = StartOf::<Related>::of_rows(rows);
            let mut found: HashMap<Related::Key, Related> = HashMap::with_capacity(keys.len());
            let listed: Vec<&Related::Key> = keys.iter().map(|key| &**key).collect();
            for part in parts::<Conn::Backend, _>(&listed, Related::META.key.len(), shared_scope.len()) {
                let select = SelectParents::<Related> { keys: part, all, shared_scope: &shared_scope };
                for parent in crate::sql::driver::load_rows::<_, _, Related>(conn, select).await? {
                    let key = parent.key();
                    if !keys.contains(&key) {
                        return Err(unasked());
                    }
                    found.insert(key, parent);
                }
            }
            Ok(rows.iter().map(|row| row.foreign_key().and_then(|key| found.get(&*key)).cloned()).collect())
        }
    }
}
