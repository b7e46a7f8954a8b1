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

use crate::verbs::child::run::twin::WritesChild as _;
use crate::verbs::update::twin::Patching as _;
impl<Child: Extends + Send + Sync, A: Send + Sync> ApplyChildPatch<Child, A> {
    #[doc(hidden)]
    pub fn run_async<Conn: Send>(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Child>> + Send
    where
        A: ActsFor<<Child::Parent as Model>::Attribution>,
        Conn: crate::sql::driver::Driver<Backend: crate::verbs::child::run::twin::WritesChild<Conn, Child>>,
    {
        async move { self.outcome_async(conn).await?.into_result() }
    }
    #[doc(hidden)]
    pub fn outcome_async<Conn: Send>(
        mut self,
        conn: &mut Conn,
    ) -> impl ::std::future::Future<Output = Result<Outcome<Child>>> + Send
    where
        A: ActsFor<<Child::Parent as Model>::Attribution>,
        Conn: crate::sql::driver::Driver<Backend: crate::verbs::child::run::twin::WritesChild<Conn, Child>>,
    {
        async move {
            let operation = self.options.operation(Action::Patch);
            operation.fill(|fill| {
                self.values.parent.fill_patch(fill);
                self.values.part.fill_patch(fill);
            })?;
            <Conn::Backend as crate::verbs::child::run::twin::WritesChild<Conn, Child>>::patch(
                conn,
                self.target,
                self.values,
                operation,
            )
            .await
        }
    }
}

pub trait PatchesChild: Sized + Send {
    type Child: Extends;
    fn into_parts(self) -> (ByKey<<Self::Child as Extends>::Parent>, Halves<Self::Child>);
    fn into_write(self) -> ApplyChildPatch<Self::Child, NoActor> {
        let (target, values) = self.into_parts();
        ApplyChildPatch { target, values, options: WriteOptions::new() }
    }
    fn expecting(self, version: impl Into<i64>) -> ApplyChildPatch<Self::Child, NoActor>
    where
        <Self::Child as Extends>::Parent: HasVersion,
    {
        self.into_write().expecting(version)
    }
    fn by(self, actor: &Actor) -> ApplyChildPatch<Self::Child, &Actor> {
        self.into_write().by(actor)
    }
    fn at(self, instant: DateTime<Utc>) -> ApplyChildPatch<Self::Child, NoActor> {
        self.into_write().at(instant)
    }
    fn run<Conn: Send>(self, conn: &mut Conn) -> impl ::std::future::Future<Output = Result<Self::Child>> + Send
    where
        NoActor: ActsFor<<<Self::Child as Extends>::Parent as Model>::Attribution>,
        Conn: crate::sql::driver::Driver<Backend: crate::verbs::child::run::twin::WritesChild<Conn, Self::Child>>,
    {
        async move { self.into_write().run_async(conn).await }
    }
}

impl<M: Model + Send + Sync, Target: Send + Sync> crate::verbs::update::twin::Patching for PartPatch<M, Target> {
    type Model = M;
    type Target = Target;
    fn target_mut(&mut self) -> &mut Target {
        &mut self.0
    }
    fn into_parts(self) -> (Target, M::Values) {
        (self.0, self.1)
    }
}
