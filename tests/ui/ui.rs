//! Every mistake that a user can make, and what the compiler says about it.
//!
//! A folder for each rule. `cargo xtask bless` writes the messages anew; read them as the user would before they stay.

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    let rules = ["attributes", "types", "writes", "scopes", "conditions", "keys", "choices", "proxies"];
    for rule in rules.into_iter().chain([
        "relations",
        "generic",
        "upserts",
        "bases",
        "edits",
        "hooks",
        "default_scopes",
        "inherit",
        "expressions",
        "faults",
        "replica",
        "lists",
        "loads",
        "read_only",
    ]) {
        cases.compile_fail(format!("{rule}/*.rs"));
    }
}
