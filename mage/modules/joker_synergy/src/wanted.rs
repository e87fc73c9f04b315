//! What the procedures have in common: the pairs to judge, and how long that may take.

use ludograph_engine::mining::{Condition, PairOptions, PairOrder, PairSynergies, Runs, pair_synergy};
use ludograph_mgp::{Call, Result, Settings};

use crate::graph::said;

/// Milliseconds a search may take unless told otherwise.
pub(crate) const TIME_MS_DEFAULT: u64 = 10_000;
/// Milliseconds a caller may allow: a day.
pub(crate) const TIME_MS_MAX: u64 = 86_400_000;
/// Pairs that are judged unless told otherwise; all pairs of 8,000 jokers are more.
const PAIRS_MAX_DEFAULT: u32 = 100_000;
/// The false discovery rate at which a pair counts.
const ALPHA_DEFAULT: f64 = 0.05;

/// The settings of every procedure that judges pairs.
pub(crate) const PAIR_SETTINGS: [&str; 4] = ["condition", "max_pairs", "alpha", "time_ms"];

const CONDITIONS: [(&str, Condition); 4] = [
    ("auto", Condition::Auto),
    ("ante", Condition::Ante),
    ("events", Condition::Events),
    ("nothing", Condition::Nothing),
];

pub(crate) const ORDERS: [(&str, PairOrder); 6] = [
    ("uplift", PairOrder::Uplift),
    ("uplift_ascending", PairOrder::UpliftAscending),
    ("npmi", PairOrder::Npmi),
    ("lift", PairOrder::Lift),
    ("runs", PairOrder::Runs),
    ("win_rate", PairOrder::WinRate),
];

/// Which pairs, and by which rules.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    pub(crate) min_runs: u32,
    pub(crate) condition: Condition,
    pub(crate) max_pairs: usize,
    pub(crate) alpha: f64,
    pub(crate) time_ms: u64,
}

impl Wanted {
    pub(crate) fn read(min_runs: u32, settings: &Settings<'_>) -> Result<Self> {
        Ok(Self {
            min_runs,
            condition: settings.choice("condition", &CONDITIONS, Condition::Auto)?,
            max_pairs: settings.positive("max_pairs", PAIRS_MAX_DEFAULT)? as usize,
            alpha: settings.number("alpha", ALPHA_DEFAULT, 0.0..=1.0)?,
            time_ms: settings.whole("time_ms", TIME_MS_DEFAULT, 1..=TIME_MS_MAX)?,
        })
    }

    /// Judges the pairs. Time that is over ends it with what there is; the server's wish to stop is an error.
    pub(crate) fn judge(
        &self,
        call: &Call<'_>,
        runs: &Runs,
        order: PairOrder,
        stop: &dyn Fn() -> bool,
    ) -> Result<PairSynergies> {
        let options = PairOptions {
            runs_min: self.min_runs,
            condition: self.condition,
            order,
            pairs_max: self.max_pairs,
            stop: Some(stop),
            ..PairOptions::default()
        };
        let found = pair_synergy(runs, &options).map_err(said)?;
        call.check_abort()?;
        Ok(found)
    }
}
