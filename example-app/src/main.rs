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
    // What was printed before an error belongs before it.
    let outcome = commands::run(cli, &mut out);
    match outcome.and(out.flush().map_err(Error::from)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody may be listening there either.
            let _ = writeln!(io::stderr(), "newsroom: {}", error.line());
            ExitCode::FAILURE
        }
    }
}
