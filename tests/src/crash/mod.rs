//! Writes that are made to be interrupted: by the end of the server, or of the process that writes.

mod load;
mod trap;
mod work;

pub use self::load::write_until_it_fails;
pub use self::trap::set_trap;
pub use self::work::{ROWS, Work, rows};

/// How many connections write at once.
pub const WRITERS: usize = 8;
