//! Loads the rows that refer to given rows with a generic reference.

use crate::model::Model;
use crate::model::StartOf;
use crate::query::generic::Targets;
use crate::query::generic::field::{GenericField, PointsBy, RefBy};
use crate::query::generic::pointer::Pointer;
use crate::query::objects::default_scope::SharesScope;
use crate::query::relations::load::counts::Counts;
use crate::query::relations::load::grouped::{parts, places};
use crate::query::relations::load::statement::{ReferenceCount, SelectReferring};
use crate::query::relations::load::{Loads, Related};
use crate::query::relations::related::Referring;
use crate::sql::dialect::Dialect;
use crate::sql::on::RowOn;
use crate::sql::rows::{load, load_rows};
use crate::values::BindValues;
use diesel::QueryResult;
use diesel::connection::LoadConnection;
use diesel::query_builder::QueryFragment;
use diesel::serialize::ToSql;
use diesel::sql_types::Text;

impl<M, Child: Send, C> Related<M> for Referring<Child, C> {
    type Output = Vec<Child>;
    type This = Self;
}

impl<M, Child, C, Conn> Loads<M, Conn> for Referring<Child, C>
where
    M: Model,
    Child: PointsBy<C, Field: GenericField<Ref: Targets<M>>> + RowOn<Conn::Backend>,
    StartOf<Child>: SharesScope<M, Child>,
    Conn: LoadConnection<Backend: Dialect>,
    String: ToSql<Text, Conn::Backend>,
{
    fn load_for(rows: &[&M], all: bool, conn: &mut Conn) -> QueryResult<Vec<Vec<Child>>> {
        let kind = <RefBy<Child, C> as Targets<M>>::KIND;
        let mut found: Vec<Vec<Child>> = rows.iter().map(|_| Vec::new()).collect();
        let shared_scope = StartOf::<Child>::of_rows(rows);
        for places in places(pointers::<M, Child, C>(rows)) {
            let targets: Vec<&Pointer<Child::Values>> = places.keys().collect();
            for targets in parts::<Conn::Backend, _>(&targets, 1, shared_scope.len()) {
                let select = SelectReferring::<Child, C>::new(targets, kind, all, &shared_scope);
                for row in load_rows::<_, _, Child>(conn, select)? {
                    // A reference that is equal only by the collation refers to another row.
                    let target = PointsBy::<C>::reference_text(&row).map(|text| Pointer { text, values: None });
                    if let Some(place) = target.and_then(|target| places.get(&target)) {
                        found[*place].push(row);
                    }
                }
            }
        }
        Ok(found)
    }
}

impl<M, Child, C, Conn> Counts<M, Conn> for Referring<Child, C>
where
    M: Model,
    Child: PointsBy<C, Field: GenericField<Ref: Targets<M>>>
        + Model<Table: QueryFragment<Conn::Backend>, Values: BindValues<Conn::Backend>>,
    StartOf<Child>: SharesScope<M, Child>,
    Conn: LoadConnection<Backend: Dialect>,
    String: ToSql<Text, Conn::Backend>,
{
    fn count_for(rows: &[&M], all: bool, conn: &mut Conn) -> QueryResult<Vec<i64>> {
        let kind = <RefBy<Child, C> as Targets<M>>::KIND;
        let mut counts = vec![0; rows.len()];
        let shared_scope = StartOf::<Child>::of_rows(rows);
        for places in places(pointers::<M, Child, C>(rows)) {
            let targets: Vec<&Pointer<Child::Values>> = places.keys().collect();
            for targets in parts::<Conn::Backend, _>(&targets, 1, shared_scope.len()) {
                let select = SelectReferring::<Child, C>::new(targets, kind, all, &shared_scope).counted();
                for found in load::<_, _, ReferenceCount>(conn, select)? {
                    let target = Pointer::of_text::<M>(Child::PLACE, found.target);
                    if let Some(place) = places.get(&target) {
                        counts[*place] = found.count;
                    }
                }
            }
        }
        Ok(counts)
    }
}

/// A reference to each of these rows.
fn pointers<M, Child, C>(rows: &[&M]) -> impl Iterator<Item = Pointer<Child::Values>>
where
    M: Model,
    Child: PointsBy<C, Field: GenericField<Ref: Targets<M>>>,
{
    rows.iter().map(|row| Pointer::to::<Child, C, M>(row))
}

#[cfg(feature = "async")]
#[path = "../../../../twins/query/relations/load/referring.rs"]
pub(crate) mod twin;
