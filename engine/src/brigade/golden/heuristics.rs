//! Episodes of the Rust core's heuristic agents.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::VerifyReport;
use crate::brigade::action::House;
use crate::brigade::agent::{Agent, Stream, Team, UpstreamHeuristic};
use crate::brigade::catalog::scenario;
use crate::brigade::game::Game;
use crate::brigade::game_options::{Ending, GameOptions};
use crate::brigade::rules::RuleSet;

#[derive(Deserialize)]
struct Episode {
    scenario_name: String,
    team: Vec<String>,
    seed: u64,
    scores: Vec<f32>,
    nights: u32,
    final_houses: Vec<House>,
    done: bool,
}

pub(super) fn verify(file: &Value) -> VerifyReport {
    let mut report = VerifyReport::of("heuristic episodes");
    let vectors: BTreeMap<String, [f64; 10]> =
        file.get("archetypes").and_then(|value| Deserialize::deserialize(value).ok()).unwrap_or_default();
    let episodes = file.get("episodes").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for (index, value) in episodes.iter().enumerate() {
        match Episode::deserialize(value) {
            Err(error) => report.add(&format!("episode {index}"), Err(error.to_string())),
            Ok(episode) => {
                let name = format!("{} {} seed {}", episode.scenario_name, episode.team.join(","), episode.seed);
                report.add(&name, replay(&episode, &vectors));
            }
        }
    }
    report
}

fn replay(episode: &Episode, vectors: &BTreeMap<String, [f64; 10]>) -> Result<(), String> {
    let agent = |name: &String| -> Result<Box<dyn Agent>, String> {
        let vector = vectors.get(name).ok_or_else(|| format!("no archetype {name}"))?;
        Ok(Box::new(UpstreamHeuristic::new(*vector)))
    };
    let agents = episode.team.iter().map(agent).collect::<Result<Vec<_>, _>>()?;
    let scenario = scenario(&episode.scenario_name).map_err(|error| error.to_string())?;
    let options = GameOptions { rules: RuleSet::RustCore, seed: episode.seed, ..GameOptions::default() };
    let mut game = Game::new(scenario, agents.len(), options).map_err(|error| error.to_string())?;
    let mut team = Team::new(agents, Stream::Companion);
    team.begin(episode.seed);
    let mut scores = vec![0.0_f32; episode.team.len()];
    while game.ending() == Ending::Running {
        team.play_night(&mut game).map_err(|error| error.to_string())?;
        scores.iter_mut().zip(game.rewards()).for_each(|(sum, reward)| *sum += reward);
    }
    let state = game.state();
    let is = |what: &str, equal: bool| if equal { Ok(()) } else { Err(format!("{what} differ; ours: {scores:?}")) };
    is("nights", game.night() == episode.nights)?;
    is("final houses", state.houses == episode.final_houses)?;
    is("endings", state.done == episode.done)?;
    is("scores", scores == episode.scores)
}
