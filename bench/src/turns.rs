//! Measuring in turns: A B C, B C A, .., so that other work of the machine affects all sides alike.

use crate::case::Case;
use crate::databases::{Place, open};
use crate::peer;
use crate::results::{CaseResult, SideResult};
use crate::stage::Stage;
use crate::world::{Seen, Who, World, reset, seed};
use anyhow::{Context, Result, ensure};
use std::ops::Range;
use std::time::{Duration, Instant};

/// How long one turn of a short operation takes, about.
const TURN: Duration = Duration::from_millis(25);
const WARM_UP: u64 = 20;

struct Side {
    who: Who,
    world: Box<dyn World>,
    times: Vec<f64>,
    statements: Option<f64>,
    allocations: Option<f64>,
    bytes: Option<f64>,
}

/// The sides of a case.
pub(crate) fn sides(case: Case) -> Vec<Who> {
    let mut sides = vec![Who::Library];
    sides.extend(case.has_usual().then_some(Who::Usual));
    sides.extend(case.has_best().then_some(Who::Best));
    sides.extend(peer::has(case).then_some(Who::SeaOrm));
    sides
}

/// Measures one case on all sides, and checks that they all did the same.
pub(crate) fn measure(stage: Stage, case: Case, sides: &[Who], quick: bool) -> Result<CaseResult> {
    let started = Instant::now();
    let place = Place::new()?;
    let mut sides = sides
        .iter()
        .map(|who| {
            let who = *who;
            let mut world = open(stage, who, &place)?;
            seed(&mut *world, case)?;
            world.prepare(case)?;
            Ok(Side { who, world, times: Vec::new(), statements: None, allocations: None, bytes: None })
        })
        .collect::<Result<Vec<_>>>()?;

    let mut next = 0;
    let mut turns = 1;
    for side in &mut sides {
        let warm = warm_up(side, stage, case).with_context(|| format!("{:?} in {case:?}", side.who))?;
        next = warm.next;
        if side.who == Who::Library && !case.is_long() {
            turns = (TURN.as_secs_f64() / warm.seconds).ceil().clamp(4.0, 2_000.0) as u64;
        }
    }
    let rounds = match (quick, case.is_long()) {
        (true, _) => 5,
        (false, true) => 7,
        (false, false) => 21,
    };
    for round in 0..rounds {
        for place in 0..sides.len() {
            let side = (round + place) % sides.len();
            let Side { who, world, times, .. } = &mut sides[side];
            reset(&mut **world, case)?;
            let start = stage.now();
            world.run(case, next..next + turns).with_context(|| format!("{who:?} in {case:?}"))?;
            let took = stage.now() - start;
            times.push(world.took().unwrap_or(took).as_secs_f64() / turns as f64);
        }
        next += turns;
    }
    check(&mut sides)?;
    let sides = sides.into_iter().map(|side| SideResult {
        who: side.who,
        seconds: side.times,
        statements: side.statements,
        allocations: side.allocations,
        bytes: side.bytes,
        instructions: None,
    });
    let took = started.elapsed().as_secs_f64();
    Ok(CaseResult { stage, case, turns, took, sides: sides.collect() })
}

struct Warm {
    next: u64,
    seconds: f64,
}

/// Fills the caches, and counts what can be counted.
fn warm_up(side: &mut Side, stage: Stage, case: Case) -> Result<Warm> {
    let Side { world, .. } = side;
    let count = if case.is_long() { 1 } else { WARM_UP };
    reset(&mut **world, case)?;
    world.run(case, 0..count)?;
    reset(&mut **world, case)?;
    let before = world.statements();
    let start = stage.now();
    let mut done = Ok(());
    let info = allocation_counter::measure(|| done = world.run(case, count..2 * count));
    done?;
    let seconds = (stage.now() - start).as_secs_f64() / count as f64;
    // Another program does not say what it does.
    if !side.who.is_peer() {
        side.statements = Some((side.world.statements() - before) as f64 / count as f64);
        side.allocations = Some(info.count_total as f64 / count as f64);
        side.bytes = Some(info.bytes_total as f64 / count as f64);
    }
    Ok(Warm { next: 2 * count, seconds })
}

fn check(sides: &mut [Side]) -> Result<()> {
    let mut first: Option<(Who, Seen)> = None;
    for side in sides {
        let seen = side.world.seen()?;
        match &first {
            None => first = Some((side.who, seen)),
            Some((who, first)) => ensure!(
                *first == seen,
                "the sides did not do the same: {who:?} left {first:?}, {:?} left {seen:?}",
                side.who
            ),
        }
    }
    Ok(())
}

/// Fills the caches, then performs a case so many times: for a profiler.
pub(crate) fn once(stage: Stage, case: Case, who: Who, turns: u64) -> Result<()> {
    let place = Place::new()?;
    let mut world = open(stage, who, &place)?;
    seed(&mut *world, case)?;
    world.prepare(case)?;
    let warm = if case.is_long() { 1 } else { WARM_UP };
    reset(&mut *world, case)?;
    world.run(case, 0..warm)?;
    let step = if case.is_long() { 1 } else { turns };
    for start in (warm..warm + turns).step_by(step as usize) {
        reset(&mut *world, case)?;
        counted(&mut *world, case, start..start + step)?;
    }
    Ok(())
}

/// What a profiler looks at: it knows the function by its name.
#[inline(never)]
fn counted(world: &mut dyn World, case: Case, turns: Range<u64>) -> Result<()> {
    world.run(case, turns)
}
