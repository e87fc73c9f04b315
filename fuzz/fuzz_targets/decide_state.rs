//! A `GAME_STATE` as the decide route takes it: the state alone, or `{"state": …, "known": …}`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ludograph_engine::balatro::{Budget, Luck, decide, observe};
use serde_json::Value;

/// Enough for the branches of a search, few enough for many inputs a second.
const NODES: u64 = 100;

fuzz_target!(|bytes: &[u8]| {
    let Ok(body) = serde_json::from_slice::<Value>(bytes) else { return };
    let (state, known) = match (body.get("state"), body.get("known")) {
        (Some(state), known) => (state, known),
        _ => (&body, None),
    };
    let observed = observe(state, known);
    let mut never = || false;
    let decided = decide(state, known, Luck::Least, &mut Budget::new(NODES, &mut never));
    // What cannot be observed cannot be decided.
    assert!(observed.is_ok() || decided.is_err());
});
