//! Recorded games, scenarios and generators of Bucket Brigade. Files of statistics are passed over: to verify one means
//! to play thousands of games.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ludograph_engine::brigade::golden;

fuzz_target!(|text: &str| {
    if text.contains("manifest") {
        return;
    }
    let _ = golden::verify(text);
});
