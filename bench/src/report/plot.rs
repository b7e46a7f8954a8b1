//! Bars as SVG: one picture for each place, the library's time in parts of the others'.

use super::{Results, Summary};
use crate::stage::Stage;
use crate::world::Who;
use std::fmt::Write as _;

const LEFT: f64 = 330.0;
const WIDTH: f64 = 420.0;
const BAR: f64 = 13.0;
const MOST: f64 = 2.0;

/// The pictures, by the name of the place.
pub(super) fn all(results: &Results) -> Vec<(String, String)> {
    let mut stages: Vec<Stage> = results.cases.iter().map(|case| case.stage).collect();
    stages.dedup();
    let name = |stage: Stage| format!("{stage:?}").to_lowercase();
    stages.into_iter().map(|stage| (name(stage), one(results, stage))).collect()
}

fn color(who: Who) -> &'static str {
    match who {
        Who::Library => "#333333",
        Who::Usual => "#3b7dd8",
        Who::Best => "#e08a1e",
        Who::SeaOrm => "#3d9e54",
    }
}

fn one(results: &Results, stage: Stage) -> String {
    let mut bars = String::new();
    let mut y = 50.0;
    for case in results.cases.iter().filter(|case| case.stage == stage) {
        let others: Vec<Summary<'_>> =
            Summary::all(case).into_iter().filter(|summary| summary.side.who != Who::Library).collect();
        let middle = y + BAR * others.len() as f64 / 2.0 + 4.0;
        let _ =
            writeln!(bars, r#"<text x="{:.0}" y="{middle:.0}" text-anchor="end">{}</text>"#, LEFT - 8.0, case.title);
        for summary in others {
            let width = summary.ratio.min(MOST) / MOST * WIDTH;
            let _ = writeln!(
                bars,
                r#"<rect x="{LEFT:.0}" y="{y:.0}" width="{width:.0}" height="{:.0}" fill="{}"/><text x="{:.0}" y="{:.0}">{:.2}</text>"#,
                BAR - 2.0,
                color(summary.side.who),
                LEFT + width + 4.0,
                y + BAR - 3.0,
                summary.ratio,
            );
            y += BAR;
        }
        y += 8.0;
    }
    let line = LEFT + WIDTH / MOST;
    let legend: String = [Who::Usual, Who::Best, Who::SeaOrm]
        .into_iter()
        .enumerate()
        .map(|(place, who)| {
            let x = LEFT + 130.0 * place as f64;
            let color = color(who);
            format!(
                r#"<rect x="{x:.0}" y="24" width="10" height="10" fill="{color}"/><text x="{:.0}" y="33">to {}</text>"#,
                x + 14.0,
                who.title()
            )
        })
        .collect();
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="800" height="{:.0}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="8" y="16" font-size="13">{}: the time of model-core where the other takes 1 (shorter is better)</text>
{legend}
{bars}<line x1="{line:.0}" y1="42" x2="{line:.0}" y2="{y:.0}" stroke="#999999" stroke-dasharray="3 3"/>
</svg>
"##,
        y + 10.0,
        stage.title(),
    )
}
