//! Scenarios, agents and their catalogs read from JSON values member by member: what the module of a browser has instead of
//! derived readers, which are several times larger. A test holds both against each other.

use serde_json::Value;

use super::agent::{AgentSpec, Condition, Deed, HeuristicKind, Script, ScriptRule, SignalRule, Target};
use super::error::BrigadeError;
use super::scenario::{
    ActionValidity, CommitmentMode, DistanceMetric, ExtinguishMode, PerAgent, Scenario, TeamWelfareKind,
};
use super::scenario_json::check_parameters;
use crate::json::{Members, Read, count, list, number, text, word};

const TARGETS: [(&str, Target); 14] = [
    ("home", Target::Home),
    ("stay", Target::Stay),
    ("first_owned", Target::FirstOwned),
    ("first_owned_burning", Target::FirstOwnedBurning),
    ("own_burning", Target::OwnBurning),
    ("left_burning", Target::LeftBurning),
    ("right_burning", Target::RightBurning),
    ("first_burning", Target::FirstBurning),
    ("nearest_burning", Target::NearestBurning),
    ("newest_burning", Target::NewestBurning),
    ("least_attended_burning", Target::LeastAttendedBurning),
    ("most_surrounded_burning", Target::MostSurroundedBurning),
    ("largest_cluster_burning", Target::LargestClusterBurning),
    ("any_burning", Target::AnyBurning),
];

impl Scenario {
    /// Reads a scenario from a JSON value, as [`Scenario::from_json`] does from text.
    ///
    /// # Errors
    /// [`BrigadeError::Unknown`] for a parameter nobody knows, with the nearest one; [`BrigadeError::Json`] for what is no
    /// scenario.
    pub fn from_value(value: &Value) -> Result<Self, BrigadeError> {
        let refused = |message| BrigadeError::Json { what: "scenario", message };
        let members = Members::of(value).map_err(refused)?;
        check_parameters(members.each().map(|(name, _)| name))?;
        scenario_of(members).map_err(refused)
    }
}

pub(super) fn scenario_of(members: Members<'_>) -> Read<Scenario> {
    let need = |name: &str| members.need(name, number);
    let or_none = |name: &str| members.number_or(name, 0.0);
    let each = |name: &str| members.need(name, per_agent);
    let choice =
        |name: &str, names: &[&str]| Ok::<_, String>(members.maybe(name, |value| word(value, names))?.unwrap_or(0));
    Ok(Scenario {
        num_houses: members.maybe("num_houses", short)?.unwrap_or(10),
        prob_fire_spreads_to_neighbor: need("prob_fire_spreads_to_neighbor")?,
        prob_solo_agent_extinguishes_fire: need("prob_solo_agent_extinguishes_fire")?,
        prob_house_catches_fire: need("prob_house_catches_fire")?,
        team_reward_house_survives: need("team_reward_house_survives")?,
        team_penalty_house_burns: need("team_penalty_house_burns")?,
        reward_own_house_survives: each("reward_own_house_survives")?,
        reward_other_house_survives: each("reward_other_house_survives")?,
        penalty_own_house_burns: each("penalty_own_house_burns")?,
        penalty_other_house_burns: each("penalty_other_house_burns")?,
        cost_to_work_one_night: need("cost_to_work_one_night")?,
        min_nights: members.need("min_nights", count)?,
        reward_rest: members.number_or("reward_rest", 0.5)?,
        agent_home_positions: members.list("agent_home_positions", short)?,
        distance_cost_alpha: or_none("distance_cost_alpha")?,
        distance_metric: choice("distance_metric", &["ring_arc"]).map(|_| DistanceMetric::RingArc)?,
        action_shaping_alpha: or_none("action_shaping_alpha")?,
        action_shaping_beta: or_none("action_shaping_beta")?,
        progress_shaping_coef: or_none("progress_shaping_coef")?,
        team_welfare_lambda: or_none("team_welfare_lambda")?,
        team_welfare_gamma: members.number_or("team_welfare_gamma", 1.0)?,
        team_welfare_kind: match choice("team_welfare_kind", &["none", "team_welfare_closed_form"])? {
            0 => TeamWelfareKind::None,
            _ => TeamWelfareKind::TeamWelfareClosedForm,
        },
        action_validity_mode: match choice("action_validity_mode", &["always_valid", "adjacent_only"])? {
            0 => ActionValidity::AlwaysValid,
            _ => ActionValidity::AdjacentOnly,
        },
        extinguish_mode: match choice("extinguish_mode", &["bernoulli", "continuous"])? {
            0 => ExtinguishMode::Bernoulli,
            _ => ExtinguishMode::Continuous,
        },
        suppression_per_worker: or_none("suppression_per_worker")?,
        commitment_mode: match choice("commitment_mode", &["simultaneous", "two_phase"])? {
            0 => CommitmentMode::Simultaneous,
            _ => CommitmentMode::TwoPhase,
        },
    })
}

fn per_agent(value: &Value) -> Read<PerAgent> {
    if value.is_array() { list(value, number).map(PerAgent::Each) } else { number(value).map(PerAgent::All) }
}

fn short(value: &Value) -> Read<u16> {
    count(value)?.try_into().map_err(|_| "expected a whole number in 0..=65535".to_owned())
}

impl AgentSpec {
    /// Reads an agent from a JSON value: a name, a heuristic with ten numbers, or a script.
    ///
    /// # Errors
    /// [`BrigadeError::Json`] for what is no agent. Names and numbers are checked when the agent is made.
    pub fn from_value(value: &Value) -> Result<Self, BrigadeError> {
        agent_of(value).map_err(|message| BrigadeError::Json { what: "agent", message })
    }
}

fn agent_of(value: &Value) -> Read<AgentSpec> {
    if let Value::String(name) = value {
        return Ok(AgentSpec::Named(name.clone()));
    }
    if Members::of(value)?.get("heuristic").is_none() {
        return script_of(value).map(AgentSpec::Script);
    }
    let members = Members::of(value)?;
    let heuristic = match members.need("heuristic", |value| word(value, &["full", "upstream_rust"]))? {
        0 => HeuristicKind::Full,
        _ => HeuristicKind::UpstreamRust,
    };
    Ok(AgentSpec::Vector { heuristic, parameters: members.need("parameters", ten)? })
}

/// The ten numbers of a heuristic.
pub(super) fn ten(value: &Value) -> Read<[f64; 10]> {
    list(value, number)?.try_into().map_err(|_| "expected ten numbers".to_owned())
}

pub(super) fn script_of(value: &Value) -> Read<Script> {
    let members = Members::of(value)?.expect_only(&["name", "rules"])?;
    Ok(Script { name: members.text("name")?.to_owned(), rules: members.need("rules", |rules| list(rules, rule))? })
}

fn rule(value: &Value) -> Read<ScriptRule> {
    let members = Members::of(value)?.expect_only(&["when", "house", "mode", "signal"])?;
    let signals = [SignalRule::Honest, SignalRule::Lie, SignalRule::Work, SignalRule::Rest];
    let signal = members.maybe("signal", |value| word(value, &["honest", "lie", "work", "rest"]))?;
    Ok(ScriptRule {
        when: members.list("when", condition)?,
        house: members.need("house", target)?,
        mode: match members.need("mode", |value| word(value, &["work", "rest"]))? {
            0 => Deed::Work,
            _ => Deed::Rest,
        },
        signal: signal.and_then(|place| signals.get(place).copied()).unwrap_or_default(),
    })
}

/// The one member of an object.
fn only(value: &Value) -> Read<(&str, &Value)> {
    let mut members = Members::of(value)?.each();
    match (members.next(), members.next()) {
        (Some(member), None) => Ok(member),
        _ => Err("expected an object with one member".to_owned()),
    }
}

fn condition(value: &Value) -> Read<Condition> {
    let (name, value) = only(value)?;
    match name {
        "burning_at_least" => short(value).map(Condition::BurningAtLeast),
        "burning_at_most" => short(value).map(Condition::BurningAtMost),
        "night_at_least" => count(value).map(Condition::NightAtLeast),
        "work_signals_at_least" => short(value).map(Condition::WorkSignalsAtLeast),
        "chance" => number(value).map(Condition::Chance),
        _ => Err(format!("`{name}` is no condition")),
    }
}

fn target(value: &Value) -> Read<Target> {
    if value.is_string() {
        let name = text(value)?;
        let known = TARGETS.iter().find(|(known, _)| *known == name);
        return known.map(|(_, target)| *target).ok_or_else(|| format!("`{name}` is no house to go to"));
    }
    let (name, value) = only(value)?;
    match name {
        "burning_longer_than" => short(value).map(Target::BurningLongerThan),
        "house" => short(value).map(Target::House),
        _ => Err(format!("`{name}` is no house to go to")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{AgentSpec, Scenario, TARGETS, script_of, target};
    use crate::brigade::agent::Script;

    #[test]
    fn scenarios_are_read_as_by_the_derived_reader() {
        let texts = include_str!("../../data/brigade/scenarios.json");
        let entries: serde_json::Map<String, Value> = serde_json::from_str(texts).unwrap();
        for (name, value) in entries {
            assert_eq!(Scenario::from_value(&value), Scenario::from_json(&value.to_string()), "{name}");
        }
        let error = Scenario::from_value(&json!({"num_hauses": 3})).unwrap_err().to_string();
        assert_eq!(error, "unknown scenario parameter `num_hauses`; did you mean `num_houses`?");
        let error = Scenario::from_value(&json!({"num_houses": "x"})).unwrap_err().to_string();
        assert!(error.ends_with("num_houses: expected a whole number in 0..=4294967295, got the text `x`"), "{error}");
    }

    #[test]
    fn agents_are_read_as_by_the_derived_reader() {
        let scripts: Vec<Value> = serde_json::from_str(include_str!("../../data/brigade/agents.json")).unwrap();
        let rules = json!({"name": "a", "rules": [{
            "when": [{"burning_at_least": 1}, {"burning_at_most": 2}, {"night_at_least": 3}, {"work_signals_at_least": 4},
                {"chance": 0.5}],
            "house": {"burning_longer_than": 2}, "mode": "rest", "signal": "lie",
        }, {"house": {"house": 3}, "mode": "work"}]});
        for value in scripts.iter().chain([&rules]) {
            assert_eq!(script_of(value).ok(), serde_json::from_value::<Script>(value.clone()).ok());
        }
        let vector = json!({"heuristic": "upstream_rust", "parameters": vec![0.5; 10]});
        for value in scripts.iter().chain([&rules, &vector, &json!("hero")]) {
            assert_eq!(AgentSpec::from_value(value).ok(), serde_json::from_value(value.clone()).ok());
        }
        for (name, known) in TARGETS {
            assert_eq!((target(&json!(name)).unwrap(), json!(known)), (known, json!(name)));
        }
        for wrong in [json!(5), json!({}), json!({"heuristic": "full", "parameters": [1]}), json!({"name": "a"})] {
            assert!(AgentSpec::from_value(&wrong).is_err(), "{wrong}");
        }
    }
}
