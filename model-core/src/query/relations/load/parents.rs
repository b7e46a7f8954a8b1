//! Loads the parents of given rows.

use crate::model::StartOf;
use crate::query::objects::default_scope::SharesScope;
use crate::query::relations::belongs_to::BelongsTo;
use crate::query::relations::join::JoinScope;
use crate::query::relations::load::grouped::{parts, unasked};
use crate::query::relations::load::statement::{Listed, SelectParents};
use crate::query::relations::load::{Loads, Related};
use crate::query::relations::related::Parent;
use crate::sql::dialect::Dialect;
use crate::sql::on::RowOn;
use crate::sql::rows::load_rows;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

impl<M, P: Send, C> Related<M> for Parent<P, C> {
    type Output = Option<P>;
    type This = Self;
}

impl<M, Related, C, Conn> Loads<M, Conn> for Parent<Related, C>
where
    M: BelongsTo<Related, C>,
    Related: Listed<Conn::Backend, Key: Hash + Eq> + RowOn<Conn::Backend> + Clone,
    StartOf<Related>: SharesScope<M, Related>,
    Conn: LoadConnection<Backend: Dialect>,
{
    fn load_for(rows: &[&M], all: bool, conn: &mut Conn) -> QueryResult<Vec<Option<Related>>> {
        let keys: HashSet<Cow<'_, Related::Key>> = rows.iter().filter_map(|row| row.foreign_key()).collect();
        let all = all || !M::Parents::LIVE;
        let shared_scope = StartOf::<Related>::of_rows(rows);
        let mut found: HashMap<Related::Key, Related> = HashMap::with_capacity(keys.len());
        let listed: Vec<&Related::Key> = keys.iter().map(|key| &**key).collect();
        for part in parts::<Conn::Backend, _>(&listed, Related::META.key.len(), shared_scope.len()) {
            let select = SelectParents::<Related> { keys: part, all, shared_scope: &shared_scope };
            for parent in load_rows::<_, _, Related>(conn, select)? {
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

#[cfg(feature = "async")]
#[path = "../../../../twins/query/relations/load/parents.rs"]
pub(crate) mod twin;
