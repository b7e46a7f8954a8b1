//! One test, every backend.

/// Writes each function as one `#[test]` per enabled backend, in a module named after it.
///
/// The function gets a [`Database`](crate::Database) that is fresh, migrated and empty. Within it, `Conn` is the
/// connection type and `Db` the Diesel backend, so the code is compiled against concrete types as a user's would be.
/// One call per file: the modules are called `sqlite`, `postgres` and `mysql`.
#[macro_export]
macro_rules! on_every_backend {
    ($($(#[$meta:meta])* fn $name:ident($db:ident) $body:block)+) => {
        #[cfg(feature = "sqlite")]
        mod sqlite {
            #[allow(unused_imports)]
            use super::*;
            $crate::on_every_backend!(@tests $crate::connections::SqliteConnection, $($(#[$meta])* fn $name($db) $body)+);
        }

        #[cfg(feature = "postgres")]
        mod postgres {
            #[allow(unused_imports)]
            use super::*;
            $crate::on_every_backend!(@tests $crate::connections::PgConnection, $($(#[$meta])* fn $name($db) $body)+);
        }

        #[cfg(feature = "mysql")]
        mod mysql {
            #[allow(unused_imports)]
            use super::*;
            $crate::on_every_backend!(@tests $crate::connections::MysqlConnection, $($(#[$meta])* fn $name($db) $body)+);
        }
    };
    (@tests $conn:ty, $($(#[$meta:meta])* fn $name:ident($db:ident) $body:block)+) => {
        #[allow(dead_code)]
        type Conn = $conn;
        #[allow(dead_code)]
        type Db = <Conn as diesel::Connection>::Backend;

        $(
            $(#[$meta])*
            #[test]
            fn $name() {
                #[allow(unused_mut)]
                let mut $db = $crate::Database::<Conn>::fresh();
                $body
            }
        )+
    };
}
