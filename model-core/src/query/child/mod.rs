//! Reading the rows of models that extend another: both tables at once.

pub(crate) mod kinds;
pub(crate) mod load;
