//! What the engine answers natively, kept for the tests of the package: `package/test/fixtures/native.json` has to be what
//! this machine computes, and what WebAssembly computes in Node. With `LUDOGRAPH_BLESS=1` the file is written anew.

#![expect(clippy::unwrap_used, reason = "a test")]

use ludograph_engine::brigade::{
    AgentSpec, Design, Estimate, Match, Pcg64, RuleSet, Stream, Tournament, scenario, simulate,
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

fn results() -> Value {
    let pool = ["firefighter", "free_rider", "hero", "coordinator", "liar", "random"];
    json!({
        "games": games(),
        "tournaments": [
            tournament(&pool, 4, Design::Random { teams: 12 }, RuleSet::RustCore, 50),
            tournament(&pool[..3], 2, Design::RoundRobin, RuleSet::Paper, 40),
        ],
        "draws": draws(),
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
