//! Who helps whom, and how towns end, in games played for the call.

use ludograph_engine::brigade::{
    AgentSpec, Match, NIGHTS_MAX_DEFAULT, RuleSet, Scenario, StateGraphOptions, Stream, Town, cooperation, scenario,
    state_graph,
};
use serde_json::Value;
use wasm_bindgen::prelude::wasm_bindgen;

use super::packed::{self, Packed};
use crate::error::Refused;

/// The most games of a call: they are played in one go, which nothing stops.
const GAMES_MAX: u32 = 100_000;

/// What one call may take at most, as far as its size can be told before.
const BYTES_MAX: usize = 1 << 29;

/// A match: `scenario` is a name or a scenario, `team` a list of agents, `rules` and `stream` names.
fn read(bytes: &[u8], games: u32) -> Result<Match, Refused> {
    if games == 0 || games > GAMES_MAX {
        return Err(Refused::new("argument", format!("games: {games} is outside 1..={GAMES_MAX}")));
    }
    let value = packed::read(bytes)?;
    let scenario = match value.get("scenario") {
        Some(Value::String(name)) => scenario(name)?.clone(),
        Some(value) => Scenario::from_value(value)?,
        None => return Err(Refused::new("json", "match: `scenario` is missing")),
    };
    let team = value.get("team").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let agents = team.iter().map(agent).collect::<Result<Vec<_>, _>>()?;
    scenario.validate(agents.len())?;
    let word = |name: &str| value.get(name).and_then(Value::as_str);
    let rules = word("rules").map_or(Ok(RuleSet::default()), str::parse)?;
    let stream = if word("stream") == Some("companion") { Stream::Companion } else { Stream::PerAgent };
    let nights = value.get("nightsMax").and_then(Value::as_u64).and_then(|nights| u32::try_from(nights).ok());
    Ok(Match { scenario, agents, rules, nights_max: nights.unwrap_or(NIGHTS_MAX_DEFAULT).max(1), stream })
}

fn agent(value: &Value) -> Result<AgentSpec, Refused> {
    let spec = AgentSpec::from_value(value).map_err(|error| {
        let message = "an agent is a name, {heuristic, parameters: ten numbers}, or {name, rules}";
        Refused::new("argument", format!("{message}: {error}"))
    })?;
    // Built once to be checked: a name nobody knows is told now, with the nearest.
    spec.build()?;
    Ok(spec)
}

/// Who works for whom in the games of the seeds `seed..seed + games`.
///
/// # Errors
/// As for reading a match; `argument`, `unsolved`.
#[wasm_bindgen]
pub fn cooperation_network(game: &[u8], seed: u64, games: u32) -> Result<Vec<u8>, Refused> {
    let play = read(game, games)?;
    let network = cooperation(&play, seed..seed.saturating_add(u64::from(games)))?;
    let mut packed = Packed::default();
    packed.object("games nights reciprocity agents edges");
    packed.put(network.games).put(network.nights).put(network.reciprocity);
    let columns = "agent label reward rewardShare worked workShare freeRiderIndex workCost helped wasHelped reciprocity \
                   centralityGiven centralityReceived signalledWork lied honesty";
    packed.table(columns, network.agents.len());
    for (agent, spec) in network.agents.iter().zip(&play.agents) {
        packed.put(agent.agent).put(spec.label()).put(agent.reward).put(agent.reward_share).put(agent.worked);
        packed.put(agent.work_share).put(agent.free_rider_index).put(agent.work_cost).put(agent.helped);
        packed.put(agent.was_helped).put(agent.reciprocity).put(agent.centrality_given);
        packed.put(agent.centrality_received).put(agent.signals.signalled_work()).put(agent.signals.lies());
        packed.put(agent.signals.honesty());
    }
    packed.table("from to worked helped saved atOwnRisk cost restForgone", network.edges.len());
    for edge in &network.edges {
        packed.put(edge.from).put(edge.to).put(edge.worked).put(edge.helped).put(edge.saved).put(edge.at_own_risk);
        packed.put(edge.cost).put(edge.rest_forgone);
    }
    Ok(packed.take())
}

/// The towns met in the games of the seeds `seed..seed + games`, and the nights between them.
///
/// # Errors
/// As for reading a match; `argument`, `unsolved`, `exhausted`.
#[wasm_bindgen]
pub fn town_graph(game: &[u8], seed: u64, games: u32, canonical: bool) -> Result<Vec<u8>, Refused> {
    let play = read(game, games)?;
    // At the worst every night is a transition of its own.
    let bytes = (games as usize).saturating_mul(play.nights_max.min(100) as usize * 64);
    if bytes > BYTES_MAX {
        let message = format!("the graph would take {} MiB; at most {} MiB are given", bytes >> 20, BYTES_MAX >> 20);
        return Err(Refused::new("exhausted", message));
    }
    let options = StateGraphOptions { canonical, ..Default::default() };
    let graph = state_graph(&play, seed..seed.saturating_add(u64::from(games)), options)?;
    let states = graph.measure()?.states;
    let place = |town: Town| states.binary_search_by(|state| state.town.cmp(&town)).ok();
    let mut packed = Packed::default();
    packed.object("games states transitions").put(graph.games());
    packed.table("houses visits meanReward expectedVisits", states.len());
    for state in &states {
        packed.put(state.town.to_string().as_str()).put(state.visits).put(state.mean_reward).put(state.expected_visits);
    }
    packed.table("from to count meanReward", graph.transitions().count());
    for (from, to, way) in graph.transitions() {
        packed.put(place(from)).put(place(to)).put(way.count).put(way.mean_reward());
    }
    Ok(packed.take())
}
