//! Runs with the figures expected of them: the two texts, a NUL between them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ludograph_engine::mining::golden;

fuzz_target!(|text: &str| {
    let (runs, expected) = text.split_once('\0').unwrap_or((text, "{}"));
    if let Ok(report) = golden::verify(runs, expected) {
        assert_eq!(report.failed, report.mismatches.len() as u64);
    }
});
