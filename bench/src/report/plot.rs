//! Dot plots as SVG: one for each database, with the ratios of the library's time to those of the others.
//!
//! The scale is logarithmic, because half the time and twice the time are as far from 1.

use super::summary::Summary;
use crate::results::{CaseResult, Results};
use crate::stage::Stage;
use crate::world::Who;
use std::fmt::Write as _;

/// Where the scale starts and ends, from the left of the picture.
const LEFT: f64 = 300.0;
const RIGHT: f64 = 800.0;
const TOP: f64 = 96.0;
const ROW: f64 = 28.0;
/// How far below another's mark in the same row a side's mark is, so that none is hidden.
const STEP: f64 = 6.0;
/// The ratios at the ends of the scale; what lies beyond is drawn at the end.
const LEAST: f64 = 0.05;
const MOST: f64 = 8.0;
const TICKS: [(f64, &str); 8] =
    [(0.05, "20×"), (0.1, "10×"), (0.2, "5×"), (0.5, "2×"), (1.0, "same"), (2.0, "2×"), (4.0, "4×"), (8.0, "8×")];
/// The pictures, by the name of the place.
pub(super) fn all(results: &Results) -> Vec<(String, String)> {
    results.stages().into_iter().map(|stage| (stage.name(), one(results, stage))).collect()
}

fn color(who: Who) -> &'static str {
    match who {
        Who::Library => "#333333",
        Who::Usual => "#2f6fc4",
        Who::Best => "#d9780f",
        Who::SeaOrm => "#2d8f47",
    }
}

fn place(ratio: f64) -> f64 {
    let part = (ratio.clamp(LEAST, MOST) / LEAST).ln() / (MOST / LEAST).ln();
    LEFT + part * (RIGHT - LEFT)
}

/// A mark that can be told from the others without its color.
fn mark(who: Who, x: f64, y: f64) -> String {
    let shape = match who {
        Who::Best => format!(r#"path d="M{x:.1} {:.1}l6.5 6.5l-6.5 6.5l-6.5 -6.5z""#, y - 6.5),
        Who::SeaOrm => format!(r#"rect x="{:.1}" y="{:.1}" width="10" height="10""#, x - 5.0, y - 5.0),
        _ => format!(r#"circle cx="{x:.1}" cy="{y:.1}" r="5.5""#),
    };
    // Where two touch, the white edge keeps them apart.
    format!(r##"<{shape} fill="{}" stroke="#ffffff"/>"##, color(who))
}

fn one(results: &Results, stage: Stage) -> String {
    let compared = |case: &&CaseResult| case.stage == stage && case.sides.len() > 1;
    let cases: Vec<_> = results.cases.iter().filter(compared).collect();
    let bottom = TOP + ROW * cases.len() as f64;
    let mut out = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 {height:.0}" width="1000" height="{height:.0}"
  font-family="sans-serif" font-size="13" fill="#222222">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="12" y="24" font-size="16" font-weight="bold">{}: time of model-core / time of the other</text>
{}
<rect x="{LEFT:.0}" y="{TOP:.0}" width="{:.1}" height="{:.0}" fill="#eef6ee"/>
"##,
        stage.title(),
        legend(&cases),
        place(1.0) - LEFT,
        bottom - TOP,
        height = bottom + 30.0,
    );
    out.push_str(&scale(bottom));
    for (row, case) in cases.into_iter().enumerate() {
        let y = TOP + ROW * (row as f64 + 0.5);
        // Writing to a String does not fail.
        let _ = writeln!(
            out,
            r##"<line x1="{LEFT:.0}" y1="{y:.1}" x2="{RIGHT:.0}" y2="{y:.1}" stroke="#dddddd"/>
<text x="{:.0}" y="{:.1}" text-anchor="end">{}</text>"##,
            LEFT - 12.0,
            y + 4.5,
            case.case.short(),
        );
        for summary in Summary::all(case) {
            let who = summary.side.who;
            let Some(column) = Who::OTHERS.iter().position(|other| *other == who) else { continue };
            let _ = writeln!(
                out,
                r#"{}<text x="{:.0}" y="{:.1}" fill="{}" text-anchor="end">{:.2}</text>"#,
                mark(who, place(summary.ratio), y + STEP * (column as f64 - 1.0)),
                RIGHT + 60.0 * (column + 1) as f64,
                y + 4.5,
                color(who),
                summary.ratio,
            );
        }
    }
    out.push_str("</svg>\n");
    out
}

/// The names of the sides beside their marks, and above the columns of their numbers.
fn legend(cases: &[&CaseResult]) -> String {
    let there = |who: &Who| cases.iter().any(|case| case.sides.iter().any(|side| side.who == *who));
    let mut out = String::new();
    for (column, who) in Who::OTHERS.into_iter().enumerate().filter(|(_, who)| there(who)) {
        let x = LEFT + 150.0 * column as f64;
        let _ = write!(out, r#"{}<text x="{:.0}" y="54">{}</text>"#, mark(who, x + 6.0, 49.5), x + 18.0, who.title());
        out.push_str(&mark(who, RIGHT + 60.0 * (column + 1) as f64 - 14.0, TOP - 14.0));
    }
    out
}

/// The lines of the scale and what they mean.
fn scale(bottom: f64) -> String {
    let mut out = String::new();
    for (ratio, text) in TICKS {
        let x = place(ratio);
        let color = if ratio == 1.0 { "#222222" } else { "#cccccc" };
        let _ = writeln!(
            out,
            r#"<line x1="{x:.1}" y1="{TOP:.0}" x2="{x:.1}" y2="{bottom:.0}" stroke="{color}"/>
<text x="{x:.1}" y="{:.0}" text-anchor="middle" font-size="12">{text}</text>"#,
            bottom + 18.0,
        );
    }
    let middle = place(1.0);
    let _ = writeln!(
        out,
        r#"<text x="{:.0}" y="{y:.0}" text-anchor="end">← model-core is faster</text>
<text x="{:.0}" y="{y:.0}">slower →</text>"#,
        middle - 10.0,
        middle + 10.0,
        y = TOP - 8.0,
    );
    out
}
