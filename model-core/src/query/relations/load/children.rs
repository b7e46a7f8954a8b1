//! Loads the rows that belong to given rows.

use crate::model::Model;
use crate::model::StartOf;
use crate::query::objects::default_scope::SharesScope;
use crate::query::relations::belongs_to::BelongsTo;
use crate::query::relations::load::grouped::{parts, place, places};
use crate::query::relations::load::statement::{Listed, SelectChildren};
use crate::query::relations::load::{Loads, Related};
use crate::query::relations::related::{Children, OneChild};
use crate::sql::dialect::Dialect;
use crate::sql::on::RowOn;
use crate::sql::rows::load_rows;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use std::hash::Hash;

impl<M, Child: Send, C> Related<M> for Children<Child, C> {
    type Output = Vec<Child>;
    type This = Self;
}

impl<M, Child, C, Conn> Loads<M, Conn> for Children<Child, C>
where
    M: Listed<Conn::Backend, Key: Hash + Eq>,
    Child: BelongsTo<M, C> + RowOn<Conn::Backend>,
    StartOf<Child>: SharesScope<M, Child>,
    Conn: LoadConnection<Backend: Dialect>,
{
    fn load_for(rows: &[&M], all: bool, conn: &mut Conn) -> QueryResult<Vec<Vec<Child>>> {
        let mut found: Vec<Vec<Child>> = rows.iter().map(|_| Vec::new()).collect();
        let shared_scope = StartOf::<Child>::of_rows(rows);
        for places in places(rows.iter().map(|row| row.key())) {
            let keys: Vec<&M::Key> = places.keys().collect();
            for keys in parts::<Conn::Backend, _>(&keys, M::META.key.len(), shared_scope.len()) {
                let select = SelectChildren::<M, Child, C>::new(keys, all, &shared_scope);
                for child in load_rows::<_, _, Child>(conn, select)? {
                    let place = place(&places, child.foreign_key().as_deref())?;
                    found[place].push(child);
                }
            }
        }
        Ok(found)
    }
}

impl<M, Child: Send, C> Related<M> for OneChild<Child, C> {
    type Output = Option<Child>;
    type This = Self;
}

impl<M, Child: Send, C, Conn> Loads<M, Conn> for OneChild<Child, C>
where
    M: Model,
    Child: Send,
    Children<Child, C>: Loads<M, Conn> + Related<M, Output = Vec<Child>>,
{
    fn load_for(rows: &[&M], all: bool, conn: &mut Conn) -> QueryResult<Vec<Option<Child>>> {
        let found = Children::<Child, C>::load_for(rows, all, conn)?;
        Ok(found.into_iter().map(|children| children.into_iter().next()).collect())
    }
}

#[cfg(feature = "async")]
#[path = "../../../../twins/query/relations/load/children.rs"]
pub(crate) mod twin;
