//! The parents of rows.

use super::grouped::{in_parts, unasked};
use super::statement::{Listed, SelectParents};
use super::{Loads, Related};
use crate::model::StartOf;
use crate::objects::Beside;
use crate::relations::belongs_to::BelongsTo;
use crate::relations::join::Side;
use crate::relations::related::Parent;
use crate::write::{Dialect, Plain, RowOn, load};
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

impl<M, P, C> Related<M> for Parent<P, C> {
    type Output = Option<P>;
    type This = Self;
}

impl<M, P, C, Conn> Loads<M, Conn> for Parent<P, C>
where
    M: BelongsTo<P, C>,
    P: Listed<Conn::Backend, Key: Hash + Eq> + RowOn<Conn::Backend> + Clone,
    StartOf<P>: Beside<M, P>,
    Conn: LoadConnection<Backend: Dialect>,
{
    fn load_for(rows: &[&M], all: bool, conn: &mut Conn) -> QueryResult<Vec<Option<P>>> {
        let keys: HashSet<&P::Key> = rows.iter().filter_map(|row| row.foreign_key()).collect();
        let all = all || !M::Parents::LIVE;
        let beside = StartOf::<P>::of_rows(rows);
        let mut found: HashMap<P::Key, P> = HashMap::with_capacity(keys.len());
        in_parts::<Conn::Backend, _, _>(
            keys.iter().copied(),
            beside.len(),
            |keys| load(conn, SelectParents::<P> { keys, all, beside: &beside }),
            |Plain(parent): Plain<P>| {
                let key = parent.key();
                if !keys.contains(&key) {
                    return Err(unasked());
                }
                found.insert(key, parent);
                Ok(())
            },
        )?;
        Ok(rows.iter().map(|row| row.foreign_key().and_then(|key| found.get(key)).cloned()).collect())
    }
}
