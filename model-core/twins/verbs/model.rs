// Written by `cargo xtask twins` from the file of the same name in `src`: change that one, and run the command.
#![allow(
    clippy::all,
    dead_code,
    missing_docs,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    unused_imports,
    unused_mut,
    unused_variables
)]

use super::*;

use crate::audit::verify::twin::Verifies as _;
pub trait ModelVerbs: Model {
    fn create(new: Self::New) -> Create<Self, NoActor> {
        Create::new(new.into())
    }
    fn create_many(new: impl IntoIterator<Item = Self::New>) -> CreateMany<Self, Unspecified, NoActor> {
        CreateMany::new(new.into_iter().map(Into::into).collect())
    }
    fn upsert(new: Self::New) -> Upsert<Self, NoTarget, NoGuard, NoActor> {
        Upsert::new(new.into())
    }
    fn update_or_create(new: Self::New) -> Upsert<Self, NoTarget, NoGuard, NoActor> {
        Self::upsert(new)
    }
    fn upsert_many(new: impl IntoIterator<Item = Self::New>) -> UpsertMany<Self, NoTarget, NoGuard, NoActor> {
        UpsertMany::new(new.into_iter().map(Into::into).collect())
    }
    fn get_or_create(new: Self::New) -> GetOrCreate<Self, NoTarget, NoActor> {
        GetOrCreate::new(new.into())
    }
    fn patch(&self) -> Self::Patch<ByKey<Self>> {
        Self::patch_of(ByKey::of(self))
    }
    fn edit(self) -> Edit<Self>
    where
        Self: Editable,
    {
        Edit::new(self)
    }
    fn patch_by_key(key: impl KeyOf<Self>) -> Self::Patch<ByKey<Self>>
    where
        StartOf<Self>: FullyScoped<Self>,
    {
        Self::patch_of(ByKey::new(key.borrow().clone()))
    }
    fn delete(self) -> Delete<ByKey<Self>, NoActor> {
        Delete::new(ByKey::of(&self))
    }
    fn delete_by_key(key: impl KeyOf<Self>) -> Delete<ByKey<Self>, NoActor>
    where
        StartOf<Self>: FullyScoped<Self>,
    {
        Delete::new(ByKey::new(key.borrow().clone()))
    }
    fn hard_delete(self) -> HardDelete<ByKey<Self>, NoActor> {
        HardDelete::live(ByKey::of(&self))
    }
    fn purge() -> Purge<Self, fn(Progress), NoActor, StartOf<Self>>
    where
        Self: SoftDelete,
    {
        Purge::new()
    }
    fn verify_history<Conn: Send>(
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<Discrepancy>>> + Send
    where
        Conn: crate::sql::driver::Driver<Backend: crate::audit::verify::twin::Verifies<Conn, Self>>,
    {
        async move { crate::audit::verify::twin::verify::<Self, Conn>(conn).await }
    }
    fn as_of(key: impl KeyOf<Self>, instant: DateTime<Utc>) -> AsOf<Self>
    where
        StartOf<Self>: FullyScoped<Self>,
    {
        AsOf::new(key.borrow().clone(), instant)
    }
    fn as_of_row(row: &Self, instant: DateTime<Utc>) -> AsOf<Self> {
        AsOf::new(row.key(), instant)
    }
    fn revert(key: impl KeyOf<Self>, entry: &AuditEntry<Self>) -> Revert<Self, NoActor>
    where
        StartOf<Self>: FullyScoped<Self>,
    {
        Revert::new(key.borrow().clone(), entry)
    }
    fn revert_row(row: &Self, entry: &AuditEntry<Self>) -> Revert<Self, NoActor> {
        Revert::new(row.key(), entry)
    }
    fn history(key: impl KeyOf<Self>) -> History<Self>
    where
        StartOf<Self>: FullyScoped<Self>,
    {
        History::new(key.borrow())
    }
    fn history_of(row: &Self) -> History<Self> {
        History::new(&row.key())
    }
}

impl<M: Model + Send + Sync> crate::verbs::model::twin::ModelVerbs for M {}
