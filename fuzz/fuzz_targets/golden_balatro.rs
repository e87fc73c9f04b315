//! Recorded cases of Balatro, of any shape.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ludograph_engine::balatro::golden;

fuzz_target!(|text: &str| {
    if let Ok(report) = golden::verify(text) {
        assert_eq!(report.failed, report.mismatches.len() as u64);
    }
});
