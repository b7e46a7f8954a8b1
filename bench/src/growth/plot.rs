//! Line plots as SVG: one for each axis, with a panel for each step and a line for each backend.
//!
//! Both scales are logarithmic, so that a cost in proportion to the size is a line of slope one.

use super::{Axis, Growth};
use crate::stage::Stage;
use crate::statistics::median;
use crate::step::Step;
use crate::units::{count, time};
use std::fmt::Write as _;

/// The panel, and where it begins.
const WIDTH: f64 = 400.0;
const HEIGHT: f64 = 230.0;
const LEFT: f64 = 80.0;
const TOP: f64 = 90.0;
const GAP: f64 = 90.0;
const COLUMNS: usize = 2;

/// The pictures, by the name of the axis.
pub(crate) fn plots(growth: &Growth) -> Vec<(&'static str, String)> {
    let has = |axis: &Axis| growth.lines.iter().any(|line| line.axis == *axis);
    Axis::ALL.into_iter().filter(has).map(|axis| (axis.name(), one(growth, axis))).collect()
}

fn color(stage: Stage) -> &'static str {
    match stage {
        Stage::Postgres => "#2f6fc4",
        Stage::Mysql => "#d9780f",
        Stage::Memory | Stage::File => "#2d8f47",
    }
}

/// A mark that can be told from the others without its color.
fn mark(stage: Stage, x: f64, y: f64) -> String {
    let shape = match stage {
        Stage::Postgres => format!(r#"rect x="{:.1}" y="{:.1}" width="9" height="9""#, x - 4.5, y - 4.5),
        Stage::Mysql => format!(r#"path d="M{x:.1} {:.1}l6 6l-6 6l-6 -6z""#, y - 6.0),
        Stage::Memory | Stage::File => format!(r#"circle cx="{x:.1}" cy="{y:.1}" r="5""#),
    };
    format!(r##"<{shape} fill="{}" stroke="#ffffff"/>"##, color(stage))
}

/// A logarithmic scale: from the least to the most value, onto a length.
struct Scale {
    least: f64,
    most: f64,
    length: f64,
}

impl Scale {
    fn of(values: impl Iterator<Item = f64> + Clone, length: f64) -> Self {
        let least = values.clone().fold(f64::INFINITY, f64::min);
        Self { least, most: values.fold(least * 1.001, f64::max), length }
    }

    /// Widened to powers of ten.
    fn rounded(self) -> Self {
        let round = |value: f64, up: bool| {
            let power = value.log10();
            10_f64.powf(if up { power.ceil() } else { power.floor() })
        };
        Self { least: round(self.least, false), most: round(self.most, true), ..self }
    }

    fn place(&self, value: f64) -> f64 {
        (value / self.least).ln() / (self.most / self.least).ln() * self.length
    }

    /// The powers of ten within.
    fn powers(&self) -> impl Iterator<Item = f64> {
        let (first, last) = (self.least.log10().round() as i32, self.most.log10().round() as i32);
        (first..=last).map(|power| 10_f64.powi(power))
    }
}

fn one(growth: &Growth, axis: Axis) -> String {
    let steps: Vec<Step> = axis.steps().to_vec();
    let columns = COLUMNS.min(steps.len());
    let rows = steps.len().div_ceil(columns);
    let width = LEFT + columns as f64 * (WIDTH + GAP);
    let height = TOP + rows as f64 * (HEIGHT + GAP);
    let mut out = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0} {height:.0}" width="{width:.0}" height="{height:.0}"
  font-family="sans-serif" font-size="12" fill="#222222">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="12" y="24" font-size="16" font-weight="bold">Time of model-core by the {}</text>
"##,
        axis.title(),
    );
    for (place, stage) in growth.stages().into_iter().enumerate() {
        let x = 20.0 + 150.0 * place as f64;
        // Writing to a String does not fail.
        let _ = writeln!(out, r#"{}<text x="{:.0}" y="50">{}</text>"#, mark(stage, x, 46.0), x + 12.0, stage.title());
    }
    for (place, step) in steps.into_iter().enumerate() {
        let x = LEFT + (place % columns) as f64 * (WIDTH + GAP);
        let y = TOP + (place / columns) as f64 * (HEIGHT + GAP);
        out.push_str(&panel(growth, axis, step, x, y));
    }
    out.push_str("</svg>\n");
    out
}

fn panel(growth: &Growth, axis: Axis, step: Step, x: f64, y: f64) -> String {
    let lines: Vec<_> = growth.lines.iter().filter(|line| line.axis == axis && line.step == step).collect();
    let points = lines.iter().flat_map(|line| &line.points);
    let sizes = Scale::of(points.clone().map(|point| point.size as f64), WIDTH);
    let times = Scale::of(points.clone().map(|point| median(&point.seconds)), HEIGHT).rounded();
    let mut out = format!(
        r##"<text x="{x:.0}" y="{:.0}" font-size="14">{}</text>
<rect x="{x:.0}" y="{y:.0}" width="{WIDTH:.0}" height="{HEIGHT:.0}" fill="none" stroke="#cccccc"/>
"##,
        y - 10.0,
        step.title(),
    );
    for power in times.powers() {
        let at = y + HEIGHT - times.place(power);
        let _ = writeln!(
            out,
            r##"<line x1="{x:.0}" y1="{at:.1}" x2="{:.0}" y2="{at:.1}" stroke="#dddddd"/>
<text x="{:.0}" y="{:.1}" text-anchor="end">{}</text>"##,
            x + WIDTH,
            x - 8.0,
            at + 4.0,
            time(power),
        );
    }
    let mut ticks: Vec<u64> = points.map(|point| point.size).collect();
    ticks.sort_unstable();
    ticks.dedup();
    for size in ticks {
        let at = x + sizes.place(size as f64);
        let _ = writeln!(
            out,
            r#"<text x="{at:.1}" y="{:.0}" text-anchor="middle">{}</text>"#,
            y + HEIGHT + 18.0,
            count(size as f64),
        );
    }
    let _ = writeln!(
        out,
        r#"<text x="{:.0}" y="{:.0}" text-anchor="middle">{}</text>"#,
        x + WIDTH / 2.0,
        y + HEIGHT + 36.0,
        axis.title(),
    );
    for line in lines {
        let place =
            |size: u64, seconds: &[f64]| (x + sizes.place(size as f64), y + HEIGHT - times.place(median(seconds)));
        let places: Vec<(f64, f64)> = line.points.iter().map(|point| place(point.size, &point.seconds)).collect();
        let path: Vec<String> = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let (path, color) = (path.join(" "), color(line.stage));
        let _ = writeln!(out, r#"<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>"#);
        places.iter().for_each(|(x, y)| out.push_str(&mark(line.stage, *x, *y)));
        out.push('\n');
    }
    out
}
