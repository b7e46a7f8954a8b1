//! The databases that the project supports.

use std::fmt;

use clap::ValueEnum;

use crate::part::Part;

/// A database that the project supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Backend {
    /// SQLite, which is compiled in.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MariaDB or MySQL.
    Mysql,
}

impl Backend {
    pub(crate) const ALL: [Self; 3] = [Self::Sqlite, Self::Postgres, Self::Mysql];

    /// The name of its cargo feature, which is also its name on the command line.
    pub(crate) fn feature(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::Mysql => "mysql",
        }
    }

    /// What must be installed for it. SQLite needs nothing: it is compiled in.
    pub(crate) fn parts(self) -> &'static [Part] {
        match self {
            Self::Sqlite => &[],
            Self::Postgres => &[Part::PostgresServer, Part::PostgresClient],
            Self::Mysql => &[Part::MysqlServer, Part::MysqlClient],
        }
    }

    /// The variable in which the tests find the address of the server.
    pub(crate) fn url_variable(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("MODEL_TEST_POSTGRES_URL"),
            Self::Mysql => Some("MODEL_TEST_MYSQL_URL"),
        }
    }
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.feature())
    }
}

/// The backends as cargo's `--features` takes them.
pub(crate) fn features(backends: &[Backend]) -> String {
    let names: Vec<_> = backends.iter().map(|backend| backend.feature()).collect();
    names.join(",")
}
