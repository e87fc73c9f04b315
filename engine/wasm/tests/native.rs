//! What the engine answers natively, kept for the tests of the package: `package/test/fixtures/native.json` has to be what
//! this machine computes, and what WebAssembly computes in Node. With `LUDOGRAPH_BLESS=1` the file is written anew.

#![expect(clippy::unwrap_used, reason = "a test")]

use std::fmt::Write as _;

use ludograph_engine::brigade::{
    Action, AgentSpec, BrigadeError, Design, Estimate, Game, GameOptions, Match, Mode, Pcg64, Replay, RuleSet,
    Scenario, Stream, Tournament, actions_from_flat, scenario, simulate,
};
use serde_json::{Value, json};

const TEAM: [&str; 4] = ["hero", "free_rider", "upstream_rust:liar", "specialist"];
const SCENARIOS: [&str; 5] = ["default", "hard", "v2_minimal", "positional_default", "default_continuous"];

fn agents(names: &[&str]) -> Vec<AgentSpec> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

fn games() -> Value {
    let mut games = Vec::new();
    for rules in RuleSet::ALL {
        for name in SCENARIOS {
            for stream in [Stream::PerAgent, Stream::Companion] {
                let play = Match {
                    scenario: scenario(name).unwrap().clone(),
                    agents: agents(&TEAM),
                    rules,
                    nights_max: 60,
                    stream,
                };
                for game in simulate(&play, 3..6).unwrap() {
                    games.push(json!({
                        "scenario": name, "rules": rules, "stream": stream, "seed": game.seed.to_string(),
                        "nights": game.nights, "houses": game.houses, "scores": game.scores,
                        "worked": game.worked, "lied": game.lied,
                    }));
                }
            }
        }
    }
    json!({"team": TEAM, "nightsMax": 60, "games": games})
}

fn estimate(estimate: &Estimate) -> Value {
    json!({"mean": estimate.mean, "low": estimate.low, "high": estimate.high})
}

fn tournament(pool: &[&str], size: usize, design: Design, rules: RuleSet, games: u64) -> Value {
    let tournament = Tournament {
        scenario: scenario("default").unwrap().clone(),
        pool: agents(pool),
        team_size: size,
        rules,
        nights_max: 100,
        design,
        games,
        seed: 7,
    };
    let report = tournament.run().unwrap();
    let teams: Vec<Value> =
        report.teams.iter().map(|team| json!({"members": team.members, "score": estimate(&team.score)})).collect();
    let standings: Vec<Value> = report
        .standings
        .iter()
        .map(|standing| {
            json!({
                "agent": standing.agent, "label": standing.label, "skill": estimate(&standing.skill),
                "ownScore": standing.own_score, "winRate": standing.win_rate, "seats": standing.seats,
            })
        })
        .collect();
    let design = match design {
        Design::RoundRobin => json!("round_robin"),
        Design::Random { teams } => json!({"random": teams}),
    };
    json!({
        "scenario": "default", "pool": pool, "size": size, "design": design, "rules": rules, "games": games, "seed": 7,
        "teams": teams, "standings": standings, "intercept": estimate(&report.intercept),
    })
}

fn draws() -> Value {
    let of = |seed: u64| {
        let mut bits = Pcg64::new(seed);
        let mut uniform = Pcg64::new(seed);
        let mut below = Pcg64::new(seed);
        json!({
            "seed": seed.to_string(),
            "u64": (0..4).map(|_| bits.next_u64().to_string()).collect::<Vec<_>>(),
            "f64": (0..4).map(|_| uniform.next_f64()).collect::<Vec<_>>(),
            "below": (0..4).map(|_| below.next_below(7).to_string()).collect::<Vec<_>>(),
        })
    };
    json!([0, 1, 42, u64::MAX].map(of))
}

/// `default` with other values in some fields.
fn changed(fields: &Value) -> Result<Scenario, BrigadeError> {
    let mut all: Value = serde_json::from_str(&scenario("default").unwrap().to_json()).unwrap();
    for (name, value) in fields.as_object().unwrap() {
        all[name] = value.clone();
    }
    Scenario::from_json(&all.to_string())
}

/// What the engine says of scenarios that cannot be played by so many agents.
fn scenario_errors() -> Vec<Value> {
    let cases = [
        (json!({"prob_house_catches_fire": 1.5}), 4),
        (json!({"prob_fire_spreads_to_neighbor": -0.25}), 4),
        (json!({"suppression_per_worker": -1}), 4),
        (json!({"num_houses": 1}), 4),
        (json!({"num_houses": 1025}), 4),
        (json!({"reward_own_house_survives": [1, 2, 3]}), 4),
        (json!({"agent_home_positions": [0, 1, 10, 2]}), 4),
        (json!({"agent_home_positions": [0]}), 4),
        (json!({"extinguish_mode": "bernouli"}), 4),
        (json!({"prob_house_catch_fire": 0.5}), 4),
    ];
    let told = |(fields, agents): (Value, usize)| {
        let error = changed(&fields).and_then(|scenario| scenario.validate(agents)).unwrap_err();
        json!({"fields": fields, "agents": agents, "message": error.to_string()})
    };
    cases.into_iter().map(told).collect()
}

/// What the engine says of actions that no game of `default` and four agents takes.
fn action_errors() -> Vec<Value> {
    let cases = [
        [0, 1, 1, 10, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ];
    let told = |actions: [i32; 12]| {
        let error = actions_from_flat(&actions, 4, 10, &mut [Action::default(); 4]).unwrap_err();
        json!({"actions": actions, "message": error.to_string()})
    };
    cases.into_iter().map(told).collect()
}

/// What the engine says of a step after the end, of the other kind of step, and of names nobody knows.
fn other_errors() -> Value {
    let options = GameOptions { nights_max: 1, ..GameOptions::default() };
    let mut game = Game::new(scenario("default").unwrap(), 2, options).unwrap();
    let commitment = game.step_two_phase(&[Mode::default(); 2], &[Action::default(); 2]).unwrap_err();
    game.step(&[Action::default(); 2]).unwrap();
    let over = game.step(&[Action::default(); 2]).unwrap_err();
    let unknown = |name: &str| name.parse::<AgentSpec>().unwrap_err().to_string();
    let names = ["free_ridr", "upstream_rust:her", "xyzzy", "hreo", "dashboard:lair"];
    json!({
        "over": over.to_string(), "commitment": commitment.to_string(),
        "agents": names.map(|name| json!({"name": name, "message": unknown(name)})),
    })
}

/// Games kept, in both forms.
fn replays() -> Vec<Value> {
    let odd = json!({
        "prob_house_catches_fire": 0.015_625, "team_reward_house_survives": 1e16, "team_penalty_house_burns": 1.25e-7,
        "cost_to_work_one_night": 0.000_012, "reward_own_house_survives": [20, 0.1, 3.5, 1e15], "min_nights": 3,
        "agent_home_positions": [0, 3, 1, 9], "reward_rest": 123_456.789, "commitment_mode": "two_phase",
    });
    let script = json!({"name": "at \"home\"", "rules": [
        {"when": [{"burning_at_least": 1}, {"chance": 0.5}], "house": {"burning_longer_than": 2}, "mode": "work"},
        {"house": "nearest_burning", "mode": "work", "signal": "lie"}]});
    let vector = json!({"heuristic": "upstream_rust", "parameters": [1, 0.9, 0.5, 0, 0.25, 0.7, 0.1, 0, 1e-9, 0.8]});
    let named = json!("web:maverick");
    let mixed = vec![script, vector, named.clone(), json!("uniform")];
    let cases = [
        (json!("hard"), vec![json!("hero"), named], 3, RuleSet::RustCore, Stream::Companion),
        (odd, mixed, u64::MAX, RuleSet::PythonEnv, Stream::PerAgent),
    ];
    let kept = |(about, team, seed, rules, stream): (Value, Vec<Value>, u64, RuleSet, Stream)| {
        let scenario = match &about {
            Value::String(name) => scenario(name).unwrap().clone(),
            fields => changed(fields).unwrap(),
        };
        let agents = team.iter().map(|agent| serde_json::from_value(agent.clone()).unwrap()).collect();
        let replay = Replay::record(&Match { scenario, agents, rules, nights_max: 25, stream }, seed).unwrap();
        let bytes = replay.to_bytes().unwrap().iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        });
        let json: Value = serde_json::from_str(&replay.to_json()).unwrap();
        json!({
            "scenario": about, "team": team, "seed": seed.to_string(), "rules": rules, "stream": stream, "nightsMax": 25,
            "bytes": bytes, "json": json,
        })
    };
    cases.into_iter().map(kept).collect()
}

fn results() -> Value {
    let pool = ["firefighter", "free_rider", "hero", "coordinator", "liar", "random"];
    json!({
        "games": games(),
        "tournaments": [
            tournament(&pool, 4, Design::Random { teams: 12 }, RuleSet::RustCore, 50),
            tournament(&pool[..3], 2, Design::RoundRobin, RuleSet::Paper, 40),
        ],
        "draws": draws(),
        "errors": {"scenarios": scenario_errors(), "actions": action_errors(), "others": other_errors()},
        "replays": replays(),
    })
}

#[test]
fn the_fixture_of_the_package_is_what_this_machine_computes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/package/test/fixtures/native.json");
    let text = format!("{}\n", results());
    if std::env::var_os("LUDOGRAPH_BLESS").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    assert!(std::fs::read_to_string(path).unwrap() == text, "native.json differs; LUDOGRAPH_BLESS=1 writes it anew");
}
