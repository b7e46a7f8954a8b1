//! The usual mistakes over asynchronous connections, and what the compiler says to each: one error, or one warning.

#[test]
fn ui() {
    trybuild::TestCases::new().compile_fail("cases/*.rs");
}
