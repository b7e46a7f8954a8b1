use model_core::prelude::*;

#[derive(Choices, Debug, Clone, PartialEq)]
pub enum Status {
    Draft,
    #[choices(value = "draft")]
    New,
    #[choices(valeu = "live", label = "")]
    Published,
}

fn main() {}
