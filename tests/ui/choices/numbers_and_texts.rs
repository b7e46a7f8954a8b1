use model_core::prelude::*;

#[derive(Choices, Debug, Clone, Copy)]
enum Level {
    #[choices(value = 1)]
    Low,
    High,
}

fn main() {
    let _ = Level::Low.label();
}
