//! Parents that count the writes to their rows: `belongs_to(Board, touches = boards::revision)`.
#![forbid(unsafe_code)]

mod board;
mod effects;
mod sent;
mod together;
mod writes;
