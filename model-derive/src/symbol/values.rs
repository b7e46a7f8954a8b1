//! The words that stand behind the `=` of an option.

use super::Symbol;

symbols! {
    /// `encoding = ..` within `#[model(..)]` on a field: the encodings of the audit trail.
    EncodingKey, "encoding", "`encoding`" {
        Text: "text" => "text",
        Bool: "bool" => "bool",
        Integer: "integer" => "integer",
        Unsigned: "unsigned" => "unsigned",
        Float: "float" => "float",
        Double: "double" => "double",
        Decimal: "decimal" => "decimal",
        Bytes: "bytes" => "bytes",
        Uuid: "uuid" => "uuid",
        Instant: "instant" => "instant",
        Naive: "naive" => "naive",
        Date: "date" => "date",
        Time: "time" => "time",
        Json: "json" => "json",
        Native: "native" => "native",
    }
}

symbols! {
    /// `epoch = ..` within `#[model(..)]` on a field: what an integer that is an instant counts.
    EpochKey, "epoch", "`epoch`" {
        Seconds: "seconds" => "seconds",
        Millis: "millis" => "millis",
        Micros: "micros" => "micros",
        Nanos: "nanos" => "nanos",
    }
}

symbols! {
    /// `input = ..` within `#[model(..)]` on a field.
    InputKey, "input", "`input`" {
        Closed: "closed" => "closed",
        Open: "open" => "open",
    }
}

symbols! {
    /// `on_deleted = ..` within `unique(..)` and `primary_key(..)`.
    OnDeletedKey, "on_deleted", "`on_deleted`" {
        Revive: "revive" => "revive",
        Restore: "restore" => "restore",
        Insert: "insert" => "insert",
        Refuse: "refuse" => "refuse",
    }
}
