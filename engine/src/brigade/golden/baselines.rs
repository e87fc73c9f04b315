//! The published per-night team reward under uniformly random play.

use serde_json::Value;

use super::VerifyReport;
use crate::brigade::action::{Action, Mode};
use crate::brigade::catalog::scenario;
use crate::brigade::error::BrigadeError;
use crate::brigade::game::Game;
use crate::brigade::game_options::{Ending, GameOptions};
use crate::brigade::rng::Pcg64;
use crate::brigade::rules::RuleSet;

/// A mean over games, of the team's reward per night.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Baseline {
    /// The mean over games of (sum of all rewards / nights).
    pub mean: f64,
    /// Its standard error.
    pub error: f64,
    /// The mean number of nights.
    pub nights: f64,
}

impl Baseline {
    /// How many joint standard errors lie between this and another mean; 0 if both are exact and equal.
    #[must_use]
    pub fn deviation(&self, mean: f64, error: f64) -> f64 {
        let distance = (self.mean - mean).abs();
        // Figures are published with two digits: half of the last one is no difference.
        let joint = self.error.hypot(error).max(0.005);
        distance / joint
    }
}

/// Four agents that choose house, mode and signal independently and uniformly, as the parity manifest has it. Game k
/// has the seed `seed + k`; 100 nights at most.
///
/// # Errors
/// An unknown scenario.
pub fn measure_baseline(name: &str, rules: RuleSet, games: u32, seed: u64) -> Result<Baseline, BrigadeError> {
    let scenario = scenario(name)?;
    let mut game = Game::new(scenario, 4, GameOptions { rules, seed, ..GameOptions::default() })?;
    let (mut sum, mut squares, mut all_nights) = (0.0, 0.0, 0.0);
    for index in 0..u64::from(games) {
        game.reset_with_seed(seed.wrapping_add(index));
        // The agents' stream has to be another than the game's.
        let mut choices = Pcg64::new(!seed.wrapping_add(index));
        let mut total = 0.0;
        while game.ending() == Ending::Running {
            let mut choose = || Action {
                house: choices.index_below(scenario.num_houses),
                mode: Mode::work_if(choices.next_below(2) == 1),
                signal: Mode::work_if(choices.next_below(2) == 1),
            };
            let actions = [choose(), choose(), choose(), choose()];
            game.step(&actions)?;
            total += game.rewards().iter().map(|reward| f64::from(*reward)).sum::<f64>();
        }
        let per_night = total / f64::from(game.night().max(1));
        sum += per_night;
        squares += per_night * per_night;
        all_nights += f64::from(game.night());
    }
    let count = f64::from(games.max(1));
    let mean = sum / count;
    let variance = (squares / count - mean * mean).max(0.0);
    Ok(Baseline { mean, error: (variance / count).sqrt(), nights: all_nights / count })
}

pub(super) fn verify(file: &Value, games: u32) -> VerifyReport {
    let mut report = VerifyReport::of("random baselines");
    let object = |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_default();
    for (id, entry) in object(file.get("manifest").and_then(|manifest| manifest.get("scenarios"))) {
        let name = entry.get("base_name").and_then(Value::as_str).unwrap_or(&id).to_owned();
        let mean = number(&entry, "random_per_step_team");
        let ends: Vec<f64> = entry
            .get("ci95")
            .and_then(Value::as_array)
            .map_or_else(Vec::new, |ends| ends.iter().filter_map(Value::as_f64).collect());
        let error = if let [low, high] = ends[..] { (high - low) / 2.0 / 1.96 } else { 0.0 };
        report.add(&format!("{name} (paper)"), check(&name, RuleSet::Paper, games, mean, error));
    }
    for (name, entry) in object(file.get("rust_core")) {
        let (mean, error) = (number(&entry, "mean_per_step_team"), number(&entry, "se").unwrap_or(0.0));
        report.add(&format!("{name} (rust_core)"), check(&name, RuleSet::RustCore, games, mean, error));
    }
    report
}

fn number(entry: &Value, name: &str) -> Option<f64> {
    entry.get(name).and_then(Value::as_f64)
}

fn check(name: &str, rules: RuleSet, games: u32, mean: Option<f64>, error: f64) -> Result<(), String> {
    let mean = mean.ok_or("no mean")?;
    let ours = measure_baseline(name, rules, games, 42).map_err(|error| error.to_string())?;
    let deviation = ours.deviation(mean, error);
    if deviation <= 3.0 {
        return Ok(());
    }
    let (our_mean, our_error) = (ours.mean, ours.error);
    Err(format!(
        "recorded {mean:.2} ± {error:.2}, ours {our_mean:.2} ± {our_error:.2} over {games} games: {deviation:.1} joint standard errors apart"
    ))
}
