//! The older interface: JSON text in, JSON text out, with the members of the upstream's core.

use ludograph_engine::brigade::{
    Agent, AgentSpec, Ending, Game, GameOptions, HeuristicKind, House, NIGHTS_MAX_DEFAULT, RuleSet, Scenario, Stream,
    Team, actions_from_lists, scenario, scenario_info_in_rust_order,
};
use serde::Deserialize as _;
use serde_json::{Map, Value, json};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::Refused;
use crate::input::{BYTES_MAX, read_agent, read_json, scenario_json};

/// The seed of every game of the older interface.
const SEED: u64 = 42;

/// A game under `rust_core` with the seed 42 and no cap on its nights. It records every night, as the upstream's does.
#[wasm_bindgen]
#[derive(Debug)]
pub struct OlderCore {
    game: Game,
    nights: Vec<Value>,
    scores: Vec<f32>,
}

#[wasm_bindgen]
impl OlderCore {
    /// `scenario` is JSON or a name. Lists of more values than agents are cut, as the upstream's files have ten.
    ///
    /// # Errors
    /// `json`, `unknown_name`, `argument`, `count`.
    #[wasm_bindgen(constructor)]
    pub fn new(scenario: &str, agents: u32) -> Result<Self, Refused> {
        Self::begin(&read_older_scenario(scenario, agents as usize)?, agents as usize, SEED, u32::MAX)
    }

    /// Begins another game on the running random stream.
    pub fn reset(&mut self) {
        self.game.reset();
        self.start();
    }

    /// Plays a night of `[[house, mode, signal], …]`, or of pairs: `{"rewards", "done", "info"}`.
    ///
    /// # Errors
    /// `json`, `action`, `count`, `over`, `commitment`, `exhausted`.
    pub fn step(&mut self, actions: &str) -> Result<String, Refused> {
        let lists: Vec<Vec<i64>> = read_json("actions", actions)?;
        let actions = actions_from_lists(&lists, self.game.scenario().num_houses)?;
        // A recorded night takes about 40 bytes a number.
        if self.nights.len().saturating_mul(self.game.num_agents().saturating_mul(400) + 1000) > BYTES_MAX {
            return Err(Refused::new("exhausted", "the game has more nights than can be recorded"));
        }
        let ending = self.game.step(&actions)?;
        self.add_night();
        let info = json!({"night": self.game.night()});
        Ok(json!({"rewards": self.game.rewards(), "done": ending == Ending::Done, "info": info}).to_string())
    }

    /// What an agent sees.
    ///
    /// # Errors
    /// `argument` for an agent that does not exist.
    pub fn observation(&self, agent: u32) -> Result<String, Refused> {
        let (seat, agents) = (agent as usize, self.game.num_agents());
        if seat >= agents {
            return Err(Refused::new(
                "argument",
                format!("agent: {agent} is outside 0..={}", agents.saturating_sub(1)),
            ));
        }
        let view = self.game.observe(seat);
        let actions = view.last_actions();
        Ok(json!({
            "signals": actions.iter().map(|action| action.signal).collect::<Vec<_>>(),
            "locations": actions.iter().map(|action| action.house).collect::<Vec<_>>(),
            "houses": houses(&self.game),
            "last_actions": actions,
            "scenario_info": scenario_info_in_rust_order(view.scenario_info()),
            "agent_id": agent,
            "night": view.night(),
            "round1_signals": view.round1_signals(),
        })
        .to_string())
    }

    /// The town and the agents.
    #[must_use]
    pub fn state(&self) -> String {
        let actions = self.game.last_actions();
        json!({
            "houses": houses(&self.game),
            "agent_positions": actions.iter().map(|action| action.house).collect::<Vec<_>>(),
            "agent_signals": actions.iter().map(|action| action.signal).collect::<Vec<_>>(),
            "last_actions": actions,
            "night": self.game.night(),
            "done": self.is_done(),
        })
        .to_string()
    }

    /// The game night by night, and its scores.
    ///
    /// # Errors
    /// `internal` if the scenario cannot be written.
    pub fn result(&self) -> Result<String, Refused> {
        let (scenario, nights) = (self.scenario()?, Value::Array(self.nights.clone()));
        let (total, scores) = (json!(self.scores.iter().sum::<f32>()), json!(self.scores));
        Ok(format!(r#"{{"scenario":{scenario},"nights":{nights},"final_score":{total},"agent_scores":{scores}}}"#))
    }

    /// All parameters.
    ///
    /// # Errors
    /// `internal` if they cannot be written.
    pub fn scenario(&self) -> Result<String, Refused> {
        scenario_json(self.game.scenario())
    }

    /// Whether the rules have ended the game.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.game.ending() == Ending::Done
    }
}

impl OlderCore {
    fn begin(scenario: &Scenario, agents: usize, seed: u64, nights_max: u32) -> Result<Self, Refused> {
        let options = GameOptions { rules: RuleSet::RustCore, seed, nights_max };
        let game = Game::new(scenario, agents, options)?;
        let mut core = Self { scores: vec![0.0; agents], nights: Vec::new(), game };
        core.start();
        Ok(core)
    }

    fn start(&mut self) {
        self.nights.clear();
        self.scores.fill(0.0);
        self.nights.push(record(&self.game, 0));
    }

    fn add_night(&mut self) {
        self.scores.iter_mut().zip(self.game.rewards()).for_each(|(sum, reward)| *sum += reward);
        self.nights.push(record(&self.game, self.game.night().saturating_sub(1)));
    }
}

fn houses(game: &Game) -> Vec<House> {
    game.state().houses
}

fn record(game: &Game, night: u32) -> Value {
    let actions = game.last_actions();
    json!({
        "night": night,
        "houses": houses(game),
        "signals": actions.iter().map(|action| action.signal).collect::<Vec<_>>(),
        "locations": actions.iter().map(|action| action.house).collect::<Vec<_>>(),
        "actions": actions,
        "rewards": game.rewards(),
    })
}

fn read_older_scenario(text: &str, agents: usize) -> Result<Scenario, Refused> {
    let text = text.trim_start();
    if !text.starts_with('{') {
        return Ok(scenario(text)?.clone());
    }
    let mut fields: Map<String, Value> = read_json("scenario", text)?;
    for (name, field) in &mut fields {
        if let Value::Array(list) = field
            && name != "agent_home_positions"
        {
            list.truncate(agents);
        }
    }
    Ok(Scenario::from_json(&Value::Object(fields).to_string())?)
}

/// One game of built-in agents under `rust_core`, at most 100 nights, as [`OlderCore::result`] tells it. `agents` is a JSON
/// list; ten numbers are a heuristic of the upstream's Rust core. All agents draw from one stream with the game's seed.
///
/// # Errors
/// `json`, `unknown_name`, `argument`, `count`, `commitment`.
#[wasm_bindgen]
pub fn older_game(agents: &str, scenario: &str, seed: u64) -> Result<String, Refused> {
    let list: Vec<Value> = read_json("agents", agents)?;
    let build = |value: &Value| -> Result<Box<dyn Agent>, Refused> {
        let numbers = value.get("parameters").filter(|_| value.get("heuristic").is_none()).unwrap_or(value);
        let spec = match <[f64; 10]>::deserialize(numbers) {
            Ok(parameters) => AgentSpec::Vector { heuristic: HeuristicKind::UpstreamRust, parameters },
            Err(_) => read_agent(value)?,
        };
        Ok(spec.build()?)
    };
    let agents = list.iter().map(build).collect::<Result<Vec<_>, _>>()?;
    let seats = agents.len();
    let mut core = OlderCore::begin(&read_older_scenario(scenario, seats)?, seats, seed, NIGHTS_MAX_DEFAULT)?;
    let mut team = Team::new(agents, Stream::Companion);
    team.begin(seed);
    while core.game.ending() == Ending::Running {
        team.play_night(&mut core.game)?;
        core.add_night();
    }
    core.result()
}
