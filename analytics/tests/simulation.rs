//! The store through every crash.

use ludograph_analytics::sim::{Faults, run_seed};

/// Seeds of the suite; `--example store_simulator` runs as many as one likes.
const SEEDS: u64 = 300;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_crash_breaks_a_promise() {
    let (mut recoveries, mut flushes) = (0, 0);
    for seed in 0..SEEDS {
        let report = run_seed(seed, Faults::ALL, &|_| {}).await;
        assert_eq!(report.violation, None, "seed {seed}");
        recoveries += report.recoveries;
        flushes += report.flushes;
    }
    assert!(recoveries > SEEDS && flushes > SEEDS, "{recoveries} recoveries, {flushes} flushes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_lies_is_noticed() {
    let faults = Faults { lying_sync: true, ..Faults::ALL };
    for seed in 0..200 {
        if run_seed(seed, faults, &|_| {}).await.violation.is_some() {
            return;
        }
    }
    panic!("the simulation does not notice lost writes");
}
