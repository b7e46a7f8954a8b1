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

use crate::query::relations::load::counts::twin::Counts;
use crate::query::relations::load::twin::Loads;
impl<M: Send + Sync, Child: Send + Sync, C: Send + Sync, Conn: Send> crate::query::relations::load::twin::Loads<M, Conn>
    for Referring<Child, C>
where
    M: Model,
    Child: PointsBy<C, Field: GenericField<Ref: Targets<M>>> + RowOn<Conn::Backend>,
    StartOf<Child>: SharesScope<M, Child>,
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    String: ToSql<Text, Conn::Backend>,
{
    fn load_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<Vec<Child>>>> + Send {
        async move {
            let kind = <RefBy<Child, C> as Targets<M>>::KIND;
            let mut found: Vec<Vec<Child>> = rows.iter().map(|_| Vec::new()).collect();
            let shared_scope = StartOf::<Child>::of_rows(rows);
            for places in places(pointers::<M, Child, C>(rows)) {
                let targets: Vec<&Pointer<Child::Values>> = places.keys().collect();
                for targets in parts::<Conn::Backend, _>(&targets, 1, shared_scope.len()) {
                    let select = SelectReferring::<Child, C>::new(targets, kind, all, &shared_scope);
                    for row in crate::sql::driver::load_rows::<_, _, Child>(conn, select).await? {
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
}

impl<M: Send + Sync, Child: Send + Sync, C: Send + Sync, Conn: Send>
    crate::query::relations::load::counts::twin::Counts<M, Conn> for Referring<Child, C>
where
    M: Model,
    Child: PointsBy<C, Field: GenericField<Ref: Targets<M>>>
        + Model<Table: QueryFragment<Conn::Backend>, Values: BindValues<Conn::Backend>>,
    StartOf<Child>: SharesScope<M, Child>,
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    String: ToSql<Text, Conn::Backend>,
{
    fn count_for(
        rows: &[&M],
        all: bool,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = QueryResult<Vec<i64>>> + Send {
        async move {
            let kind = <RefBy<Child, C> as Targets<M>>::KIND;
            let mut counts = vec![0; rows.len()];
            let shared_scope = StartOf::<Child>::of_rows(rows);
            for places in places(pointers::<M, Child, C>(rows)) {
                let targets: Vec<&Pointer<Child::Values>> = places.keys().collect();
                for targets in parts::<Conn::Backend, _>(&targets, 1, shared_scope.len()) {
                    let select = SelectReferring::<Child, C>::new(targets, kind, all, &shared_scope).counted();
                    for found in crate::sql::driver::load::<_, _, ReferenceCount>(conn, select).await? {
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
}
