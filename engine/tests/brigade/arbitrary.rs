//! Arbitrary scenarios and actions: nothing panics, and what must hold of every town holds.

use ludograph_engine::brigade::{
    Action, Ending, Game, GameOptions, House, Layout, Mode, Replay, RuleSet, Scenario, Script, UpstreamReplay,
    actions_from_flat, actions_from_lists, golden, scenario,
};
use proptest::prelude::*;

/// Any number, sensible ones more often.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![8 => 0.0..=1.0, 2 => -50.0..50.0, 1 => any::<f64>()]
}

prop_compose! {
    fn town()(
        houses in prop_oneof![9 => 0_u16..80, 1 => any::<u16>()],
        chances in prop::array::uniform3(prop_oneof![20 => 0.0..=1.0, 1 => any::<f64>()]),
        amounts in prop::array::uniform12(prop_oneof![30 => 0.0..=1.0, 5 => -50.0..50.0, 1 => any::<f64>()]),
        homes in prop_oneof![5 => Just(vec![]), 1 => prop::collection::vec(0_u16..20, 0..6)],
        modes in prop::array::uniform4(0_usize..2),
        min_nights in 0_u32..6,
    ) -> Scenario {
        let mut text = serde_json::to_value(scenario("default").unwrap()).unwrap();
        let choose = |names: [&str; 2], mode: usize| serde_json::Value::from(names[mode]);
        text["extinguish_mode"] = choose(["bernoulli", "continuous"], modes[0]);
        text["commitment_mode"] = choose(["simultaneous", "two_phase"], modes[1]);
        text["action_validity_mode"] = choose(["always_valid", "adjacent_only"], modes[2]);
        text["team_welfare_kind"] = choose(["none", "team_welfare_closed_form"], modes[3]);
        let mut town: Scenario = serde_json::from_value(text).unwrap();
        town.num_houses = houses;
        town.agent_home_positions = homes;
        town.min_nights = min_nights;
        [town.prob_fire_spreads_to_neighbor, town.prob_solo_agent_extinguishes_fire, town.prob_house_catches_fire] =
            chances;
        [
            town.team_reward_house_survives,
            town.team_penalty_house_burns,
            town.cost_to_work_one_night,
            town.reward_rest,
            town.distance_cost_alpha,
            town.action_shaping_alpha,
            town.action_shaping_beta,
            town.progress_shaping_coef,
            town.team_welfare_lambda,
            town.team_welfare_gamma,
            town.suppression_per_worker,
            _,
        ] = amounts;
        town
    }
}

fn play(town: &Scenario, agents: usize, rules: RuleSet, raw: &[[i64; 3]]) -> Result<(), TestCaseError> {
    let options = GameOptions { rules, seed: 7, nights_max: 12 };
    let Ok(mut game) = Game::new(town, agents, options) else { return Ok(()) };
    prop_assert!(town.validate(agents).is_ok());
    let mut before = game.state();
    for night in raw.chunks(agents) {
        let read = |(agent, parts): (usize, &[i64; 3])| Action::from_raw(agent, parts, town.num_houses);
        let Ok(actions) = night.iter().enumerate().map(read).collect::<Result<Vec<_>, _>>() else { continue };
        let over = game.ending() != Ending::Running;
        let outcome = if game.is_two_phase() {
            game.step_two_phase(&vec![Mode::Work; agents], &actions)
        } else {
            game.step(&actions)
        };
        let after = game.state();
        if over || actions.len() != agents {
            prop_assert!(outcome.is_err());
            prop_assert_eq!(&before, &after);
            continue;
        }
        prop_assert!(outcome.is_ok());
        prop_assert_eq!(after.night, before.night + 1);
        for (old, new) in before.houses.iter().zip(&after.houses) {
            prop_assert!(*old != House::Ruined || *new == House::Ruined);
        }
        let mut row = vec![0.0; game.observation_len(Layout::Gym)];
        prop_assert!(game.write_observation(Layout::Gym, 0, &mut row).is_ok());
        before = after;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_scenario_and_no_action_panics(
        town in town(),
        agents in prop_oneof![9 => 0_usize..8, 1 => any::<usize>()],
        rules in prop::sample::select(RuleSet::ALL.to_vec()),
        raw in prop::collection::vec(prop_oneof![
            9 => (0_i64..80, 0_i64..2, 0_i64..2).prop_map(|(house, mode, signal)| [house, mode, signal]),
            1 => any::<[i64; 3]>(),
        ], 0..60),
    ) {
        play(&town, agents, rules, &raw[..raw.len().min(60)])?;
    }

    #[test]
    fn no_text_panics(text in ".{0,200}", numbers in prop::collection::vec(number(), 3)) {
        let _ = Scenario::from_json(&text);
        let _ = Replay::from_json(&text);
        let _ = UpstreamReplay::from_json(&text);
        let _ = Script::from_json(&text);
        let _ = golden::verify(&text);
        let _ = scenario(&text);
        let town = format!("{{\"scenario\":{{\"num_houses\":{}}},\"nights\":[{}]}}", numbers[0], numbers[1]);
        let _ = UpstreamReplay::from_json(&town);
        let _ = golden::verify(&format!("[{town}]"));
    }

    #[test]
    fn no_damaged_scenario_and_no_list_of_actions_panics(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in any::<prop::sample::Index>(),
        whole in any::<bool>(),
        lists in prop::collection::vec(prop::collection::vec(any::<i64>(), 0..5), 0..8),
        flat in prop::collection::vec(any::<i32>(), 0..30),
        (agents, houses, room) in (any::<usize>(), any::<u16>(), 0_usize..12),
    ) {
        let mut bytes = scenario("hard").unwrap().to_json().into_bytes();
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if !whole {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(town) = Scenario::from_json(&String::from_utf8_lossy(&bytes)) {
            play(&town, 4, RuleSet::Paper, &[[0, 1, 1]; 40])?;
        }
        match actions_from_lists(&lists, houses) {
            Ok(actions) => {
                prop_assert_eq!(actions.len(), lists.len());
                prop_assert!(actions.iter().all(|action| action.house < houses));
            }
            Err(_) => prop_assert!(!lists.is_empty()),
        }
        let mut into = vec![Action::default(); room];
        if actions_from_flat(&flat, agents, houses, &mut into).is_ok() {
            prop_assert_eq!(flat.len(), 3 * room);
            prop_assert!(into.iter().all(|action| action.house < houses));
        }
        let text = String::from_utf8_lossy(&bytes);
        let _ = serde_json::from_str::<Action>(&text);
        let _ = serde_json::from_str::<Vec<Action>>(&serde_json::to_string(&lists).unwrap());
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Replay::from_bytes(&bytes);
    }
}
