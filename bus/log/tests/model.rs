//! The log against its model, on a disk where everything goes wrong.
#![allow(clippy::unwrap_used)]

use ludograph_log::sim::{Faults, run_seed};

fn violations(seeds: std::ops::Range<u64>, faults: Faults) -> (u64, Vec<(u64, String)>) {
    let mut recoveries = 0;
    let mut violations = Vec::new();
    for seed in seeds {
        let report = run_seed(seed, faults, &|_| {});
        recoveries += report.recoveries;
        violations.extend(report.violation.map(|violation| (seed, violation)));
    }
    (recoveries, violations)
}

#[test]
fn no_promise_breaks_under_any_fault() {
    let (recoveries, violations) = violations(0..4000, Faults::ALL);
    assert_eq!(violations, []);
    assert!(recoveries > 10_000, "{recoveries}");
}

#[test]
fn no_promise_breaks_under_each_fault_alone() {
    for word in ["crash", "kill", "full-disk", "failing-sync", "failing-write", "damage"] {
        assert_eq!(violations(0..300, Faults::parse(word).unwrap()).1, [], "{word}");
    }
}

#[test]
fn a_disk_that_lies_about_syncs_is_noticed() {
    let (_, violations) = violations(0..200, Faults { crash: true, lying_sync: true, ..Faults::default() });
    assert!(violations.len() > 50, "{}", violations.len());
}

#[test]
fn a_seed_replays_the_same_run() {
    for seed in 0..50 {
        assert_eq!(run_seed(seed, Faults::ALL, &|_| {}), run_seed(seed, Faults::ALL, &|_| {}));
    }
}
