use model_core::prelude::*;

#[derive(Choices, Debug, Clone, PartialEq)]
pub enum Status {
    Draft,
    Published(i64),
    Archived { why: String },
}

fn main() {}
