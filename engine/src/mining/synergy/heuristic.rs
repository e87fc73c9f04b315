//! A heuristic in use elsewhere, offered for comparison. It knows neither chance nor how long a run was.

/// How much higher the mean score is with both than with one of the two.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanScoreStrength {
    /// `clamp((mean with both − mean of the two alone) / mean of the two alone, 0, 1)`, where the mean of the two alone
    /// is that of the mean with the first only and the mean with the second only.
    pub strength: f64,
    /// `min(1, runs with both / 100)`.
    pub confidence: f64,
}

/// Runs with both at which the heuristic is sure of itself.
const SURE_RUNS: f64 = 100.0;
/// Runs with both below which the heuristic says nothing.
const RUNS_MIN: u32 = 20;

impl MeanScoreStrength {
    /// From (runs, sum of scores) with both, with the first only and with the second only. `None` with fewer than 20 runs
    /// with both, or where one of them was never alone or their scores have no positive mean.
    pub(super) fn new(both: (u32, f64), first_only: (u32, f64), second_only: (u32, f64)) -> Option<Self> {
        if both.0 < RUNS_MIN || first_only.0 == 0 || second_only.0 == 0 {
            return None;
        }
        let mean = |(runs, score): (u32, f64)| score / f64::from(runs);
        let alone = f64::midpoint(mean(first_only), mean(second_only));
        let strength = ((mean(both) - alone) / alone).clamp(0.0, 1.0);
        (alone > 0.0).then(|| Self { strength, confidence: (f64::from(both.0) / SURE_RUNS).min(1.0) })
    }
}
