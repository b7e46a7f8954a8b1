//! One table through many edits of its model: what each migration is made from, and what it has to leave.

/// A table and the model of it, at one moment.
macro_rules! edition {
    ($name:ident, { $($column:ident -> $ty:ty,)+ }, [$($option:tt)*], { $($body:tt)* }) => {
        pub(crate) mod $name {
            #[allow(unused_imports)]
            use super::{Rack, State, Wider};
            use model_core::prelude::*;

            diesel::table! {
                use diesel::sql_types::*;
                use model_core::sql_types::{Instant, Uuid};

                leaflets (id) {
                    id -> BigInt,
                    $($column -> $ty,)+
                }
            }

            #[derive(Model, Debug)]
            #[model(table = leaflets, audit $($option)*)]
            pub(crate) struct Leaflet {
                pub(crate) id: i64,
                $($body)*
            }
        }
    };
}

use model_core::prelude::*;

diesel::table! {
    racks (id) {
        id -> BigInt,
        name -> Text,
    }
}

diesel::table! {
    slips (id) {
        id -> BigInt,
        rack_id -> BigInt,
        text -> Text,
    }
}

#[derive(Model, Debug)]
#[model(table = racks)]
pub(crate) struct Rack {
    id: i64,
    #[model(unique, max_length = 40)]
    name: String,
}

#[derive(Model, Debug)]
#[model(table = slips)]
pub(crate) struct Slip {
    id: i64,
    #[model(belongs_to = Rack)]
    rack_id: i64,
    text: String,
}

#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Draft,
    Final,
}

#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wider {
    Draft,
    Final,
    #[choices(value = "printer's")]
    Printing,
}

edition!(first, { title -> Text, }, [], {
    #[model(max_length = 100)]
    pub(crate) title: String,
});

edition!(body, { title -> Text, body -> Nullable<Text>, }, [], {
    #[model(max_length = 100)]
    pub(crate) title: String,
    pub(crate) body: Option<String>,
});

edition!(copies, { title -> Text, body -> Nullable<Text>, copies -> Integer, }, [], {
    #[model(max_length = 100)]
    pub(crate) title: String,
    pub(crate) body: Option<String>,
    pub(crate) copies: i32,
});

edition!(renamed, { headline -> Text, body -> Nullable<Text>, copies -> Integer, }, [], {
    #[model(max_length = 100)]
    #[audit(renamed_from = "title")]
    pub(crate) headline: String,
    pub(crate) body: Option<String>,
    pub(crate) copies: i32,
});

edition!(unique, { headline -> Text, body -> Nullable<Text>, copies -> Integer, }, [], {
    #[model(max_length = 100, unique)]
    pub(crate) headline: String,
    pub(crate) body: Option<String>,
    pub(crate) copies: i32,
});

edition!(dropped, { headline -> Text, copies -> Integer, }, [], {
    #[model(max_length = 100, unique)]
    pub(crate) headline: String,
    pub(crate) copies: i32,
});

edition!(wide, { headline -> Text, copies -> BigInt, }, [], {
    #[model(max_length = 100, unique)]
    pub(crate) headline: String,
    pub(crate) copies: i64,
});

edition!(optional, { headline -> Text, copies -> Nullable<BigInt>, }, [], {
    #[model(max_length = 100, unique)]
    pub(crate) headline: String,
    pub(crate) copies: Option<i64>,
});

edition!(owned, { headline -> Text, copies -> BigInt, rack_id -> Nullable<BigInt>, }, [], {
    #[model(max_length = 100, unique)]
    pub(crate) headline: String,
    pub(crate) copies: i64,
    #[model(belongs_to = Rack)]
    pub(crate) rack_id: Option<i64>,
});

edition!(indexed, { headline -> Text, copies -> BigInt, rack_id -> Nullable<BigInt>, }, [], {
    #[model(max_length = 100, unique)]
    pub(crate) headline: String,
    #[model(index)]
    pub(crate) copies: i64,
    #[model(belongs_to = Rack)]
    pub(crate) rack_id: Option<i64>,
});

edition!(soft, {
    headline -> Text,
    copies -> BigInt,
    rack_id -> Nullable<BigInt>,
    deleted_at -> Nullable<Instant>,
    deletion_batch -> Nullable<Uuid>,
}, [, soft_delete], {
    #[model(max_length = 100, unique)]
    pub(crate) headline: String,
    pub(crate) copies: i64,
    #[model(belongs_to = Rack)]
    pub(crate) rack_id: Option<i64>,
    pub(crate) deleted_at: Option<chrono::DateTime<chrono::Utc>>,
    #[audit(skip)]
    pub(crate) deletion_batch: Option<uuid::Uuid>,
});

edition!(chosen, { headline -> Text, copies -> BigInt, rack_id -> Nullable<BigInt>, state -> Text, }, [], {
    #[model(max_length = 100, unique)]
    pub(crate) headline: String,
    pub(crate) copies: i64,
    #[model(belongs_to = Rack)]
    pub(crate) rack_id: Option<i64>,
    pub(crate) state: State,
});

edition!(wider, { headline -> Text, copies -> BigInt, rack_id -> Nullable<BigInt>, state -> Text, }, [], {
    #[model(max_length = 200, unique)]
    pub(crate) headline: String,
    pub(crate) copies: i64,
    #[model(belongs_to = Rack)]
    pub(crate) rack_id: Option<i64>,
    pub(crate) state: Wider,
});

edition!(counted, {
    headline -> Text,
    copies -> BigInt,
    rack_id -> Nullable<BigInt>,
    state -> Text,
    hits -> Integer,
}, [], {
    #[model(max_length = 150, unique)]
    pub(crate) headline: String,
    pub(crate) copies: i64,
    #[model(belongs_to = Rack)]
    pub(crate) rack_id: Option<i64>,
    pub(crate) state: Wider,
    #[model(db, sql_default = "0")]
    pub(crate) hits: i32,
});

edition!(other_default, {
    headline -> Text,
    copies -> BigInt,
    rack_id -> Nullable<BigInt>,
    state -> Text,
    hits -> Integer,
}, [], {
    #[model(max_length = 150, unique)]
    pub(crate) headline: String,
    pub(crate) copies: i64,
    #[model(belongs_to = Rack)]
    pub(crate) rack_id: Option<i64>,
    pub(crate) state: Wider,
    #[model(db, sql_default = "7")]
    pub(crate) hits: i32,
});

edition!(both, { headline -> Text, copies -> BigInt, rack_id -> Nullable<BigInt>, state -> Text, }, [], {
    #[model(max_length = 150, unique(with = [rack_id]))]
    pub(crate) headline: String,
    pub(crate) copies: i64,
    #[model(belongs_to = Rack)]
    pub(crate) rack_id: Option<i64>,
    pub(crate) state: Wider,
});

edition!(free, { headline -> Text, copies -> BigInt, rack_id -> Nullable<BigInt>, state -> Text, }, [], {
    #[model(max_length = 150)]
    pub(crate) headline: String,
    pub(crate) copies: i64,
    pub(crate) rack_id: Option<i64>,
    pub(crate) state: Wider,
});

edition!(stamped, {
    headline -> Text,
    copies -> BigInt,
    state -> Text,
    created_at -> Instant,
    updated_at -> Instant,
}, [, timestamps, ordering = "-created_at"], {
    #[model(max_length = 150)]
    pub(crate) headline: String,
    pub(crate) copies: i64,
    pub(crate) state: Wider,
    pub(crate) created_at: chrono::DateTime<chrono::Utc>,
    pub(crate) updated_at: chrono::DateTime<chrono::Utc>,
});

edition!(text, { headline -> Text, copies -> Text, state -> Text, }, [], {
    #[model(max_length = 150)]
    pub(crate) headline: String,
    pub(crate) copies: String,
    pub(crate) state: Wider,
});

edition!(told, { title -> Text, }, [(capture)], {
    #[model(max_length = 100)]
    pub(crate) title: String,
});

edition!(told_longer, { title -> Text, }, [(capture)], {
    #[model(max_length = 120)]
    pub(crate) title: String,
});

edition!(told_more, { title -> Text, copies -> Nullable<Integer>, }, [(capture)], {
    #[model(max_length = 120)]
    pub(crate) title: String,
    pub(crate) copies: Option<i32>,
});

edition!(told_renamed, { headline -> Text, copies -> Integer, }, [(capture)], {
    #[model(max_length = 120)]
    #[audit(renamed_from = "title")]
    pub(crate) headline: String,
    pub(crate) copies: i32,
});

edition!(told_less, { headline -> Text, }, [(capture)], {
    #[model(max_length = 120)]
    pub(crate) headline: String,
});

edition!(untold, { headline -> Text, }, [], {
    #[model(max_length = 120)]
    pub(crate) headline: String,
});
