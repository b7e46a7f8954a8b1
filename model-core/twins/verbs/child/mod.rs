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
use crate::verbs::model::twin::ModelVerbs as _;
pub trait ChildVerbs: Extends {
    fn create(new: Self::New) -> CreateChild<Self, NoActor> {
        CreateChild::new(Self::values_of(new))
    }
    fn create_many(new: impl IntoIterator<Item = Self::New>) -> CreateChildren<Self, NoActor> {
        CreateChildren::new(new.into_iter().map(Self::values_of).collect())
    }
    fn patch(&self) -> Self::Patch<ByKey<Self::Parent>> {
        Self::patch_of(ByKey::of(self.parent()))
    }
    fn patch_by_key(key: impl KeyOf<Self::Parent>) -> Self::Patch<ByKey<Self::Parent>> {
        Self::patch_of(ByKey::new(key.borrow().clone()))
    }
    fn delete(self) -> DeleteChild<Self, NoActor> {
        DeleteChild::new(ByKey::of(self.parent()))
    }
    fn hard_delete(self) -> HardDeleteChild<Self, NoActor> {
        HardDeleteChild::live(ByKey::of(self.parent()))
    }
    fn history(key: impl KeyOf<Self::Parent>) -> ChildHistory<Self> {
        ChildHistory::new(key.borrow())
    }
    fn verify_history<Conn: Send>(
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Vec<Discrepancy>>> + Send
    where
        Conn: crate::sql::driver::Driver<
                Backend: crate::audit::verify::twin::Verifies<Conn, Self::Parent>
                             + crate::audit::verify::twin::Verifies<Conn, Self::Part>,
            >,
    {
        async move {
            let mut discrepancies = Self::Parent::verify_history(conn).await?;
            if Self::Part::META.audited {
                discrepancies.extend(Self::Part::verify_history(conn).await?);
            }
            Ok(discrepancies)
        }
    }
    fn upsert(_: Self::New) -> Infallible
    where
        Self: InOneTable,
    {
        Self::never()
    }
    fn get_or_create(_: Self::New) -> Infallible
    where
        Self: InOneTable,
    {
        Self::never()
    }
}

impl<Child: Extends + Send + Sync> crate::verbs::child::twin::ChildVerbs for Child {}
