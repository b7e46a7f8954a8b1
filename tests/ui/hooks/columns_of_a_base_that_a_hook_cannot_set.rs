#[path = "../sealed.rs"]
mod sealed;
use sealed::*;

#[derive(Base)]
#[model(hooks)]
pub struct Counted {
    #[model(skip_update)]
    pub title: String,
    #[model(version)]
    pub version: i64,
}

impl<M: HookedBy<Self>, Conn> BaseHooks<M, Conn> for Counted {
    fn before_create(new: &mut Draft<'_, M, Creating>, _: &mut Context<'_, Conn>) -> Result<(), Error> {
        new.set(Self::COLUMNS.title, 7);
        new.set(Self::COLUMNS.version, 7);
        new.set(Sealed::COLUMNS.sealed, true);
        Ok(())
    }

    fn before_patch(_: &M, patch: &mut Draft<'_, M, Changing>, _: &mut Context<'_, Conn>) -> Result<(), Error> {
        patch.set(Self::COLUMNS.title, "Milk");
        Ok(())
    }
}

fn main() {}
