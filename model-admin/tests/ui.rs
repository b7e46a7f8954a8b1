//! What the compiler says about a mistake in the declaration of a desk. With one backend: what other types a trait has
//! depends on the backends.

#[cfg(all(feature = "sqlite", not(any(feature = "postgres", feature = "mysql"))))]
#[test]
fn ui() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
