//! Scenarios and scripts of Bucket Brigade: whatever is read and valid can be played.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ludograph_engine::brigade::{Game, GameOptions, RuleSet, Scenario, Script};

fuzz_target!(|text: &str| {
    let _ = Script::from_json(text);
    let Ok(scenario) = Scenario::from_json(text) else { return };
    let again = Scenario::from_json(&scenario.to_json()).expect("what is written can be read");
    assert_eq!(again, scenario);
    for agents in [1, 3] {
        for rules in RuleSet::ALL {
            let game = Game::new(&scenario, agents, GameOptions { rules, seed: 7, nights_max: 3 });
            assert!(game.is_err() || scenario.validate(agents).is_ok());
        }
    }
});
