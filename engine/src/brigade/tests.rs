//! What only the inside can see: the packed and the general path.

use super::{Action, Ending, Game, GameOptions, RuleSet, scenario, scenario_names};

fn action(night: u32, agent: u32, houses: u16) -> Action {
    let house = u16::try_from((night * 5 + agent * 3) % u32::from(houses)).unwrap();
    if (night + agent).is_multiple_of(4) { Action::rest(house) } else { Action::work(house) }
}

#[test]
fn the_general_path_plays_the_same_games_as_the_packed_one() {
    for name in scenario_names() {
        for rules in RuleSet::ALL {
            for (houses, agents) in [(2, 4), (3, 1), (10, 4), (31, 5), (32, 7), (64, 4)] {
                let mut town = scenario(name).unwrap().clone();
                town.num_houses = houses;
                town.agent_home_positions.clear();
                town.action_shaping_alpha = 1.5;
                town.progress_shaping_coef = 0.3;
                let options = GameOptions { rules, seed: 5, nights_max: 40 };
                let mut packed = Game::new(&town, agents, options).unwrap();
                let mut wide = packed.clone();
                wide.widen();
                wide.reset_with_seed(5);
                while packed.ending() == Ending::Running {
                    let night = packed.night();
                    let seats = 0..u32::try_from(agents).unwrap();
                    let actions: Vec<Action> = seats.map(|agent| action(night, agent, houses)).collect();
                    packed.step(&actions).unwrap();
                    wide.step(&actions).unwrap();
                    assert_eq!(packed.state(), wide.state(), "{name} {rules} {houses} houses");
                }
            }
        }
    }
}
