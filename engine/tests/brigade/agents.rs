//! Agents: by name, by numbers, by rules, one's own.

use ludograph_engine::brigade::{
    Action, Agent, AgentSpec, BrigadeError, Game, GameOptions, House, Match, Observation, Pcg64, Player, RuleSet,
    Script, ScriptedAgent, Stream, agent_names, scenario, scenario_names, simulate,
};

fn named(names: &[&str]) -> Vec<AgentSpec> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

#[test]
fn every_agent_plays_every_scenario_under_every_rule_set() {
    for name in scenario_names() {
        let town = scenario(name).unwrap();
        for rules in RuleSet::ALL {
            for agent in agent_names() {
                let mut play = Match::new(town, named(&[&agent, "hero", "specialist", "upstream_rust:liar"]));
                play.rules = rules;
                let games = simulate(&play, 0..2).unwrap();
                assert!(games.iter().all(|game| game.nights > 0), "{name} {rules} {agent}");
            }
        }
    }
}

#[test]
fn the_specialist_tends_its_own_houses() {
    let mut game = Game::new(scenario("default").unwrap(), 4, GameOptions::default()).unwrap();
    let mut state = game.state();
    state.houses = vec![House::Safe; 10];
    state.houses[6] = House::Burning;
    game.set_state(&state).unwrap();
    let mut draws = Pcg64::new(0);
    let mut specialist = "specialist".parse::<AgentSpec>().unwrap().build().unwrap();
    assert_eq!(specialist.act(&game.observe(2), &mut draws), Action::work(6));
    assert_eq!(specialist.act(&game.observe(1), &mut draws), Action::rest(1));
    assert_eq!(draws, Pcg64::new(0));
}

#[test]
fn a_script_is_tried_rule_by_rule() {
    let text = r#"{"name": "picky", "rules": [
        {"house": "nearest_burning", "mode": "work", "when": [{"burning_at_least": 2}], "signal": "lie"},
        {"house": {"house": 99}, "mode": "work"},
        {"house": "home", "mode": "rest", "signal": "work"}]}"#;
    let script = Script::from_json(text).unwrap();
    let mut agent = ScriptedAgent::new(script.clone());
    let mut game = Game::new(scenario("default").unwrap(), 4, GameOptions::default()).unwrap();
    let mut act = |burning: &[usize]| {
        let mut state = game.state();
        state.houses = vec![House::Safe; 10];
        burning.iter().for_each(|house| state.houses[*house] = House::Burning);
        game.set_state(&state).unwrap();
        agent.act(&game.observe(3), &mut Pcg64::new(0)).to_raw()
    };
    assert_eq!(act(&[0]), [3, 0, 1]);
    assert_eq!(act(&[0, 5]), [5, 1, 0]);
    let spec = serde_json::from_str::<AgentSpec>(text).unwrap();
    assert_eq!(spec, AgentSpec::Script(script));
    assert!(Script::from_json(r#"{"name": "x", "rules": [{"house": "nowhere", "mode": "work"}]}"#).is_err());
}

#[test]
fn numbers_of_a_heuristic_are_checked() {
    let spec = r#"{"heuristic": "full", "parameters": [0.5, 2, 0, 0, 0, 0, 0, 0, 0, 0]}"#;
    let spec: AgentSpec = serde_json::from_str(spec).unwrap();
    assert!(matches!(spec.build().err(), Some(BrigadeError::Parameter { field: "work_tendency", .. })));
}

struct Stubborn;

impl Agent for Stubborn {
    fn act(&mut self, view: &Observation<'_>, _draws: &mut Pcg64) -> Action {
        Action::work(if view.night() < 3 { 0 } else { 1000 })
    }
}

#[test]
fn ones_own_agent_plays_and_its_mistakes_are_errors() {
    let town = scenario("default").unwrap();
    let mut player =
        Player::with_team(town, vec![Stubborn, Stubborn], Stream::PerAgent, GameOptions::default()).unwrap();
    assert!(matches!(player.play(1), Err(BrigadeError::House { agent: 0, value: 1000, .. })));
    assert_eq!(player.game().night(), 3);
}

#[test]
fn what_one_agent_draws_does_not_change_the_others_luck() {
    let town = scenario("trivial_cooperation").unwrap();
    let record = |first: &str| {
        let play = Match::new(town, named(&[first, "random"]));
        ludograph_engine::brigade::Replay::record(&play, 5).unwrap().actions
    };
    let (one, other) = (record("always_rest"), record("hero"));
    let second = |nights: &[Vec<Action>]| nights.iter().map(|night| night[1]).collect::<Vec<_>>();
    assert_eq!(second(&one), second(&other));
}

#[test]
fn free_riders_work_less_than_heroes() {
    let play = Match::new(scenario("default").unwrap(), named(&["hero", "free_rider", "liar", "firefighter"]));
    let games = simulate(&play, 0..300).unwrap();
    let total = |count: &dyn Fn(usize) -> u32| (0..games.len()).map(count).sum::<u32>();
    assert!(total(&|game| games[game].worked[0]) > 2 * total(&|game| games[game].worked[1]));
    assert!(total(&|game| games[game].lied[2]) > total(&|game| games[game].lied[0]));
}
