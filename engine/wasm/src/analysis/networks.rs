//! Who helps whom, and how towns end, in games played for the call.

use ludograph_engine::brigade::{Match, StateGraphOptions, Town, cooperation, state_graph};
use serde_json::{Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

use super::answer;
use crate::error::Refused;
use crate::input::{expect_bytes, read_match};

/// The most games of a call: they are played in one go, which nothing stops.
const GAMES_MAX: u32 = 100_000;

fn read(text: &str, games: u32) -> Result<Match, Refused> {
    if games == 0 || games > GAMES_MAX {
        return Err(Refused::new("argument", format!("games: {games} is outside 1..={GAMES_MAX}")));
    }
    read_match(text)
}

/// Who works for whom in the games of the seeds `seed..seed + games`.
///
/// # Errors
/// As for reading a match; `argument`, `unsolved`.
#[wasm_bindgen]
pub fn cooperation_network(text: &str, seed: u64, games: u32) -> Result<String, Refused> {
    let play = read(text, games)?;
    let network = cooperation(&play, seed..seed.saturating_add(u64::from(games)))?;
    let agents: Vec<Value> = network
        .agents
        .iter()
        .zip(&play.agents)
        .map(|(agent, spec)| {
            json!({
                "agent": agent.agent, "label": spec.label(), "reward": agent.reward,
                "rewardShare": agent.reward_share, "worked": agent.worked, "workShare": agent.work_share,
                "freeRiderIndex": agent.free_rider_index, "workCost": agent.work_cost, "helped": agent.helped,
                "wasHelped": agent.was_helped, "reciprocity": agent.reciprocity,
                "centralityGiven": agent.centrality_given, "centralityReceived": agent.centrality_received,
                "signalledWork": agent.signals.signalled_work(), "lied": agent.signals.lies(),
                "honesty": agent.signals.honesty(),
            })
        })
        .collect();
    let edges: Vec<Value> = network
        .edges
        .iter()
        .map(|edge| {
            json!({
                "from": edge.from, "to": edge.to, "worked": edge.worked, "helped": edge.helped, "saved": edge.saved,
                "atOwnRisk": edge.at_own_risk, "cost": edge.cost, "restForgone": edge.rest_forgone,
            })
        })
        .collect();
    answer(&json!({
        "games": network.games, "nights": network.nights, "reciprocity": network.reciprocity,
        "agents": agents, "edges": edges,
    }))
}

/// The towns met in the games of the seeds `seed..seed + games`, and the nights between them.
///
/// # Errors
/// As for reading a match; `argument`, `unsolved`, `exhausted`.
#[wasm_bindgen]
pub fn town_graph(text: &str, seed: u64, games: u32, canonical: bool) -> Result<String, Refused> {
    let play = read(text, games)?;
    // At the worst every night is a transition of its own.
    expect_bytes("the graph", (games as usize).saturating_mul(play.nights_max.min(100) as usize * 64))?;
    let options = StateGraphOptions { canonical, ..Default::default() };
    let graph = state_graph(&play, seed..seed.saturating_add(u64::from(games)), options)?;
    let states = graph.measure()?.states;
    let place = |town: Town| states.binary_search_by(|state| state.town.cmp(&town)).ok();
    let transitions: Vec<Value> = graph
        .transitions()
        .map(|(from, to, way)| {
            json!({"from": place(from), "to": place(to), "count": way.count, "meanReward": way.mean_reward()})
        })
        .collect();
    let states: Vec<Value> = states
        .iter()
        .map(|state| {
            json!({
                "houses": state.town.to_string(), "visits": state.visits, "meanReward": state.mean_reward,
                "expectedVisits": state.expected_visits,
            })
        })
        .collect();
    answer(&json!({"games": graph.games(), "states": states, "transitions": transitions}))
}
