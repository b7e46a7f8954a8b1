//! Columns of one model, checked while the application is compiled.

use diesel::Column;
use model_core::Model;
use model_core::meta::Meta;

/// A column of the table of `M`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a column of `{M}`",
    label = "the desk shows columns of the table of `{M}` here"
)]
pub trait OneColumn<M> {
    /// Its index among the fields of the model.
    #[doc(hidden)]
    const PLACE: usize;
}

#[diagnostic::do_not_recommend]
impl<M: Model, C: Column<Table = M::Table>> OneColumn<M> for C {
    const PLACE: usize = place(M::META, C::NAME);
}

/// A tuple of columns of `M`, at most 16: `(articles::title, articles::status)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of columns of `{M}`",
    label = "expected up to 16 columns of the table of `{M}`",
    note = "one column is a tuple too: `(articles::title,)`"
)]
pub trait Columns<M> {
    /// Their indices among the fields of the model.
    #[doc(hidden)]
    const PLACES: &'static [usize];
}

const fn place(meta: &Meta, column: &str) -> usize {
    let mut index = 0;
    while index < meta.fields.len() {
        if same(meta.fields[index].column.as_bytes(), column.as_bytes()) {
            return index;
        }
        index += 1;
    }
    panic!("the model has no field for this column")
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

macro_rules! columns {
    ($($($column:ident)+;)+) => {$(
        impl<M, $($column: OneColumn<M>),+> Columns<M> for ($($column,)+) {
            const PLACES: &'static [usize] = &[$($column::PLACE),+];
        }
    )+};
}

columns! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
    A B C D E F G H I;
    A B C D E F G H I J;
    A B C D E F G H I J K;
    A B C D E F G H I J K L;
    A B C D E F G H I J K L N;
    A B C D E F G H I J K L N O;
    A B C D E F G H I J K L N O P;
    A B C D E F G H I J K L N O P Q;
}
