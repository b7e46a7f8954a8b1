use model_core::prelude::*;

#[derive(Choices, Debug, Clone, PartialEq)]
pub struct Status;

fn main() {}
