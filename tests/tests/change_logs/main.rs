//! Change logs in a table of the application.
#![forbid(unsafe_code)]

mod change_logs;
