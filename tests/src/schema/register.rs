//! Tables whose columns are checked, and counted, by bases.

diesel::table! {
    /// Who came in.
    visitors (id) {
        id -> BigInt,
        mail -> Text,
        badge -> Nullable<Integer>,
        name -> Text,
        room -> Text,
        version -> BigInt,
    }
}

diesel::table! {
    /// What was left for them.
    parcels (id) {
        id -> BigInt,
        label -> Text,
        version -> Integer,
        deleted -> Bool,
    }
}
