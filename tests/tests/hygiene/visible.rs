//! Every visibility, several models in one module, a table in a module of another, and documentation asked of all.

use model_core::prelude::*;

/// The tables.
pub mod schema {
    diesel::table! {
        /// Things.
        things (id) {
            /// The key.
            id -> BigInt,
            /// The name.
            name -> Text,
        }
    }
}

/// A thing.
#[derive(Model, Debug)]
#[model(table = crate::visible::schema::things)]
pub struct Thing {
    /// Its key.
    pub id: i64,
    /// Its name.
    pub name: String,
}

/// A thing that only this crate knows.
#[derive(Model, Debug)]
#[model(table = self::schema::things)]
pub(crate) struct CrateThing {
    pub(crate) id: i64,
    name: String,
}

#[derive(Model, Debug)]
#[model(table = schema::things)]
struct PrivateThing {
    id: i64,
    name: String,
}

/// A thing with a name.
#[derive(Proxy, Debug)]
#[proxy(of = Thing, filter(name = "x"))]
pub struct NamedThing(Thing);

/// The key of a thing.
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThingId(i64);

/// The state of a thing.
#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// New.
    New,
}

#[test]
fn models_of_one_table() {
    drop((Thing::objects(), CrateThing::objects(), PrivateThing::objects(), NamedThing::objects()));
}
