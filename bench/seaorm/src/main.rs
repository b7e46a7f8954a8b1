//! The SeaORM side of the bench: it takes orders on its standard input, one on a line, and answers each with a line.
//!
//! `open URL`, `sql STATEMENT`, `prepare CASE`, `run CASE FROM TO SEEDS` (answered by the nanoseconds on both clocks),
//! `seen` (answered by JSON).

mod audit;
mod cases;
mod entities;

use anyhow::{Context, Result, bail};
use cases::Sea;
use nix::time::ClockId;
use std::io::{self, BufRead, Write};
use std::time::Duration;

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut sea = None;
    for line in io::stdin().lock().lines() {
        let line = line?;
        let answer = match answer(&runtime, &mut sea, &line) {
            Ok(answer) => format!("ok {answer}"),
            Err(error) => format!("error {}", format!("{error:#}").replace('\n', " ")),
        };
        println!("{answer}");
        io::stdout().flush()?;
    }
    Ok(())
}

fn answer(runtime: &tokio::runtime::Runtime, sea: &mut Option<Sea>, line: &str) -> Result<String> {
    let (order, rest) = line.split_once(' ').unwrap_or((line, ""));
    if order == "open" {
        *sea = Some(runtime.block_on(Sea::open(rest))?);
        return Ok(String::new());
    }
    let sea = sea.as_mut().context("nothing is open")?;
    match order {
        "sql" => runtime.block_on(sea.execute(rest))?,
        "prepare" => runtime.block_on(sea.prepare(rest))?,
        "run" => {
            let words: Vec<&str> = rest.split(' ').collect();
            let [case, from, to, seeds] = words[..] else { bail!("run CASE FROM TO SEEDS") };
            let (from, to, seeds) = (from.parse()?, to.parse()?, seeds.parse()?);
            // The connection has a thread of its own for SQLite: the processor time is that of the process.
            let clocks = [ClockId::CLOCK_MONOTONIC, ClockId::CLOCK_PROCESS_CPUTIME_ID];
            let now = || clocks.map(|clock| clock.now().map(Duration::from).unwrap_or_default());
            let start = now();
            runtime.block_on(sea.run(case, from..to, seeds))?;
            let end = now();
            return Ok(format!("{} {}", (end[0] - start[0]).as_nanos(), (end[1] - start[1]).as_nanos()));
        }
        "seen" => return Ok(serde_json::to_string(&runtime.block_on(sea.seen())?)?),
        _ => bail!("no such order: {order}"),
    }
    Ok(String::new())
}
