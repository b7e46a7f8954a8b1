use model_core::prelude::*;

#[derive(Choices, Debug, Clone, PartialEq)]
pub enum Status {}

fn main() {}
