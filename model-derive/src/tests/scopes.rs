use std::fmt::Write as _;

use crate::scopes::Scopes;

/// As `super::mistakes`, for an attribute on an `impl`.
fn mistakes(inputs: &[(&str, &str)]) -> String {
    let mut report = String::new();
    for (options, input) in inputs {
        let _ = writeln!(report, "#[scopes({options})] {input}");
        let tokens = syn::parse_str(input).unwrap_or_else(|error| panic!("{error} in the test's input: {input}"));
        match Scopes::parse(&options.parse().unwrap(), &tokens) {
            Ok(_) => report.push_str("    no mistake\n"),
            Err(errors) => {
                for error in errors {
                    let words = error.span().source_text().unwrap_or_default();
                    let _ = writeln!(report, "    {words}\n      ^ {error}");
                }
            }
        }
        report.push('\n');
    }
    report
}

#[test]
fn mistakes_in_scopes() {
    let report = mistakes(&[
        ("", "impl Article {}"),
        ("", "impl Scope for Article { fn published() -> Condition<Self> { todo!() } }"),
        ("", "impl<T> Article<T> { fn published() -> Condition<Self> { todo!() } }"),
        ("", "impl [Article] { fn published() -> Condition<Self> { todo!() } }"),
        ("Name, 7", "impl Article { fn published() -> Condition<Self> { todo!() } }"),
        ("Reports", "impl Article { fn published() -> model_core::Condition<Article> { todo!() } }"),
        ("", "impl Article { fn published() { todo!() } }"),
        ("", "impl Article { fn published() -> bool { todo!() } }"),
        ("", "impl Article { fn published(&self) -> Condition<Self> { todo!() } }"),
        ("", "impl Article { fn titled((a, b): (i32, i32), _: i32) -> Condition<Self> { todo!() } }"),
        (
            "",
            "impl Article { async fn a() -> Condition<Self> { todo!() } unsafe fn b() -> Condition<Self> { todo!() } }",
        ),
        ("", "impl Article { pub fn recent() -> Condition<Self> { todo!() } }"),
        ("", "impl Owned { fn a() -> BaseCondition<Self> { todo!() } fn b() -> Condition<Self> { todo!() } }"),
        ("", "impl Article { pub fn a() -> Condition<Self> { todo!() } fn b() -> Condition<Self> { todo!() } }"),
    ]);
    insta::assert_snapshot!(report);
}
