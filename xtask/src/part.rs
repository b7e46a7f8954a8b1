//! The pieces of software that a backend needs on this machine.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::server::{bouncer, galera, mariadb, postgres};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    PostgresServer,
    PostgresClient,
    MysqlServer,
    MysqlClient,
    /// What the nodes of a cluster need in addition to their servers.
    Galera,
    PgBouncer,
    /// A browser that programs can drive.
    Browser,
    /// What counts instructions.
    Valgrind,
}

impl Part {
    /// Whether the part is installed.
    pub(crate) fn is_present(self) -> bool {
        match self {
            Self::PostgresServer => postgres::Programs::find().is_some(),
            Self::PostgresClient => has_libpq(),
            Self::MysqlServer => mariadb::Programs::find().is_some(),
            Self::MysqlClient => has_libmysqlclient(),
            Self::Galera => galera::provider().is_some() && find_program("rsync").is_some(),
            Self::PgBouncer => bouncer::Programs::find().is_some(),
            Self::Browser => find_program("chromium").is_some() && find_program("chromedriver").is_some(),
            Self::Valgrind => find_program("valgrind").is_some(),
        }
    }

    /// The Debian packages that bring it.
    ///
    /// `pkg-config` is the only way in which `mysqlclient-sys` finds Debian's `libmariadb-dev`, which does not bring
    /// a `mysql_config`.
    pub(crate) fn packages(self) -> &'static [&'static str] {
        match self {
            Self::PostgresServer => &["postgresql"],
            Self::PostgresClient => &["libpq-dev"],
            Self::MysqlServer => &["mariadb-server"],
            Self::MysqlClient => &["libmariadb-dev", "pkg-config"],
            Self::Galera => &["galera-4", "rsync"],
            Self::PgBouncer => &["pgbouncer"],
            Self::Browser => &["chromium", "chromium-driver", "fonts-dejavu-core"],
            // Valgrind replaces functions of the C library, which it finds by the symbols of its debug package.
            Self::Valgrind => &["valgrind", "libc6-dbg"],
        }
    }

    /// A description for people.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::PostgresServer => "the PostgreSQL server programs",
            Self::PostgresClient => "the libpq development files",
            Self::MysqlServer => "the MariaDB or MySQL server programs",
            Self::MysqlClient => "the libmariadb or libmysqlclient development files (found through pkg-config)",
            Self::Galera => "the Galera library and rsync",
            Self::PgBouncer => "pgbouncer",
            Self::Browser => "chromium and chromedriver",
            Self::Valgrind => "valgrind",
        }
    }
}

/// The Debian packages for several parts.
pub(crate) fn packages(parts: &[Part]) -> Vec<&'static str> {
    parts.iter().flat_map(|part| part.packages()).copied().collect()
}

fn has_libpq() -> bool {
    env::var_os("PQ_LIB_DIR").is_some()
        || output("pg_config", &["--includedir"]).is_some_and(|dir| Path::new(&dir).join("libpq-fe.h").exists())
        || output("pkg-config", &["--exists", "libpq"]).is_some()
        || ["/usr/include/libpq-fe.h", "/usr/include/postgresql/libpq-fe.h"]
            .iter()
            .any(|header| Path::new(header).exists())
}

// The same places, in the same order, as the build script of `mysqlclient-sys`: a header on its own is not enough.
fn has_libmysqlclient() -> bool {
    output("pkg-config", &["--exists", "mysqlclient"]).is_some()
        || output("pkg-config", &["--exists", "libmariadb"]).is_some()
        || env::var_os("MYSQLCLIENT_LIB_DIR").is_some()
        || output("mysql_config", &["--libs"]).is_some()
}

/// The output of a program, or `None` if the program does not exist or fails.
pub(crate) fn output(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// The program of this name in `PATH`, or where servers are installed outside an ordinary user's `PATH`.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .chain(["/usr/sbin", "/usr/local/sbin", "/usr/libexec"].map(PathBuf::from))
        .map(|dir| dir.join(name))
        .find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_packages_of_the_missing_parts_are_named() {
        assert_eq!(packages(&[Part::PostgresClient]), ["libpq-dev"]);
        assert_eq!(
            packages(&[Part::PostgresServer, Part::MysqlClient]),
            ["postgresql", "libmariadb-dev", "pkg-config"]
        );
        assert!(packages(&[]).is_empty());
    }

    #[test]
    fn a_program_that_fails_or_is_missing_has_no_output() {
        assert_eq!(output("sh", &["-c", "echo ' text '"]).as_deref(), Some("text"));
        assert_eq!(output("sh", &["-c", "echo text; exit 3"]), None);
        assert_eq!(output("no-such-program-anywhere", &[]), None);
    }
}
