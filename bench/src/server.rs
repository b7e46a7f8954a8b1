//! The addresses of the servers.

#[cfg(any(feature = "postgres", feature = "mysql"))]
use anyhow::{Context, Result};

/// The variables with the addresses of the servers.
pub(crate) const POSTGRES: &str = "MODEL_BENCH_POSTGRES_URL";
pub(crate) const MYSQL: &str = "MODEL_BENCH_MYSQL_URL";

/// The address in a variable.
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(crate) fn address(variable: &str) -> Result<String> {
    std::env::var(variable).with_context(|| format!("{variable} is not set; `cargo xtask bench` sets it"))
}

/// The same URL with another database at its end.
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(crate) fn with_database(url: &str, name: &str) -> String {
    let base = url.rsplit_once('/').map_or(url, |(base, _)| base);
    format!("{base}/{name}")
}
