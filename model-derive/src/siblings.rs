//! Which of Diesel's derives stand beside ours.
//!
//! `#[derive(Queryable, Model)]` is legal, and then our expansion must not emit `Queryable` a second time. A derive macro
//! sees the `#[derive(..)]` attributes after its own in its input, with their conditions already decided. It sees neither
//! the ones before nor the names in its own list, so these are read from the source file, where the compiler says the
//! word `Model` stands. A struct inside a `macro_rules!` body is read where the macro is written; a derive that such a macro
//! receives as an argument before ours cannot be seen, and the condition of a `cfg_attr` before ours is taken to hold.

mod file;
mod text;

use syn::punctuated::Punctuated;
use syn::{DeriveInput, Path, Token};

use crate::model::Siblings;

/// The siblings of the derive that is being expanded now. Only callable inside the compiler.
pub(crate) fn of_call_site(input: &DeriveInput) -> Siblings {
    among(after(input).into_iter().chain(file::before_and_beside()))
}

/// The names of the derives that the input still carries.
fn after(input: &DeriveInput) -> Vec<String> {
    let derives = input.attrs.iter().filter(|attr| attr.path().is_ident("derive"));
    derives
        .filter_map(|attr| attr.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated).ok())
        .flatten()
        .filter_map(|path| Some(path.segments.last()?.ident.to_string()))
        .collect()
}

fn among(derives: impl Iterator<Item = String>) -> Siblings {
    let mut siblings = Siblings::default();
    for derive in derives {
        match derive.as_str() {
            "Queryable" => siblings.queryable = true,
            "Selectable" => siblings.selectable = true,
            "Identifiable" => siblings.identifiable = true,
            _ => {}
        }
    }
    siblings
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::{after, among};
    use crate::model::Siblings;

    #[test]
    fn derives_in_the_input_count_by_their_last_segment() {
        let input = parse_quote! {
            #[doc = "derive(Identifiable)"]
            #[derive(diesel::Queryable, Debug)]
            #[derive(::diesel::prelude::Selectable)]
            struct A { id: i32 }
        };
        let expected = Siblings { queryable: true, selectable: true, identifiable: false };
        assert_eq!(among(after(&input).into_iter()), expected);
    }
}
