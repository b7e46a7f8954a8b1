//! Measuring one axis on one backend.

use super::Axis;
use super::seeds;
use crate::databases::{Place, join, open};
use crate::draft;
use crate::stage::Stage;
use crate::statistics::median;
use crate::step::Step;
use crate::world::{Who, World};
use anyhow::{Context, Result};
use std::ops::Range;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

/// How often a step is measured, and for how long each time, about.
const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_millis(25);
const WARM_UP: u64 = 10;
/// How many rows a round creates at most: a small table must stay small.
const CREATED: f64 = 20.0;
/// The rows that writers write to, and how often each writes in a round.
const ROWS: u64 = 1_000;
const WRITES: u64 = 100;

/// A measured step: the size, what was done, and the seconds for one operation in each round.
pub(super) type Measured = (u64, Step, Vec<f64>);

pub(super) fn all(stage: Stage, axis: Axis, sizes: &[u64]) -> Result<Vec<Measured>> {
    let place = Place::new()?;
    let mut world = open(stage, Who::Library, &place)?;
    if axis == Axis::Writers {
        seeds::rows(&mut *world, 0..ROWS)?;
        drop(world);
        let writers = sizes.iter().map(|writers| {
            eprintln!("== {}: {writers} {}", stage.title(), axis.title());
            Ok((*writers, Step::PatchAudited, together(stage, &place, *writers)?))
        });
        return writers.collect();
    }
    let mut measured = Vec::new();
    let mut there = 0;
    // Turns go on where those of the last step have ended: a row that already has its values is not written.
    let mut turns = 0;
    for size in sizes {
        eprintln!("== {}: {size} {}", stage.title(), axis.title());
        match axis {
            Axis::Rows => seeds::rows(&mut *world, there..*size)?,
            _ => seeds::entries(&mut *world, there..*size)?,
        }
        there = *size;
        for step in axis.steps() {
            let context = || format!("{}, {size} {}", step.title(), axis.title());
            let seconds = alone(stage, &mut *world, *step, *size, &mut turns).with_context(context)?;
            eprintln!("== {}: {:.6} s", step.title(), median(&seconds));
            measured.push((*size, *step, seconds));
        }
    }
    Ok(measured)
}

/// One connection, and nobody else.
fn alone(stage: Stage, world: &mut dyn World, step: Step, size: u64, turns: &mut u64) -> Result<Vec<f64>> {
    let mut run = |count: u64| -> Result<f64> {
        let range = *turns..*turns + count;
        *turns = range.end;
        let start = stage.now();
        perform(world, step, size, range)?;
        Ok((stage.now() - start).as_secs_f64() / count as f64)
    };
    if step == Step::Verify {
        // It reads everything, so there is nothing to warm up, and once says enough.
        return Ok(vec![run(1)?]);
    }
    run(WARM_UP)?;
    let most = if step == Step::CreateAudited { CREATED } else { 1_000.0 };
    let count = (ROUND.as_secs_f64() / run(WARM_UP)?).ceil().clamp(2.0, most) as u64;
    (0..ROUNDS).map(|_| run(count)).collect()
}

fn perform(world: &mut dyn World, step: Step, size: u64, turns: Range<u64>) -> Result<()> {
    turns.into_iter().try_for_each(|turn| world.step(step, turn, size))
}

/// Several threads, each with a connection of its own and a row of its own, all at once.
fn together(stage: Stage, place: &Place, writers: u64) -> Result<Vec<f64>> {
    let barrier = Barrier::new(writers as usize);
    let write = |writer: u64| -> Result<Vec<(Instant, Instant)>> {
        // Whoever fails still waits for the others, who would wait for it.
        let mut world = join(stage, place);
        let mut rounds = Vec::new();
        for round in 0..=ROUNDS as u64 {
            barrier.wait();
            let start = Instant::now();
            let turns = round * WRITES..(round + 1) * WRITES;
            world = world.and_then(|mut world| {
                let key = draft::key(draft::live(writer, ROWS));
                turns.into_iter().try_for_each(|turn| world.write(key, writers * 1_000_000 + turn))?;
                Ok(world)
            });
            rounds.push((start, Instant::now()));
        }
        world.map(|_| rounds)
    };
    let write = &write;
    let rounds: Vec<Vec<(Instant, Instant)>> = thread::scope(|scope| {
        let threads: Vec<_> = (0..writers).map(|writer| scope.spawn(move || write(writer))).collect();
        let ended =
            threads.into_iter().map(|thread| thread.join().map_err(|_| anyhow::anyhow!("a writer panicked"))?);
        ended.collect::<Result<_>>()
    })?;
    // From the first that began to the last that ended; the first round has filled the caches.
    let seconds = (1..=ROUNDS).filter_map(|round| {
        let start = rounds.iter().map(|times| times[round].0).min()?;
        let end = rounds.iter().map(|times| times[round].1).max()?;
        Some((end - start).as_secs_f64() / (writers * WRITES) as f64)
    });
    Ok(seconds.collect())
}
