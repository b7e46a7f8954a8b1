//! Numbers as a person writes them.

/// Seconds as a person writes them.
pub(crate) fn time(seconds: f64) -> String {
    match seconds {
        s if s < 1e-3 => format!("{:.1} µs", s * 1e6),
        s if s < 1.0 => format!("{:.2} ms", s * 1e3),
        s => format!("{s:.2} s"),
    }
}

/// A large number with a unit.
pub(crate) fn count(number: f64) -> String {
    match number {
        n if n < 1e4 && n.fract() == 0.0 => format!("{n:.0}"),
        n if n < 1e4 => format!("{n:.1}"),
        n if n < 1e6 => format!("{:.1}k", n / 1e3),
        n => format!("{:.1}M", n / 1e6),
    }
}
