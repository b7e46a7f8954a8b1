//! What the compiler says about a mistake in the declaration of a desk.

#[test]
fn ui() {
    trybuild::TestCases::new().compile_fail("cases/*.rs");
}
