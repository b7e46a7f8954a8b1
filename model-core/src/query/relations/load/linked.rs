//! Loads the rows that are linked to given rows.

use crate::model::Model;
use crate::model::StartOf;
use crate::query::objects::default_scope::SharesScope;
use crate::query::relations::belongs_to::BelongsTo;
use crate::query::relations::load::grouped::{parts, place, places};
use crate::query::relations::load::statement::{Listed, SelectLinked, WithLink};
use crate::query::relations::load::{Loads, Related};
use crate::query::relations::related::Through;
use crate::sql::dialect::Dialect;
use crate::sql::on::RowOn;
use crate::sql::rows::load;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use std::hash::Hash;

impl<M, Linked: Send, Link, By, To> Related<M> for Through<Linked, Link, By, To> {
    type Output = Vec<Linked>;
    type This = Self;
}

impl<M, Linked, Link, By, To, Conn> Loads<M, Conn> for Through<Linked, Link, By, To>
where
    M: Listed<Conn::Backend, Key: Hash + Eq>,
    Linked: Model + RowOn<Conn::Backend>,
    StartOf<Linked>: SharesScope<M, Linked>,
    Link: BelongsTo<M, By> + BelongsTo<Linked, To> + RowOn<Conn::Backend>,
    Conn: LoadConnection<Backend: Dialect>,
{
    fn load_for(rows: &[&M], all: bool, conn: &mut Conn) -> QueryResult<Vec<Vec<Linked>>> {
        let mut found: Vec<Vec<Linked>> = rows.iter().map(|_| Vec::new()).collect();
        let shared_scope = StartOf::<Linked>::of_rows(rows);
        for places in places(rows.iter().map(|row| row.key())) {
            let keys: Vec<&M::Key> = places.keys().collect();
            for keys in parts::<Conn::Backend, _>(&keys, M::META.key.len(), shared_scope.len()) {
                let select = SelectLinked::<M, Linked, Link, By, To>::new(keys, all, &shared_scope);
                for WithLink { row, link } in load::<_, _, WithLink<Linked, Link>>(conn, select)? {
                    let place = place(&places, <Link as BelongsTo<M, By>>::foreign_key(&link).as_deref())?;
                    found[place].push(row);
                }
            }
        }
        Ok(found)
    }
}

#[cfg(feature = "async")]
#[path = "../../../../twins/query/relations/load/linked.rs"]
pub(crate) mod twin;
