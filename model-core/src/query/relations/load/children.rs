//! Loads the rows that belong to given rows.

use crate::model::Model;
use crate::model::StartOf;
use crate::query::objects::default_scope::SharesScope;
use crate::query::relations::belongs_to::BelongsTo;
use crate::query::relations::load::grouped::{in_parts, place, places};
use crate::query::relations::load::statement::{Listed, SelectChildren};
use crate::query::relations::load::{Loads, Related};
use crate::query::relations::related::{Children, OneChild};
use crate::sql::dialect::Dialect;
use crate::sql::on::RowOn;
use crate::sql::rows::load_rows;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use std::hash::Hash;

impl<M, R, C> Related<M> for Children<R, C> {
    type Output = Vec<R>;
    type This = Self;
}

impl<M, R, C, Conn> Loads<M, Conn> for Children<R, C>
where
    M: Listed<Conn::Backend, Key: Hash + Eq>,
    R: BelongsTo<M, C> + RowOn<Conn::Backend>,
    StartOf<R>: SharesScope<M, R>,
    Conn: LoadConnection<Backend: Dialect>,
{
    fn load_for(rows: &[&M], all: bool, conn: &mut Conn) -> QueryResult<Vec<Vec<R>>> {
        let mut found: Vec<Vec<R>> = rows.iter().map(|_| Vec::new()).collect();
        let shared_scope = StartOf::<R>::of_rows(rows);
        for places in places(rows.iter().map(|row| row.key())) {
            in_parts::<Conn::Backend, _, _>(
                places.keys(),
                shared_scope.len(),
                |keys| load_rows(conn, SelectChildren::<M, R, C>::new(keys, all, &shared_scope)),
                |child: R| {
                    let place = place(&places, child.foreign_key())?;
                    found[place].push(child);
                    Ok(())
                },
            )?;
        }
        Ok(found)
    }
}

impl<M, R, C> Related<M> for OneChild<R, C> {
    type Output = Option<R>;
    type This = Self;
}

impl<M, R, C, Conn> Loads<M, Conn> for OneChild<R, C>
where
    M: Model,
    Children<R, C>: Loads<M, Conn> + Related<M, Output = Vec<R>>,
{
    fn load_for(rows: &[&M], all: bool, conn: &mut Conn) -> QueryResult<Vec<Option<R>>> {
        let found = Children::<R, C>::load_for(rows, all, conn)?;
        Ok(found.into_iter().map(|children| children.into_iter().next()).collect())
    }
}
