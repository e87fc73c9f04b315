//! Measures the published figure of every scenario, the team's reward per night under uniformly random play, and
//! compares it with the recorded means: `cargo run -p ludograph-engine --no-default-features --example
//! brigade_baselines -- FILE [GAMES]`, where FILE is the recorded `random_baselines.json`.

use ludograph_engine::brigade::RuleSet;
use ludograph_engine::brigade::golden::measure_baseline;
use serde_json::Value;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().unwrap_or_else(|| "../shared/golden/brigade/random_baselines.json".to_owned());
    let games: u32 = arguments.next().map_or(Ok(20_000), |games| games.parse())?;
    let recorded: Value = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    println!("{games} games each; distance in joint standard errors");
    println!("{:24} {:10} {:>18} {:>18} {:>8} {:>8}", "scenario", "rules", "recorded", "ours", "distance", "nights");
    let number = |entry: &Value, name: &str| entry[name].as_f64().unwrap_or(0.0);
    let mut far = 0;
    for entry in recorded["manifest"]["scenarios"].as_object().into_iter().flat_map(|entries| entries.values()) {
        let error = (number(&entry["ci95"], "1") - number(&entry["ci95"], "0")).abs() / 3.92;
        let ends = entry["ci95"].as_array().map(|ends| ends.iter().filter_map(Value::as_f64).collect::<Vec<_>>());
        let error = ends.and_then(|ends| Some((ends.get(1)? - ends.first()?) / 3.92)).unwrap_or(error);
        let name = entry["base_name"].as_str().unwrap_or_default();
        far += u32::from(compare(name, RuleSet::Paper, games, number(entry, "random_per_step_team"), error)? > 3.0);
    }
    for (name, entry) in recorded["rust_core"].as_object().into_iter().flatten() {
        let (mean, error) = (number(entry, "mean_per_step_team"), number(entry, "se"));
        far += u32::from(compare(name, RuleSet::RustCore, games, mean, error)? > 3.0);
    }
    println!("{far} further than 3 joint standard errors");
    Ok(())
}

fn compare(name: &str, rules: RuleSet, games: u32, mean: f64, error: f64) -> Result<f64, Box<dyn std::error::Error>> {
    let ours = measure_baseline(name, rules, games, 42)?;
    let distance = ours.deviation(mean, error);
    println!(
        "{name:24} {:10} {mean:9.2} ± {error:6.2} {:9.2} ± {:6.2} {distance:8.2} {:8.1}",
        rules.name(),
        ours.mean,
        ours.error,
        ours.nights
    );
    Ok(distance)
}
