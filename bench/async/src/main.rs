//! The asynchronous part of the bench: model-async and hand-written diesel-async in turns, each over an
//! `AsyncPgConnection` to a database of its own. `cargo xtask bench` runs it.
//!
//! `model-bench-async [--quick] [--out FOLDER]`, with the server in `MODEL_BENCH_POSTGRES_URL`.

mod case;
#[path = "../../src/draft.rs"]
#[allow(dead_code)]
mod draft;
mod hand;
mod library;
mod place;
#[path = "../../src/statistics.rs"]
mod statistics;

use crate::case::Case;
use crate::hand::Hand;
use crate::library::Library;
use anyhow::{Context, Result, bail, ensure};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use std::{env, fs};

/// How long one turn takes, about.
const TURN: Duration = Duration::from_millis(25);
const WARM_UP: u64 = 20;
/// The part of the time by hand that an audited patch is to take at most.
const GOAL: f64 = 0.45;

/// One side, with its connection.
enum Side {
    Library(Library),
    Hand(Hand),
}

impl Side {
    /// Performs the operation once for each number, and says how long that took.
    async fn run(&mut self, case: Case, turns: std::ops::Range<u64>) -> Result<Duration> {
        let started = Instant::now();
        for turn in turns {
            match self {
                Self::Library(library) => library.perform(case, turn).await?,
                Self::Hand(hand) => hand.perform(case, turn).await?,
            }
        }
        Ok(started.elapsed())
    }

    /// A hash of what the database holds.
    async fn seen(&mut self) -> Result<String> {
        match self {
            Self::Library(library) => place::seen(&mut library.conn).await,
            Self::Hand(hand) => place::seen(&mut hand.conn).await,
        }
    }
}

/// Seconds for one operation in each turn: of the library, and by hand.
struct Measured {
    library: Vec<f64>,
    hand: Vec<f64>,
}

/// Measures a case in turns, and checks that both sides did the same.
async fn measure(case: Case, rounds: usize, server: &str) -> Result<Measured> {
    let mut sides = [
        Side::Library(Library::new(place::open(server, "bench_async_library").await?).await?),
        Side::Hand(Hand::new(place::open(server, "bench_async_hand").await?).await?),
    ];
    let mut slowest = Duration::ZERO;
    for side in &mut sides {
        side.run(case, 0..WARM_UP).await?;
        slowest = slowest.max(side.run(case, WARM_UP..2 * WARM_UP).await?);
    }
    let each = slowest.as_secs_f64() / WARM_UP as f64;
    let turns = (TURN.as_secs_f64() / each).ceil().clamp(4.0, 2_000.0) as u64;
    let mut times = [Vec::new(), Vec::new()];
    let mut next = 2 * WARM_UP;
    for round in 0..rounds {
        for place in 0..sides.len() {
            let side = (round + place) % sides.len();
            let took = sides[side].run(case, next..next + turns).await?;
            times[side].push(took.as_secs_f64() / turns as f64);
        }
        next += turns;
    }
    let [library, hand] = &mut sides;
    let (one, other) = (library.seen().await?, hand.seen().await?);
    ensure!(one == other, "{}: the sides did not do the same", case.title());
    let [library, hand] = times;
    Ok(Measured { library, hand })
}

/// A row of the table.
fn row(case: Case, measured: &Measured) -> String {
    let Measured { library, hand } = measured;
    let ratios: Vec<f64> = library.iter().zip(hand).map(|(library, hand)| library / hand).collect();
    let ratio = statistics::median(&ratios);
    let goal = match case {
        Case::PatchAudited if (ratio * 100.0).round() <= GOAL * 100.0 => format!("{GOAL:.2}, met"),
        Case::PatchAudited => format!("{GOAL:.2}, **missed**"),
        Case::Find | Case::CreateAudited => String::new(),
    };
    let time = |times: &[f64]| format!("{:.1} µs ±{:.0}%", statistics::median(times) * 1e6, statistics::spread(times));
    format!(
        "| {} | {} | {} | **{ratio:.2}** ±{:.0}% | {goal} |",
        case.title(),
        time(library),
        time(hand),
        statistics::spread(&ratios)
    )
}

async fn all(rounds: usize, server: &str) -> Result<String> {
    let mut table = String::from("| case | model-async | diesel-async | ratio | goal |\n|---|--:|--:|--:|--:|\n");
    for case in Case::ALL {
        eprintln!("== PostgreSQL, asynchronous: {}", case.title());
        let measured = measure(case, rounds, server).await.with_context(|| case.title())?;
        writeln!(table, "{}", row(case, &measured))?;
    }
    Ok(table)
}

fn main() -> Result<()> {
    let (mut rounds, mut out) = (21, PathBuf::from("target/bench"));
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--quick" => rounds = 5,
            "--out" => out = arguments.next().context("--out FOLDER")?.into(),
            _ => bail!("no such argument: {argument}"),
        }
    }
    let server = env::var(place::SERVER).with_context(|| format!("{} is not set", place::SERVER))?;
    // The connection works in a task of its own: on one thread it does not wait for another to wake up.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let table = runtime.block_on(all(rounds, &server))?;
    fs::create_dir_all(&out)?;
    fs::write(out.join("async.md"), &table)?;
    println!("{table}");
    Ok(())
}
