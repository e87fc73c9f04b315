//! Recorded games: seeded, fuzzed, deterministic and scheduled.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::VerifyReport;
use crate::brigade::action::{Action, House, Mode};
use crate::brigade::game::Game;
use crate::brigade::game_options::{Ending, GameOptions};
use crate::brigade::observe::scenario_info_in_rust_order;
use crate::brigade::rules::RuleSet;
use crate::brigade::scenario::Scenario;

/// One night of a record.
#[derive(Deserialize)]
struct Step {
    houses: Vec<House>,
    signals: Option<Vec<Mode>>,
    locations: Option<Vec<u16>>,
    rewards: Vec<f64>,
    done: bool,
    draws: Option<Vec<f64>>,
}

/// Where the uniforms of a replay come from.
#[derive(Clone, Copy, PartialEq)]
enum Source {
    /// The seed.
    Seed,
    /// The record.
    Draws,
    /// Every probability is 0 or 1.
    Certain,
}

/// One game to replay.
struct Record<'a> {
    scenario: Scenario,
    agents: usize,
    rules: RuleSet,
    source: Source,
    seed: u64,
    /// The object with actions, initial houses and draws; the case itself or one flavour of it.
    data: &'a Value,
    steps: Vec<Step>,
    /// The probability of ignition at the start and in each night.
    ignition: Vec<f64>,
    round1: Option<Vec<Vec<Mode>>>,
}

/// Replays all games of a case.
pub(super) fn verify_case(name: &str, case: &Value, report: &mut VerifyReport) {
    if case.get("steps").is_some() {
        let rules = if is_rust(case) { RuleSet::RustCore } else { RuleSet::PythonEnv };
        report.add(&format!("{name} ({rules})"), verify_flavour(case, case, "steps", rules));
        return;
    }
    for (flavour, rules) in [("python", RuleSet::PythonEnv), ("rust", RuleSet::RustCore)] {
        let label = format!("{name} ({rules})");
        match case.get(flavour) {
            Some(data @ Value::Object(_)) => report.add(&label, verify_flavour(case, data, "steps", rules)),
            Some(Value::Array(_)) => report.add(&label, verify_flavour(case, case, flavour, rules)),
            // "same as python": one record for both.
            Some(Value::String(_)) => report.add(&label, verify_flavour(case, case, "python", rules)),
            _ => {}
        }
    }
}

/// The Rust core's uniforms have 24 bits, the Python environment's 53.
fn is_rust(case: &Value) -> bool {
    let draws = case.get("initial_draws").and_then(Value::as_array);
    draws.is_some_and(|draws| draws.iter().filter_map(Value::as_f64).all(|draw| (draw * 16_777_216.0).fract() == 0.0))
}

fn verify_flavour(case: &Value, data: &Value, steps: &str, rules: RuleSet) -> Result<(), String> {
    let record = read(case, data, steps, rules)?;
    replay(&record)
}

fn read<'a>(case: &Value, data: &'a Value, steps: &str, rules: RuleSet) -> Result<Record<'a>, String> {
    let agents = case.get("num_agents").and_then(Value::as_u64).and_then(|agents| usize::try_from(agents).ok());
    let agents = agents.ok_or("no num_agents")?;
    let drawn = data.get("initial_draws").is_some();
    let source = match rules {
        _ if !drawn => Source::Certain,
        RuleSet::RustCore => Source::Seed,
        _ => Source::Draws,
    };
    Ok(Record {
        scenario: read_scenario(case.get("scenario"), agents)?,
        agents,
        rules,
        source,
        seed: case.get("seed").and_then(Value::as_u64).unwrap_or(0),
        steps: part(data, steps)?.ok_or_else(|| format!("no {steps}"))?,
        ignition: part(case, "rho_schedule")?.unwrap_or_default(),
        round1: part(case, "round1")?,
        data,
    })
}

/// Lists longer than the number of agents are cut: the upstream promotes scalars to ten entries.
fn read_scenario(value: Option<&Value>, agents: usize) -> Result<Scenario, String> {
    let mut fields: Map<String, Value> = value.and_then(Value::as_object).cloned().ok_or("no scenario")?;
    for (name, field) in &mut fields {
        if let Value::Array(list) = field
            && name != "agent_home_positions"
        {
            list.truncate(agents);
        }
    }
    Scenario::from_fields(fields).map_err(|error| error.to_string())
}

fn part<T: DeserializeOwned>(value: &Value, name: &str) -> Result<Option<T>, String> {
    match value.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(part) => T::deserialize(part).map(Some).map_err(|error| format!("{name}: {error}")),
    }
}

fn replay(record: &Record<'_>) -> Result<(), String> {
    let text = |error: crate::brigade::error::BrigadeError| error.to_string();
    let mut scenario = record.scenario.clone();
    if let Some(first) = record.ignition.first() {
        scenario.prob_house_catches_fire = *first;
    }
    let options = GameOptions { rules: record.rules, seed: record.seed, nights_max: u32::MAX };
    let mut game = Game::new(&scenario, record.agents, options).map_err(text)?;
    if record.source == Source::Draws {
        game.reset_with_draws(&part::<Vec<f64>>(record.data, "initial_draws")?.unwrap_or_default()).map_err(text)?;
    }
    check_info(record, &game)?;
    if let Some(houses) = part::<Vec<House>>(record.data, "initial_houses")? {
        same("initial houses", &houses, &game.state().houses)?;
    }
    let actions: Vec<Vec<Action>> = part(record.data, "actions")?.ok_or("no actions")?;
    let mut scores = vec![0.0_f32; record.agents];
    for (night, step) in record.steps.iter().enumerate() {
        let at = |what: String| format!("night {night}: {what}");
        if let Some(chance) = record.ignition.get(night + 1) {
            game.set_ignition(*chance).map_err(|error| at(error.to_string()))?;
        }
        let actions = actions.get(night).ok_or_else(|| at("no actions".to_owned()))?;
        let round1 = record.round1.as_ref().and_then(|rounds| rounds.get(night)).map(Vec::as_slice);
        let ending = play(record, &mut game, round1, actions, step).map_err(at)?;
        compare(record.rules, record.source, step, &game, ending).map_err(at)?;
        scores.iter_mut().zip(game.rewards()).for_each(|(sum, reward)| *sum += reward);
    }
    check_scores(record, &scores)
}

fn play(
    record: &Record<'_>,
    game: &mut Game,
    round1: Option<&[Mode]>,
    actions: &[Action],
    step: &Step,
) -> Result<Ending, String> {
    let outcome = match (record.source, round1) {
        (Source::Draws, round1) => game.step_with_draws(round1, actions, step.draws.as_deref().ok_or("no draws")?),
        (_, Some(round1)) => game.step_two_phase(round1, actions),
        (_, None) => game.step(actions),
    };
    outcome.map_err(|error| error.to_string())
}

fn compare(rules: RuleSet, source: Source, step: &Step, game: &Game, ending: Ending) -> Result<(), String> {
    let state = game.state();
    same("houses", &step.houses, &state.houses)?;
    same("done", &step.done, &(ending == Ending::Done))?;
    if let Some(signals) = &step.signals {
        same("signals", signals, &state.last_actions.iter().map(|action| action.signal).collect())?;
    }
    if let Some(locations) = &step.locations {
        same("locations", locations, &state.last_actions.iter().map(|action| action.house).collect())?;
    }
    if step.rewards.len() != state.rewards.len() {
        return Err(format!("{} rewards recorded for {} agents", step.rewards.len(), state.rewards.len()));
    }
    let exact = rules == RuleSet::RustCore && source == Source::Seed;
    for (agent, (recorded, ours)) in step.rewards.iter().zip(&state.rewards).enumerate() {
        let close = if exact { is_same_float(*recorded, *ours) } else { (recorded - f64::from(*ours)).abs() <= 1e-3 };
        if !close {
            return Err(format!("reward of agent {agent}: recorded {recorded}, ours {ours}"));
        }
    }
    Ok(())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::float_cmp,
    reason = "recorded 32-bit numbers, equal to the last bit"
)]
fn is_same_float(recorded: f64, ours: f32) -> bool {
    recorded as f32 == ours
}

fn check_info(record: &Record<'_>, game: &Game) -> Result<(), String> {
    let Some(recorded) = part::<Vec<f64>>(record.data, "scenario_info")? else { return Ok(()) };
    let view = game.observe(0);
    let ours = match record.rules {
        RuleSet::RustCore => scenario_info_in_rust_order(view.scenario_info()),
        _ => *view.scenario_info(),
    };
    let close = recorded.len() == 12
        && recorded
            .iter()
            .zip(&ours)
            .all(|(recorded, ours)| (recorded - f64::from(*ours)).abs() <= 1e-5 * recorded.abs());
    if close { Ok(()) } else { Err(format!("scenario_info: recorded {recorded:?}, ours {ours:?}")) }
}

/// The sums over the recorded nights, exact because they are 32-bit sums in the order of the nights.
fn check_scores(record: &Record<'_>, scores: &[f32]) -> Result<(), String> {
    let Some(recorded) = part::<Vec<f64>>(record.data, "agent_scores")? else { return Ok(()) };
    let equal = recorded.len() == scores.len()
        && recorded.iter().zip(scores).all(|(recorded, ours)| is_same_float(*recorded, *ours));
    if !equal {
        return Err(format!("agent_scores: recorded {recorded:?}, ours {scores:?}"));
    }
    match part::<f64>(record.data, "final_score")? {
        Some(total) if !is_same_float(total, scores.iter().sum()) => {
            Err(format!("final_score: recorded {total}, ours {}", scores.iter().sum::<f32>()))
        }
        _ => Ok(()),
    }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, recorded: &T, ours: &T) -> Result<(), String> {
    if recorded == ours { Ok(()) } else { Err(format!("{what}: recorded {recorded:?}, ours {ours:?}")) }
}
