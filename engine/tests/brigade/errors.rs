//! Every bad input is refused by name, and changes nothing.

use ludograph_engine::brigade::{Action, BrigadeError, Game, GameOptions, GameState, Mode, Scenario, scenario};

fn game() -> Game {
    Game::new(scenario("default").unwrap(), 2, GameOptions::default()).unwrap()
}

fn refused(town: &Scenario, agents: usize) -> String {
    Game::new(town, agents, GameOptions::default()).unwrap_err().to_string()
}

#[test]
fn bad_actions_are_refused_by_agent_field_value_and_range() {
    let mut game = game();
    let before = game.state();
    let error = game.step(&[Action::rest(0), Action::work(10)]).unwrap_err();
    assert_eq!(error.to_string(), "agent 1: house 10 is outside 0..=9");
    let error = game.step(&[Action::rest(0)]).unwrap_err();
    assert_eq!(error.to_string(), "actions: expected 2 entries, got 1");
    assert!(matches!(
        game.step_two_phase(&[Mode::Rest; 2], &[Action::rest(0); 2]),
        Err(BrigadeError::Commitment { .. })
    ));
    assert_eq!(Action::from_raw(3, &[200, 0, 0], 10).unwrap_err().to_string(), "agent 3: house 200 is outside 0..=9");
    assert!(Action::from_raw(0, &[-1, 0], 10).is_err());
    let error = Action::from_raw(2, &[1, 7, 0], 10).unwrap_err();
    assert_eq!(error.to_string(), "agent 2: mode 7 is neither 0 (rest) nor 1 (work)");
    assert!(matches!(Action::from_raw(0, &[1], 10), Err(BrigadeError::ActionLength { agent: 0, found: 1 })));
    assert_eq!(game.state(), before);
}

#[test]
fn a_step_after_the_end_is_refused() {
    let options = GameOptions { nights_max: 1, ..GameOptions::default() };
    let mut game = Game::new(scenario("default").unwrap(), 1, options).unwrap();
    game.step(&[Action::rest(0)]).unwrap();
    assert_eq!(game.step(&[Action::rest(0)]), Err(BrigadeError::Over { nights: 1 }));
    game.reset();
    assert!(game.step(&[Action::rest(0)]).is_ok());
}

#[test]
fn bad_scenarios_are_refused_by_parameter() {
    let good = scenario("default").unwrap();
    for bad in [f64::NAN, -0.1, 1.5, f64::INFINITY] {
        let town = Scenario { prob_house_catches_fire: bad, ..good.clone() };
        assert!(refused(&town, 4).contains("prob_house_catches_fire"), "{bad}");
        let town = Scenario { prob_solo_agent_extinguishes_fire: bad, ..good.clone() };
        assert!(refused(&town, 4).contains("not a probability in 0..=1"), "{bad}");
    }
    let town = Scenario { cost_to_work_one_night: f64::NAN, ..good.clone() };
    assert!(refused(&town, 4).contains("cost_to_work_one_night"));
    assert_eq!(refused(&Scenario { num_houses: 1, ..good.clone() }, 4), "num_houses: 1 is outside 2..=1024");
    assert!(refused(good, 0).contains("num_agents"));
    assert!(refused(good, 100_000).contains("num_agents"));
    let town = Scenario { agent_home_positions: vec![0, 3], ..good.clone() };
    assert_eq!(refused(&town, 4), "agent_home_positions: expected 4 entries, got 2");
    let town = Scenario { agent_home_positions: vec![0, 10], ..good.clone() };
    assert_eq!(refused(&town, 2), "agent_home_positions: 10 is outside 0..=9");
    let list = ludograph_engine::brigade::PerAgent::Each(vec![1.0; 3]);
    let town = Scenario { reward_own_house_survives: list, ..good.clone() };
    assert_eq!(refused(&town, 4), "reward_own_house_survives: expected 4 entries, got 3");
    assert!(refused(&Scenario { suppression_per_worker: -1.0, ..good.clone() }, 4).contains("0 or more"));
}

#[test]
fn misspelt_parameters_and_choices_are_answered_with_the_nearest() {
    let text = scenario("default").unwrap().to_json();
    let misspelt = text.replace("\"min_nights\"", "\"min_night\"");
    let error = Scenario::from_json(&misspelt).unwrap_err();
    assert_eq!(error.to_string(), "unknown scenario parameter `min_night`; did you mean `min_nights`?");
    let misspelt = text.replace("\"bernoulli\"", "\"bernouli\"");
    let error = Scenario::from_json(&misspelt).unwrap_err();
    assert_eq!(error.to_string(), "unknown extinguish_mode `bernouli`; did you mean `bernoulli`?");
    assert_eq!(Scenario::from_json(&text).unwrap(), *scenario("default").unwrap());
    assert!(Scenario::from_json("{}").is_err());
    let error = "papre".parse::<ludograph_engine::brigade::RuleSet>().unwrap_err();
    assert_eq!(error.to_string(), "unknown rule set `papre`; did you mean `paper`?");
}

#[test]
fn a_state_that_does_not_fit_is_refused() {
    let mut game = game();
    let good = game.state();
    let bad = [
        GameState { houses: vec![], ..good.clone() },
        GameState { last_actions: vec![Action::rest(10); 2], ..good.clone() },
        GameState { progress: vec![0.5], ..good.clone() },
        GameState { rewards: vec![0.0; 3], ..good.clone() },
        GameState { round1_signals: vec![], ..good.clone() },
    ];
    for state in bad {
        assert!(game.set_state(&state).is_err());
        assert_eq!(game.state(), good);
    }
}

#[test]
fn draws_that_do_not_fit_are_refused() {
    let mut game = game();
    let before = game.state();
    let rest = [Action::rest(0); 2];
    assert!(matches!(game.reset_with_draws(&[0.5; 9]), Err(BrigadeError::DrawCount { used: 10, given: 9 })));
    assert!(matches!(game.step_with_draws(None, &rest, &[0.5; 99]), Err(BrigadeError::DrawCount { .. })));
    assert_eq!(game.state(), before);
    game.reset_with_draws(&[0.5; 10]).unwrap();
    game.step_with_draws(None, &rest, &[0.5; 10]).unwrap();
}
