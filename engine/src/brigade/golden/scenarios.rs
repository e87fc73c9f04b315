//! The resolved parameters of the named scenarios.

use serde_json::Value;

use super::VerifyReport;
use crate::brigade::catalog::{scenario, scenario_names};

pub(super) fn verify(file: &Value) -> VerifyReport {
    let mut report = VerifyReport::of("scenarios");
    for flavour in ["python", "rust"] {
        let Some(recorded) = file.get(flavour).and_then(Value::as_object) else { continue };
        for (name, fields) in recorded {
            report.add(&format!("{name} ({flavour})"), check(name, fields));
        }
        for name in scenario_names().filter(|name| !recorded.contains_key(*name)) {
            report.add(&format!("{name} ({flavour})"), Err("not in the file".to_owned()));
        }
    }
    report
}

fn check(name: &str, recorded: &Value) -> Result<(), String> {
    let ours = scenario(name).map_err(|error| error.to_string())?;
    let ours = serde_json::to_value(ours).map_err(|error| error.to_string())?;
    let fields = recorded.as_object().ok_or("no object")?;
    for (field, value) in fields.iter().filter(|(field, _)| *field != "num_agents") {
        let our_value = ours.get(field).ok_or_else(|| format!("{field} is unknown"))?;
        if !is_same(value, our_value) {
            return Err(format!("{field}: recorded {value}, ours {our_value}"));
        }
    }
    Ok(())
}

/// Equal, or a list of equal values against one for all. Numbers agree to 32 bits, in which one flavour is stored.
fn is_same(recorded: &Value, ours: &Value) -> bool {
    match (recorded, ours) {
        (Value::Array(list), Value::Number(_)) => list.iter().all(|entry| is_same(entry, ours)),
        (Value::Number(one), Value::Number(other)) => match (one.as_f64(), other.as_f64()) {
            (Some(one), Some(other)) => (one - other).abs() <= 1e-7 * other.abs(),
            _ => false,
        },
        _ => recorded == ours,
    }
}
