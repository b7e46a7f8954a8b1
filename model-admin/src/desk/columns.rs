//! Columns of one model, checked while the application is compiled.

use diesel::Column;
use model_core::Model;

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
    const PLACE: usize = M::META.index_of_column(C::NAME);
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
