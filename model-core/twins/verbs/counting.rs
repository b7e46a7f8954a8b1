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

use crate::effects::foresee::parents::twin::ForeseesAncestors;
use crate::effects::foresee::parents::twin::ForeseesParents;
use crate::effects::foresee::twin::Foresees;
use crate::verbs::preview::twin::PreviewOn;
pub(crate) fn reached<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    mut keys: Vec<M::Key>,
    capped: bool,
    effect: Effect,
    foresight: &mut Foresight,
) -> impl ::std::future::Future<Output = Result<Impact>> + Send
where
    M: Model<Deletion: crate::effects::foresee::twin::Foresees<Conn, M>>,
{
    async move {
        foresight.count::<M>(&mut keys);
        let children = M::Deletion::below(conn, &keys, capped, foresight).await?;
        Ok(Impact { capped, children, ..Impact::of(M::META.name, keys.len(), effect) })
    }
}

pub(crate) fn one<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: ByKey<Row>,
    required: RequiredState,
    mut foresight: Foresight,
) -> impl ::std::future::Future<Output = Result<Impact>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: RowOn<Conn::Backend>,
    <Row::Model as Model>::Deletion: crate::effects::foresee::twin::Foresees<Conn, Row::Model>,
{
    async move {
        match crate::sql::find::twin::found_unlocked(conn, &target, required.of::<Row::Model>()).await? {
            Outcome::Unchanged(_) | Outcome::Changed(_) => {}
            other => drop(other.into_result()?),
        }
        let effect = foresight.effect();
        crate::verbs::counting::twin::reached::<Conn, Row::Model>(conn, vec![target.key], false, effect, &mut foresight)
            .await
    }
}

pub(crate) fn set<Conn: Send, Row: Send + Sync, Filter: Send>(
    conn: &mut Conn,
    target: ByFilter<Row, Filter>,
    mut foresight: Foresight,
) -> impl ::std::future::Future<Output = Result<Impact>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: Manager<Model: KeysOn<Conn::Backend>>,
    Filter: QueryFragment<Conn::Backend>,
    <Row::Model as Model>::Deletion: crate::effects::foresee::twin::Foresees<Conn, Row::Model>,
{
    async move {
        let (keys, capped) = crate::effects::foresee::twin::keys_of(conn, target, foresight.limit()).await?;
        let effect = foresight.effect();
        crate::verbs::counting::twin::reached::<Conn, Row::Model>(conn, keys, capped, effect, &mut foresight).await
    }
}

impl<Conn: Send, Row: Send + Sync, A: Send + Sync> crate::verbs::preview::twin::PreviewOn<Conn>
    for CountingTo<Delete<ByKey<Row>, A>>
where
    Row: RowOn<Conn::Backend>,
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    <Row::Model as Model>::Deletion: crate::effects::foresee::twin::Foresees<Conn, Row::Model>,
{
    fn rehearse(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Impact>> + Send {
        async move {
            let foresight = Foresight::new(deletion::<Row::Model>(), self.rows);
            crate::verbs::counting::twin::one::<Conn, Row>(conn, self.write.target, RequiredState::Live, foresight)
                .await
        }
    }
}

impl<Conn: Send, Row: Send + Sync, Filter: Send, Mode: Send + Sync, A: Send + Sync>
    crate::verbs::preview::twin::PreviewOn<Conn> for CountingTo<Delete<ByFilter<Row, Filter, Mode>, A>>
where
    Row: Manager<Model: KeysOn<Conn::Backend>>,
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Filter: QueryFragment<Conn::Backend>,
    <Row::Model as Model>::Deletion: crate::effects::foresee::twin::Foresees<Conn, Row::Model>,
{
    fn rehearse(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Impact>> + Send {
        async move {
            let foresight = Foresight::new(deletion::<Row::Model>(), self.rows);
            let target: ByFilter<Row, Filter> = self.write.target.in_mode();
            crate::verbs::counting::twin::set(conn, target, foresight).await
        }
    }
}

impl<Conn: Send, Row: Send + Sync, A: Send + Sync> crate::verbs::preview::twin::PreviewOn<Conn>
    for CountingTo<HardDelete<ByKey<Row>, A>>
where
    Row: RowOn<Conn::Backend>,
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    <Row::Model as Model>::Deletion: crate::effects::foresee::twin::Foresees<Conn, Row::Model>,
{
    fn rehearse(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Impact>> + Send {
        async move {
            let foresight = Foresight::new(Ahead::Removal, self.rows);
            crate::verbs::counting::twin::one::<Conn, Row>(conn, self.write.target, self.write.required, foresight)
                .await
        }
    }
}

impl<Conn: Send, Row: Send + Sync, Filter: Send, Mode: Send + Sync, A: Send + Sync>
    crate::verbs::preview::twin::PreviewOn<Conn> for CountingTo<HardDelete<ByFilter<Row, Filter, Mode>, A>>
where
    Row: Manager<Model: KeysOn<Conn::Backend>>,
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Filter: QueryFragment<Conn::Backend>,
    <Row::Model as Model>::Deletion: crate::effects::foresee::twin::Foresees<Conn, Row::Model>,
{
    fn rehearse(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Impact>> + Send {
        async move {
            let foresight = Foresight::new(Ahead::Removal, self.rows);
            let target: ByFilter<Row, Filter> = self.write.target.in_mode();
            crate::verbs::counting::twin::set(conn, target, foresight).await
        }
    }
}

pub(crate) fn deleted<Conn: Send, Row: Send + Sync>(
    conn: &mut Conn,
    target: &ByKey<Row>,
) -> impl ::std::future::Future<Output = Result<Row::Model>> + Send
where
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Row: Manager<Model: ModelOn<Conn::Backend>>,
{
    async move {
        let target = ByKey::<Row::Model> { key: target.key.clone(), expected: target.expected, transition: None };
        crate::sql::find::twin::found_unlocked(conn, &target, RequiredState::Deleted).await?.into_result()
    }
}

pub(crate) fn restored<Conn: Send, M: Send + Sync>(
    conn: &mut Conn,
    row: M,
    foresight: &mut Foresight,
) -> impl ::std::future::Future<Output = Result<Impact>> + Send
where
    M: Model<Deletion: crate::effects::foresee::twin::Foresees<Conn, M>>,
{
    async move {
        let keys = [row.key()];
        foresight.restoring(deletion_of::<M>(row).into_iter().collect());
        let children = M::Deletion::below(conn, &keys, false, foresight).await?;
        Ok(Impact { children, ..Impact::of(M::META.name, 1, Effect::Restored) })
    }
}

impl<Conn: Send, Row: Send + Sync, A: Send + Sync> crate::verbs::preview::twin::PreviewOn<Conn>
    for CountingTo<Restore<ByKey<Row>, A>>
where
    Row: Manager<Model: ModelOn<Conn::Backend>>,
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    <Row::Model as Model>::Deletion: crate::effects::foresee::twin::Foresees<Conn, Row::Model>,
    <Row::Model as Model>::References: crate::effects::foresee::parents::twin::ForeseesParents<Conn, Row::Model>,
{
    fn rehearse(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Impact>> + Send {
        async move {
            let row = crate::verbs::counting::twin::deleted::<Conn, Row>(conn, &self.write.target).await?;
            let mut refusing = Vec::new();
            <Row::Model as Model>::References::refusing(conn, &row, &mut refusing).await?;
            let mut foresight = Foresight::new(Ahead::Restoration(Vec::new()), self.rows);
            foresight.count::<Row::Model>(&mut vec![row.key()]);
            let mut impact =
                crate::verbs::counting::twin::restored::<Conn, Row::Model>(conn, row, &mut foresight).await?;
            impact.children.extend(refusing);
            Ok(impact)
        }
    }
}

impl<Conn: Send, Row: Send + Sync, A: Send + Sync> crate::verbs::preview::twin::PreviewOn<Conn>
    for CountingTo<RestoreWithAncestors<ByKey<Row>, A>>
where
    Row: Manager<Model: ModelOn<Conn::Backend>>,
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    <Row::Model as Model>::Deletion: crate::effects::foresee::twin::Foresees<Conn, Row::Model>,
    <Row::Model as Model>::References: crate::effects::foresee::parents::twin::ForeseesAncestors<Conn, Row::Model>,
{
    fn rehearse(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Impact>> + Send {
        async move {
            let row = crate::verbs::counting::twin::deleted::<Conn, Row>(conn, &self.write.target).await?;
            let mut above = Vec::new();
            let mut foresight = Foresight::new(Ahead::Restoration(Vec::new()), self.rows);
            foresight.count::<Row::Model>(&mut vec![row.key()]);
            <Row::Model as Model>::References::ancestors(conn, &row, &mut foresight, &mut above).await?;
            let mut impact =
                crate::verbs::counting::twin::restored::<Conn, Row::Model>(conn, row, &mut foresight).await?;
            impact.children.extend(above);
            Ok(impact)
        }
    }
}

impl<Conn: Send, Row: Send + Sync, Filter: Send, Mode: Send + Sync, A: Send + Sync>
    crate::verbs::preview::twin::PreviewOn<Conn> for CountingTo<Restore<ByFilter<Row, Filter, Mode>, A>>
where
    Row: Manager<Model: ModelOn<Conn::Backend>>,
    Conn: crate::sql::driver::Driver<Backend: Dialect>,
    Filter: QueryFragment<Conn::Backend>,
    <Row::Model as Model>::Deletion: crate::effects::foresee::twin::Foresees<Conn, Row::Model>,
{
    fn rehearse(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Impact>> + Send {
        async move {
            let target: ByFilter<Row, Filter> = self.write.target.in_mode();
            let mut foresight = Foresight::new(Ahead::Restoration(Vec::new()), self.rows);
            let (rows, capped) = crate::effects::foresee::twin::rows_of(conn, target, foresight.limit()).await?;
            let keys: Vec<_> = rows.iter().map(Model::key).collect();
            let deletions: BTreeSet<_> = rows.into_iter().filter_map(deletion_of::<Row::Model>).collect();
            foresight.restoring(deletions.into_iter().collect());
            crate::verbs::counting::twin::reached::<Conn, Row::Model>(
                conn,
                keys,
                capped,
                Effect::Restored,
                &mut foresight,
            )
            .await
        }
    }
}
