//! Tables whose rows are kept apart by the agency that has them.

diesel::table! {
    /// Those whose rows are kept apart.
    agencies (id) {
        id -> BigInt,
        name -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// What they work on.
    cases (id) {
        id -> BigInt,
        agency_id -> BigInt,
        title -> Text,
        code -> Text,
        number -> Integer,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use model_core::sql_types::{Instant, Uuid};

    /// What lies in a case.
    papers (id) {
        id -> BigInt,
        case_id -> BigInt,
        agency_id -> BigInt,
        body -> Text,
        deleted_at -> Nullable<Instant>,
        deletion_batch -> Nullable<Uuid>,
    }
}

diesel::table! {
    /// What cases are about.
    labels (id) {
        id -> BigInt,
        agency_id -> BigInt,
        word -> Text,
    }
}

diesel::table! {
    /// Which case is about what.
    case_labels (case_id, label_id) {
        case_id -> BigInt,
        label_id -> BigInt,
    }
}

diesel::table! {
    /// What anybody says of a case.
    remarks (id) {
        id -> BigInt,
        case_id -> BigInt,
        body -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(agencies, cases, papers, labels, case_labels, remarks);
