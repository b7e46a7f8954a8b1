//! Collects every mistake of one derive, so that all of them are reported at once.

use std::cell::RefCell;
use std::fmt::Display;

use quote::ToTokens;

/// The errors found so far. It has to be consumed with [`Ctxt::finish`]: dropping it would drop the errors, and the
/// user would see a broken expansion instead.
pub(crate) struct Ctxt {
    /// `None` once finished.
    errors: RefCell<Option<Vec<syn::Error>>>,
}

impl Ctxt {
    pub(crate) fn new() -> Self {
        Self { errors: RefCell::new(Some(Vec::new())) }
    }

    /// Reports a mistake at these tokens, which should be the user's own.
    pub(crate) fn error(&self, at: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(at, message));
    }

    /// Reports a syntax error.
    pub(crate) fn push(&self, error: syn::Error) {
        if let Some(errors) = self.errors.borrow_mut().as_mut() {
            errors.push(error);
        }
    }

    /// The value when nothing was reported, all the errors otherwise.
    ///
    /// # Panics
    ///
    /// If there is neither a value nor an error: the step that gave up did not report why.
    pub(crate) fn finish<T>(self, value: Option<T>) -> syn::Result<T> {
        let errors = self.errors.take().unwrap_or_default();
        match errors.into_iter().reduce(combined) {
            Some(error) => Err(error),
            None => Ok(value.expect("a step gave up without an error")),
        }
    }
}

fn combined(mut all: syn::Error, next: syn::Error) -> syn::Error {
    all.combine(next);
    all
}

impl Drop for Ctxt {
    fn drop(&mut self) {
        if self.errors.borrow().is_some() && !std::thread::panicking() {
            panic!("the errors of a derive were never looked at");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Ctxt;

    #[test]
    #[should_panic(expected = "never looked at")]
    fn forgetting_the_errors_is_a_bug() {
        drop(Ctxt::new());
    }

    #[test]
    #[should_panic(expected = "gave up without an error")]
    fn giving_up_in_silence_is_a_bug() {
        let _ = Ctxt::new().finish::<()>(None);
    }

    #[test]
    fn every_error_is_kept_in_order() {
        let cx = Ctxt::new();
        cx.error(quote::quote!(a), "first");
        cx.error(quote::quote!(b), "second");
        let messages: Vec<_> = cx.finish(Some(())).unwrap_err().into_iter().map(|error| error.to_string()).collect();
        assert_eq!(messages, ["first", "second"]);
    }
}
