//! The newsroom's command line.
#![forbid(unsafe_code)]

use clap::Parser;
use newsroom::cli::Cli;
use newsroom::{Error, commands};
use std::io::{self, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = io::BufWriter::new(io::stdout().lock());
    // The output is flushed first, so that it appears before the error.
    let outcome = commands::run(cli, &mut out);
    match outcome.and(out.flush().map_err(Error::from)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            // When the standard error is closed, there is no other place to report it.
            let _ = writeln!(io::stderr(), "newsroom: {}", error.line());
            ExitCode::FAILURE
        }
    }
}
