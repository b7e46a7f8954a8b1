//! The desk as a browser meets it, request by request, on every backend: the same files once for each.

macro_rules! on {
    ($feature:literal, $name:ident, $backend:literal) => {
        #[cfg(feature = $feature)]
        #[path = "."]
        mod $name {
            mod attacks;
            #[path = $backend]
            mod backend;
            mod forms;
            mod house;
            mod journeys;
            mod lists;
            mod login;
            mod many;
            mod merges;
            mod models;
            mod rights;
        }
    };
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
mod server;

on!("sqlite", sqlite, "sqlite.rs");
on!("postgres", postgres, "postgres.rs");
on!("mysql", mysql, "mysql.rs");
