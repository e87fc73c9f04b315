//! Replays of Bucket Brigade as JSON, ours and the older form: whatever is read can be written, and simulated or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ludograph_engine::brigade::{Replay, UpstreamReplay};

fuzz_target!(|text: &str| {
    if let Ok(replay) = UpstreamReplay::from_json(text) {
        let _ = replay.actions().count();
    }
    let Ok(replay) = Replay::from_json(text) else { return };
    let again = Replay::from_json(&replay.to_json()).expect("what is written can be read");
    assert_eq!(again, replay);
    let _ = replay.simulate(|_| {});
    let _ = replay.to_bytes();
});
