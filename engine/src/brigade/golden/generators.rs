//! First outputs of the generators.

use serde_json::Value;

use super::VerifyReport;
use super::mersenne::Mersenne;
use crate::brigade::rng::Pcg64;

pub(super) fn verify(file: &Value) -> VerifyReport {
    let mut report = VerifyReport::of("random generators");
    let entries = |name: &str| file.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    for entry in entries("rust_pcg64") {
        let seed = entry.get("seed").and_then(Value::as_u64).unwrap_or(0);
        report.add(&format!("Pcg64 of {seed}"), check_pcg(&entry, seed));
    }
    for entry in entries("numpy_RandomState_mt19937") {
        let seed = entry.get("seed").and_then(Value::as_u64).unwrap_or(0);
        report.add(&format!("RandomState of {seed}"), check_mersenne(&entry, seed));
    }
    report
}

fn check_pcg(entry: &Value, seed: u64) -> Result<(), String> {
    let text = |value: &Value| value.as_str().and_then(|text| text.parse::<u64>().ok()).or_else(|| value.as_u64());
    let mut draws = Pcg64::new(seed);
    compare(entry, "next_u64", |value| text(value) == Some(draws.next_u64()))?;
    let mut draws = Pcg64::new(seed);
    compare(entry, "f32", |value| value.as_f64() == Some(f64::from(draws.next_f32())))?;
    let mut draws = Pcg64::new(seed);
    compare(entry, "f64", |value| value.as_f64() == Some(draws.next_f64()))?;
    let mut draws = Pcg64::new(seed);
    compare(entry, "gen_range_0_7_usize64", |value| value.as_u64() == Some(draws.next_below(7)))
}

fn check_mersenne(entry: &Value, seed: u64) -> Result<(), String> {
    let mut draws = Mersenne::new(u32::try_from(seed).map_err(|_| "a seed of more than 32 bits".to_owned())?);
    compare(entry, "random", |value| value.as_f64() == Some(draws.next_f64()))
}

/// Whether each recorded value is the generator's next one. A list that is not in the record is no difference.
fn compare(entry: &Value, name: &str, mut is_next: impl FnMut(&Value) -> bool) -> Result<(), String> {
    let values = entry.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    match values.iter().position(|value| !is_next(value)) {
        None => Ok(()),
        Some(index) => Err(format!("{name}: output {index} differs")),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn numpys_generator_begins_as_documented() {
        let mut draws = super::Mersenne::new(0);
        assert_eq!(draws.next_f64().to_bits(), 0.548_813_503_927_324_8_f64.to_bits());
    }
}
