//! Every message of every derive, with the input that causes it, and what inputs without a mistake mean.
//!
//! The snapshots are user interface: read them as the user would.

mod base;
mod choices;
mod expansion;
mod generic;
mod inherit;
mod key;
mod library;
mod model;
mod model_mistakes;
mod pipeline;
mod proxy;
mod read_only;
mod relations;
mod scopes;
mod words;
mod write_only;

use std::fmt::Write as _;

use syn::DeriveInput;

/// Each input with its mistakes, each mistake under the words that it points at.
fn mistakes<T>(parse: impl Fn(&DeriveInput) -> syn::Result<T>, inputs: &[&str]) -> String {
    let mut report = String::new();
    for input in inputs {
        let _ = writeln!(report, "{input}");
        let tokens = syn::parse_str(input).unwrap_or_else(|error| panic!("{error} in the test's input: {input}"));
        match parse(&tokens) {
            Ok(_) => report.push_str("    no mistake\n"),
            Err(errors) => {
                for error in errors {
                    let words = error.span().source_text().unwrap_or_default();
                    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                    let _ = writeln!(report, "    {words}\n      ^ {error}");
                }
            }
        }
        report.push('\n');
    }
    report
}
