//! The rules, on small towns worked out by hand.

use ludograph_engine::brigade::{
    Action, Ending, ExtinguishMode, Game, GameOptions, House, Mode, PerAgent, RuleSet, Scenario, scenario,
};

/// Certain fires: nothing burns by chance.
fn still_town() -> Scenario {
    let mut town = scenario("default").unwrap().clone();
    town.num_houses = 6;
    town.prob_house_catches_fire = 0.0;
    town.min_nights = 0;
    town
}

fn game(town: &Scenario, agents: usize, rules: RuleSet) -> Game {
    Game::new(town, agents, GameOptions { rules, seed: 3, nights_max: 100 }).unwrap()
}

fn with_houses(town: &Scenario, rules: RuleSet, houses: [u8; 6]) -> Game {
    let mut game = game(town, 2, rules);
    let mut state = game.state();
    state.houses = houses.map(|house| House::try_from(house).unwrap()).to_vec();
    state.night = 1;
    game.set_state(&state).unwrap();
    game
}

fn houses(game: &Game) -> Vec<u8> {
    game.state().houses.into_iter().map(u8::from).collect()
}

#[test]
fn a_fire_put_out_pays_its_owner_and_an_unattended_one_becomes_a_ruin() {
    let mut town = still_town();
    town.prob_solo_agent_extinguishes_fire = 1.0;
    let mut game = with_houses(&town, RuleSet::Paper, [0, 1, 1, 0, 0, 0]);
    let ending = game.step(&[Action::rest(0), Action::work(1)]).unwrap();
    assert_eq!(ending, Ending::Done);
    assert_eq!(houses(&game), [0, 0, 2, 0, 0, 0]);
    let team = 100.0 * (5.0_f32 / 6.0) - 100.0 * (1.0_f32 / 6.0);
    // House 1 is agent 1's, house 2 agent 0's.
    assert_eq!(game.rewards(), [0.5 - 40.0 + team, -0.5 + 20.0 + team]);
}

#[test]
fn a_mixed_town_ends_under_paper_and_goes_on_under_the_rust_core() {
    for (rules, ending) in [(RuleSet::Paper, Ending::Done), (RuleSet::RustCore, Ending::Running)] {
        let mut game = with_houses(&still_town(), rules, [0, 2, 2, 0, 0, 0]);
        assert_eq!(game.step(&[Action::rest(0), Action::rest(1)]).unwrap(), ending, "{rules}");
    }
}

#[test]
fn fire_spreads_in_bernoulli_mode_only_under_contagion() {
    let mut town = still_town();
    town.prob_fire_spreads_to_neighbor = 1.0;
    let rest = [Action::rest(0), Action::rest(1)];
    let mut paper = with_houses(&town, RuleSet::Paper, [0, 0, 1, 0, 0, 0]);
    paper.step(&rest).unwrap();
    assert_eq!(houses(&paper), [0, 0, 2, 0, 0, 0]);
    let mut contagion = with_houses(&town, RuleSet::Contagion, [0, 0, 1, 0, 0, 0]);
    contagion.step(&rest).unwrap();
    assert_eq!(houses(&contagion), [0, 1, 2, 1, 0, 0]);
    contagion.step(&rest).unwrap();
    assert_eq!(houses(&contagion), [1, 2, 2, 2, 1, 0]);
}

#[test]
fn continuous_spread_chains_only_in_the_python_environment() {
    let mut town = still_town();
    town.extinguish_mode = ExtinguishMode::Continuous;
    town.prob_fire_spreads_to_neighbor = 1.0;
    let rest = [Action::rest(0), Action::rest(1)];
    let mut paper = with_houses(&town, RuleSet::Paper, [0, 1, 0, 0, 0, 0]);
    paper.step(&rest).unwrap();
    assert_eq!(houses(&paper), [1, 1, 1, 0, 0, 0]);
    let mut python = with_houses(&town, RuleSet::PythonEnv, [0, 1, 0, 0, 0, 0]);
    python.step(&rest).unwrap();
    assert_eq!(houses(&python), [1, 1, 1, 1, 1, 1]);
}

#[test]
fn work_accumulates_in_continuous_mode() {
    let mut town = still_town();
    town.extinguish_mode = ExtinguishMode::Continuous;
    town.prob_fire_spreads_to_neighbor = 0.0;
    town.suppression_per_worker = 0.4;
    let mut game = with_houses(&town, RuleSet::Paper, [0, 1, 0, 0, 0, 0]);
    let work = [Action::work(1), Action::rest(1)];
    for left in [1, 1, 0] {
        game.step(&work).unwrap();
        assert_eq!(houses(&game)[1], left);
    }
    assert_eq!(game.ending(), Ending::Done);
}

#[test]
fn a_far_target_becomes_home_where_only_neighbours_may_be_visited() {
    let mut town = still_town();
    town.action_validity_mode = ludograph_engine::brigade::ActionValidity::AdjacentOnly;
    let mut game = game(&town, 2, RuleSet::Paper);
    game.step(&[Action::work(5), Action::work(4)]).unwrap();
    let places: Vec<u16> = game.last_actions().iter().map(|action| action.house).collect();
    assert_eq!(places, [5, 1]);
}

#[test]
fn distance_makes_work_dearer() {
    let mut town = still_town();
    town.min_nights = 9;
    town.distance_cost_alpha = 0.25;
    let mut game = game(&town, 2, RuleSet::Paper);
    game.step(&[Action::work(3), Action::work(0)]).unwrap();
    assert_eq!(game.rewards(), [100.0 - 1.25, 100.0 - 0.75]);
}

#[test]
fn a_capped_game_says_so() {
    let mut town = still_town();
    town.min_nights = 50;
    let mut game = Game::new(&town, 1, GameOptions { nights_max: 2, ..GameOptions::default() }).unwrap();
    assert_eq!(game.step(&[Action::rest(0)]).unwrap(), Ending::Running);
    assert_eq!(game.step(&[Action::rest(0)]).unwrap(), Ending::Truncated);
    let state = game.state();
    assert!(state.truncated && !state.done);
}

#[test]
fn the_earliest_end_is_one_night_after_the_minimum() {
    let mut town = still_town();
    town.min_nights = 3;
    let mut game = game(&town, 1, RuleSet::Paper);
    let nights = (0..99).take_while(|_| game.step(&[Action::rest(0)]).unwrap() == Ending::Running).count();
    assert_eq!(nights, 3);
    assert_eq!(game.night(), 4);
}

#[test]
fn first_round_signals_stay_visible_and_bind_nobody() {
    let mut town = still_town();
    town.commitment_mode = ludograph_engine::brigade::CommitmentMode::TwoPhase;
    let mut game = game(&town, 2, RuleSet::Paper);
    game.step_two_phase(&[Mode::Work, Mode::Rest], &[Action::rest(0), Action::rest(1)]).unwrap();
    assert_eq!(game.observe(1).round1_signals(), [Mode::Work, Mode::Rest]);
}

#[test]
fn forks_go_on_alike_and_hash_alike() {
    let mut game = Game::new(scenario("hard").unwrap(), 4, GameOptions::default()).unwrap();
    let actions = [0, 3, 5, 7].map(Action::work);
    game.step(&actions).unwrap();
    let mut fork = game.clone();
    let mut other = Game::new(scenario("hard").unwrap(), 4, GameOptions { seed: 1, ..GameOptions::default() }).unwrap();
    other.set_state(&game.state()).unwrap();
    for _ in 0..5 {
        for each in [&mut game, &mut fork, &mut other] {
            each.step(&actions).unwrap();
        }
        assert_eq!(game.state(), fork.state());
        assert_eq!(game.state().fingerprint(), other.state().fingerprint());
    }
    let text = serde_json::to_string(&game.state()).unwrap();
    assert_eq!(serde_json::from_str::<ludograph_engine::brigade::GameState>(&text).unwrap(), game.state());
}

#[test]
fn a_large_ring_is_played_by_the_same_rules() {
    let mut town = still_town();
    town.num_houses = 200;
    town.prob_house_catches_fire = 1.0;
    town.prob_solo_agent_extinguishes_fire = 1.0;
    town.penalty_own_house_burns = PerAgent::All(0.0);
    let mut game = game(&town, 3, RuleSet::RustCore);
    assert_eq!(game.counts(), [0, 200, 0]);
    game.set_ignition(0.0).unwrap();
    game.step(&[Action::work(0), Action::work(64), Action::work(199)]).unwrap();
    assert_eq!(game.counts(), [3, 0, 197]);
    assert_eq!(game.observe(0).house(64), House::Safe);
    assert_eq!(game.observe(0).house(65), House::Ruined);
}
