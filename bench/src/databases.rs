//! Opening an empty database for a side. This is the only file that knows all backends.

#[cfg(any(feature = "postgres", feature = "mysql"))]
use crate::server;
use crate::stage::Stage;
use crate::world::{Who, World};
use anyhow::Result;
use tempfile::TempDir;

/// Where the files of a case are.
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Result<Self> {
        Ok(Self(tempfile::tempdir()?))
    }
}

/// Makes a side with an empty database of its own, which is gone with the place.
pub(crate) fn open(stage: Stage, who: Who, place: &Place) -> Result<Box<dyn World>> {
    let file = place.0.path().join(format!("{who:?}.db").to_lowercase());
    match stage {
        #[cfg(feature = "sqlite")]
        Stage::Memory => crate::sqlite::world(who, ":memory:"),
        #[cfg(feature = "sqlite")]
        Stage::File => crate::sqlite::world(who, &file.display().to_string()),
        #[cfg(feature = "postgres")]
        Stage::Postgres => crate::postgres::world(who, &server::address(server::POSTGRES)?),
        #[cfg(feature = "mysql")]
        Stage::Mysql => crate::mysql::world(who, &server::address(server::MYSQL)?),
        #[allow(unreachable_patterns)]
        _ => anyhow::bail!("this program was built without {}: {}", stage.title(), file.display()),
    }
}

/// One more connection of the library to the database that this place has.
pub(crate) fn join(stage: Stage, place: &Place) -> Result<Box<dyn World>> {
    let file = place.0.path().join("library.db");
    match stage {
        #[cfg(feature = "sqlite")]
        Stage::File => crate::sqlite::join(&file.display().to_string()),
        #[cfg(feature = "postgres")]
        Stage::Postgres => crate::postgres::join(&server::address(server::POSTGRES)?),
        #[cfg(feature = "mysql")]
        Stage::Mysql => crate::mysql::join(&server::address(server::MYSQL)?),
        _ => anyhow::bail!("{} has no second connection: {}", stage.title(), file.display()),
    }
}
