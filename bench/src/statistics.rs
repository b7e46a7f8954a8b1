//! The median and the spread of measured times.

/// The median.
pub(crate) fn median(values: &[f64]) -> f64 {
    quantile(values.to_vec(), 0.5)
}

/// Half the distance of the quartiles, in percent of the median.
pub(crate) fn spread(values: &[f64]) -> f64 {
    let at = |part| quantile(values.to_vec(), part);
    (at(0.75) - at(0.25)) / 2.0 / at(0.5) * 100.0
}

/// The value below which this part of the values lies.
fn quantile(mut values: Vec<f64>, part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = part * values.len().saturating_sub(1) as f64;
    let (low, high) = (place.floor() as usize, place.ceil() as usize);
    match (values.get(low), values.get(high)) {
        (Some(low), Some(high)) => low + (high - low) * place.fract(),
        _ => f64::NAN,
    }
}
