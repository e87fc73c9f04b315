//! The flat layouts, number by number.

use ludograph_engine::brigade::{
    Action, Game, GameOptions, Layout, Mode, RuleSet, scenario, scenario_info_in_rust_order,
};

fn played() -> Game {
    let options = GameOptions { rules: RuleSet::RustCore, seed: 42, nights_max: 100 };
    let mut game = Game::new(scenario("default").unwrap(), 4, options).unwrap();
    let actions = [(1, 1, 0), (4, 0, 1), (9, 1, 1), (0, 0, 0)]
        .map(|(house, mode, signal)| Action::from_raw(0, &[house, mode, signal], 10).unwrap());
    game.step(&actions).unwrap();
    game
}

fn flat(game: &Game, layout: Layout, agent: usize) -> Vec<f32> {
    let mut numbers = vec![f32::NAN; game.observation_len(layout)];
    game.write_observation(layout, agent, &mut numbers).unwrap();
    numbers
}

const INFO: [f32; 12] = [0.25, 0.5, 0.02, 100.0, 100.0, 20.0, 0.0, 40.0, 0.0, 0.5, 12.0, 4.0];

#[test]
fn the_gym_row_is_houses_signals_locations_actions_info_and_one_hot() {
    let game = played();
    let numbers = flat(&game, Layout::Gym, 2);
    assert_eq!(numbers.len(), 42);
    let houses: Vec<f32> = game.state().houses.iter().map(|house| f32::from(u8::from(*house))).collect();
    assert_eq!(numbers[..10], houses);
    assert_eq!(numbers[10..14], [0.0, 1.0, 1.0, 0.0]);
    assert_eq!(numbers[14..18], [1.0, 4.0, 9.0, 0.0]);
    assert_eq!(numbers[18..26], [1.0, 1.0, 4.0, 0.0, 9.0, 1.0, 0.0, 0.0]);
    assert_eq!(numbers[26..38], INFO);
    assert_eq!(numbers[38..], [0.0, 0.0, 1.0, 0.0]);
}

#[test]
fn the_vector_row_has_the_rust_order_agent_and_night() {
    let game = played();
    let numbers = flat(&game, Layout::VectorEnv, 3);
    assert_eq!(numbers.len(), 40);
    assert_eq!(numbers[..4], [0.0, 1.0, 1.0, 0.0]);
    assert_eq!(numbers[26..38], scenario_info_in_rust_order(&INFO));
    assert_eq!(numbers[38..], [3.0, 1.0]);
    assert_eq!(
        scenario_info_in_rust_order(&INFO),
        [0.25, 0.5, 100.0, 100.0, 0.5, 0.02, 12.0, 4.0, 20.0, 0.0, 40.0, 0.0]
    );
}

#[test]
fn the_legacy_row_has_ten_infos() {
    let numbers = flat(&played(), Layout::Legacy, 0);
    assert_eq!(numbers.len(), 36);
    assert_eq!(numbers[26..], INFO[..10]);
}

#[test]
fn a_two_phase_row_has_the_first_round_before_the_one_hot() {
    let mut town = scenario("default").unwrap().clone();
    town.commitment_mode = ludograph_engine::brigade::CommitmentMode::TwoPhase;
    let mut game = Game::new(&town, 2, GameOptions::default()).unwrap();
    game.step_two_phase(&[Mode::Rest, Mode::Work], &[Action::rest(0), Action::rest(1)]).unwrap();
    let numbers = flat(&game, Layout::Gym, 0);
    assert_eq!(numbers.len(), 10 + 6 * 2 + 12);
    assert_eq!(numbers[30..], [0.0, 1.0, 1.0, 0.0]);
}

#[test]
fn buffers_and_agents_that_do_not_fit_are_refused() {
    let game = played();
    assert!(game.write_observation(Layout::Gym, 0, &mut [0.0; 41]).is_err());
    assert!(game.write_observation(Layout::Gym, 4, &mut [0.0; 42]).is_err());
}
