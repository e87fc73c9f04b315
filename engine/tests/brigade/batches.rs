//! Games in lockstep are the same games one by one.

use ludograph_engine::brigade::{
    Action, AutoReset, Batch, BatchOptions, BatchOutput, BrigadeError, Ending, Game, GameOptions, Layout, Match,
    RuleSet, Scenario, actions_from_flat, play_games, scenario, simulate,
};

const LANES: usize = 5;

fn action(lane: usize, agent: usize, night: usize, houses: u16) -> Action {
    let house = u16::try_from((lane * 7 + agent * 3 + night) % usize::from(houses)).unwrap();
    if (lane + agent + night).is_multiple_of(3) { Action::rest(house) } else { Action::work(house) }
}

fn same_as_single_games(town: &Scenario, rules: RuleSet, layout: Layout) {
    let agents = 3;
    let game = GameOptions { rules, seed: 11, nights_max: 25 };
    let mut batch =
        Batch::new(town, agents, LANES, BatchOptions { game, auto_reset: AutoReset::SameStep, layout }).unwrap();
    let mut singles: Vec<Game> = (0..LANES as u64)
        .map(|lane| Game::new(town, agents, GameOptions { seed: 11 + lane, ..game }).unwrap())
        .collect();
    let row = batch.observation_len();
    let (mut rewards, mut done, mut truncated) = (vec![0.0; LANES * agents], vec![0; LANES], vec![0; LANES]);
    let mut seen = vec![0.0; LANES * agents * row];
    let mut ends = 0;
    for night in 0..60 {
        let houses = town.num_houses;
        let actions: Vec<Action> =
            (0..LANES * agents).map(|seat| action(seat / agents, seat % agents, night, houses)).collect();
        let observations = Some(&mut seen[..]);
        let mut output =
            BatchOutput { rewards: &mut rewards, done: &mut done, truncated: &mut truncated, observations };
        batch.step(None, &actions, &mut output).unwrap();
        for (lane, single) in singles.iter_mut().enumerate() {
            let ending = single.step(&actions[lane * agents..(lane + 1) * agents]).unwrap();
            assert_eq!(single.rewards(), &rewards[lane * agents..(lane + 1) * agents], "{rules} lane {lane}");
            assert_eq!(
                [done[lane], truncated[lane]],
                [u8::from(ending == Ending::Done), u8::from(ending == Ending::Truncated)]
            );
            if ending != Ending::Running {
                ends += 1;
                single.reset();
            }
            for agent in 0..agents {
                let mut expected = vec![0.0; row];
                single.write_observation(layout, agent, &mut expected).unwrap();
                let place = (lane * agents + agent) * row;
                assert_eq!(seen[place..place + row], expected, "{rules} {layout} lane {lane} agent {agent}");
            }
        }
    }
    assert!(ends > 0);
}

#[test]
fn lanes_play_the_games_of_their_seeds() {
    for rules in RuleSet::ALL {
        for name in ["default", "hard", "default_continuous", "v2_minimal"] {
            same_as_single_games(scenario(name).unwrap(), rules, Layout::Gym);
        }
    }
    let mut wide = scenario("hard").unwrap().clone();
    wide.num_houses = 130;
    same_as_single_games(&wide, RuleSet::Contagion, Layout::VectorEnv);
    same_as_single_games(scenario("default").unwrap(), RuleSet::Paper, Layout::Legacy);
}

#[test]
fn a_lane_at_its_end_does_what_was_declared() {
    let mut town = scenario("trivial_cooperation").unwrap().clone();
    town.min_nights = 1;
    let flags_of = |auto_reset: AutoReset| {
        let mut batch = Batch::new(&town, 1, 1, BatchOptions { auto_reset, ..BatchOptions::default() }).unwrap();
        let (mut rewards, mut done, mut truncated) = ([0.0], [9], [9]);
        (0..4)
            .map(|_| {
                let mut output = BatchOutput {
                    rewards: &mut rewards,
                    done: &mut done,
                    truncated: &mut truncated,
                    observations: None,
                };
                batch.step(None, &[Action::rest(0)], &mut output).unwrap();
                (done[0], rewards[0] > 0.0)
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(flags_of(AutoReset::SameStep), [(0, true), (1, true), (0, true), (1, true)]);
    assert_eq!(flags_of(AutoReset::NextStep), [(0, true), (1, true), (0, false), (0, true)]);
    assert_eq!(flags_of(AutoReset::Off), [(0, true), (1, true), (1, false), (1, false)]);
}

#[test]
fn a_bad_action_names_its_lane_and_changes_nothing() {
    let mut batch = Batch::new(scenario("default").unwrap(), 2, 3, BatchOptions::default()).unwrap();
    let mut actions = [Action::rest(0); 6];
    actions[5].house = 10;
    let (mut rewards, mut done, mut truncated) = ([7.0; 6], [7; 3], [7; 3]);
    let mut output =
        BatchOutput { rewards: &mut rewards, done: &mut done, truncated: &mut truncated, observations: None };
    let error = batch.step(None, &actions, &mut output).unwrap_err();
    assert_eq!(error.to_string(), "lane 2: agent 1: house 10 is outside 0..=9");
    assert!(matches!(batch.step(None, &actions[..5], &mut output), Err(BrigadeError::Count { .. })));
    assert_eq!((rewards, done), ([7.0; 6], [7; 3]));
    let mut into = [Action::default(); 2];
    let error = actions_from_flat(&[0, 1, 1, 3, 2, 0], 2, 10, &mut into).unwrap_err();
    assert_eq!(error.to_string(), "agent 1: mode 2 is neither 0 (rest) nor 1 (work)");
}

#[test]
fn bulk_games_come_in_the_order_of_their_seeds_and_do_not_depend_on_their_neighbours() {
    let agents = ["hero", "liar", "random"].map(|name| name.parse().unwrap()).to_vec();
    let play = Match::new(scenario("hard").unwrap(), agents);
    let all = simulate(&play, 0..1000).unwrap();
    let some = simulate(&play, 700..703).unwrap();
    assert_eq!(all[700..703], some);
    assert!(all.iter().zip(0..).all(|(game, seed)| game.seed == seed));
    let nights = play_games(&play, 0..1000, |game| game.nights).unwrap();
    assert!(all.iter().map(|game| game.nights).eq(nights));
}
