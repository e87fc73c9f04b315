//! Every pair of items that is seen together often enough, and what speaks for it.

use super::condition::{Condition, Depths};
use super::counts::{Counts, PairTally, Tally};
use super::heuristic::MeanScoreStrength;
use super::pair_model::Start;
use super::uplift::{self, Uplift};
use crate::mining::bounds::Reached;
use crate::mining::error::MiningError;
use crate::mining::limits::PATTERNS_MAX;
use crate::mining::runs::Runs;
use crate::mining::statistics::{
    FourFold, LogisticOptions, OddsRatio, benjamini_hochberg, fisher_greater, fisher_two_sided,
};
use crate::sort;

/// By what an answer is sorted. Equal ones stand by runs, then by ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PairOrder {
    /// Uplift over its standard error, highest first: what wins together, surest first.
    #[default]
    Uplift,
    /// The same, lowest first: what loses together.
    UpliftAscending,
    /// Highest NPMI first: what goes together.
    Npmi,
    /// Highest lift first.
    Lift,
    /// Most runs with both first.
    Runs,
    /// Highest share of wins first.
    WinRate,
}

/// What [`pair_synergy`] is to find.
#[derive(Clone, Copy)]
pub struct PairOptions<'a> {
    /// The fewest runs with both, at least 1.
    pub runs_min: u32,
    /// The least share of wins among the runs with both, in `0..=1`.
    pub win_rate_min: f64,
    /// What the model of winning holds fixed.
    pub condition: Condition,
    /// The model's penalty.
    pub model: LogisticOptions,
    /// Sorted by what.
    pub order: PairOrder,
    /// The most pairs that are judged, those with the most runs first.
    pub pairs_max: usize,
    /// Only so many in the answer, the first by `order`.
    pub top: Option<usize>,
    /// Asked for each pair; `true` ends the work with the pairs judged so far.
    pub stop: Option<&'a dyn Fn() -> bool>,
}

impl Default for PairOptions<'_> {
    fn default() -> Self {
        Self {
            runs_min: 20,
            win_rate_min: 0.0,
            condition: Condition::Auto,
            model: LogisticOptions::default(),
            order: PairOrder::Uplift,
            pairs_max: 100_000,
            top: None,
            stop: None,
        }
    }
}

/// A pair of items, and what speaks for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairSynergy {
    /// The smaller id.
    pub first: u32,
    /// The larger id.
    pub second: u32,
    /// Runs with both.
    pub runs: u32,
    /// Runs with both over all runs.
    pub support: f64,
    /// Observed over expected runs with both.
    pub lift: f64,
    /// Normalised pointwise mutual information, `-1..=1`.
    pub npmi: f64,
    /// Fisher's one-sided p that they go together.
    pub together_p: f64,
    /// Fisher's two-sided p that they go together or shun each other.
    pub association_p: f64,
    /// Benjamini-Hochberg of `association_p` over the pairs.
    pub association_q: f64,
    /// Odds of having the second with the first over those without it: its interval is what [`crate::mining::communities`]
    /// draws from.
    pub association: OddsRatio,
    /// Won runs with both.
    pub wins: u32,
    /// Won runs with both over runs with both.
    pub win_rate: f64,
    /// Odds of winning with both over those of all other runs. Not conditioned on anything.
    pub win_odds: OddsRatio,
    /// Fisher's two-sided p of that.
    pub win_p: f64,
    /// Benjamini-Hochberg of `win_p` over the pairs.
    pub win_q: f64,
    /// What having both adds to having each, given how far the run came.
    pub uplift: Uplift,
    /// The heuristic, where every run has a score and both are seen alone.
    pub mean_score: Option<MeanScoreStrength>,
}

impl PairSynergy {
    /// Whether the pair wins: its uplift is positive and its false discovery rate at most `alpha`.
    #[must_use]
    pub fn is_winning(&self, alpha: f64) -> bool {
        self.uplift.log_odds > 0.0 && self.uplift.q <= alpha
    }

    /// Whether the two stand in each other's way: as [`PairSynergy::is_winning`], negative.
    #[must_use]
    pub fn is_losing(&self, alpha: f64) -> bool {
        self.uplift.log_odds < 0.0 && self.uplift.q <= alpha
    }
}

/// The answer of [`pair_synergy`].
#[derive(Debug, Clone, PartialEq)]
pub struct PairSynergies {
    /// In the order asked for.
    pub pairs: Vec<PairSynergy>,
    /// All runs.
    pub runs: usize,
    /// Won ones among them.
    pub won: u32,
    /// What the uplift holds fixed; never [`Condition::Auto`].
    pub condition: Condition,
    /// Which bounds were reached.
    pub reached: Reached,
}

/// Judges every pair with enough runs. q-values are taken over all pairs judged, before `win_rate_min` and `top` choose
/// among them.
///
/// O(Σ pairs of a run) to count, then O(Newton steps) for each pair, whatever the number of runs.
///
/// # Errors
/// Options out of range; [`MiningError::Missing`] for the ante as condition where a run has none.
pub fn pair_synergy(runs: &Runs, options: &PairOptions<'_>) -> Result<PairSynergies, MiningError> {
    MiningError::expect_range("runs_min", options.runs_min as usize, 1, u64::from(u32::MAX))?;
    MiningError::expect_range("pairs_max", options.pairs_max, 1, PATTERNS_MAX as u64)?;
    MiningError::expect_between("win_rate_min", options.win_rate_min, 0.0, 1.0, "a share between 0 and 1")?;
    if let Some(top) = options.top {
        MiningError::expect_range("top", top, 1, PATTERNS_MAX as u64)?;
    }
    let depths = Depths::new(runs, options.condition)?;
    let mut counts = Counts::new(runs, &depths, options.runs_min)?;
    let mut reached = Reached { patterns: counts.pairs.len() > options.pairs_max, ..Reached::default() };
    let mut tallies = std::mem::take(&mut counts.pairs);
    sort::by_key(&mut tallies, |pair| std::cmp::Reverse(pair.tally.runs()));
    tallies.truncate(options.pairs_max);
    let start = uplift::start(&counts, &depths, &options.model)?;
    let has_scores = !runs.is_empty() && runs.scores().iter().all(Option::is_some);
    let mut pairs = Vec::with_capacity(tallies.len());
    for tally in &tallies {
        if options.stop.is_some_and(|stop| stop()) {
            reached.deadline = true;
            break;
        }
        pairs.push(judge(&counts, &depths, tally, options, (&start, has_scores))?);
    }
    correct(&mut pairs);
    pairs.retain(|pair| pair.win_rate >= options.win_rate_min);
    sort(&mut pairs, options.order);
    pairs.truncate(options.top.unwrap_or(usize::MAX));
    Ok(PairSynergies { pairs, runs: runs.len(), won: counts.all.wins(), condition: depths.condition, reached })
}

/// One pair, its q-values still its p-values.
fn judge(
    counts: &Counts,
    depths: &Depths,
    pair: &PairTally,
    options: &PairOptions<'_>,
    (start, has_scores): (&Start, bool),
) -> Result<PairSynergy, MiningError> {
    let (one, two) = (&counts.singles[pair.low], &counts.singles[pair.high]);
    let (runs, wins, all) = (pair.tally.runs(), pair.tally.wins(), counts.all.runs());
    let together = FourFold::of(runs, one.runs(), two.runs(), all);
    let winning = FourFold::of(wins, runs, counts.all.wins(), all);
    let (association_p, win_p) = (fisher_two_sided(together), fisher_two_sided(winning));
    Ok(PairSynergy {
        first: counts.items[pair.low],
        second: counts.items[pair.high],
        runs,
        support: f64::from(runs) / f64::from(all),
        lift: together.lift(),
        npmi: together.npmi(),
        together_p: fisher_greater(together),
        association_p,
        association_q: association_p,
        association: OddsRatio::of(together),
        wins,
        win_rate: f64::from(wins) / f64::from(runs),
        win_odds: OddsRatio::of(winning),
        win_p,
        win_q: win_p,
        uplift: uplift::fit(counts, depths, pair, &options.model, start)?,
        mean_score: if has_scores { mean_score(&pair.tally, one, two) } else { None },
    })
}

fn mean_score(both: &Tally, one: &Tally, two: &Tally) -> Option<MeanScoreStrength> {
    let alone = |single: &Tally| (single.runs().saturating_sub(both.runs()), single.score - both.score);
    MeanScoreStrength::new((both.runs(), both.score), alone(one), alone(two))
}

fn correct(pairs: &mut [PairSynergy]) {
    let column = |value: fn(&PairSynergy) -> f64| benjamini_hochberg(&pairs.iter().map(value).collect::<Vec<_>>());
    let associations = column(|pair| pair.association_p);
    let wins = column(|pair| pair.win_p);
    let uplifts = column(|pair| pair.uplift.p);
    for (pair, (association, (win, uplift))) in pairs.iter_mut().zip(associations.iter().zip(wins.iter().zip(&uplifts)))
    {
        (pair.association_q, pair.win_q, pair.uplift.q) = (*association, *win, *uplift);
    }
}

fn sort(pairs: &mut [PairSynergy], order: PairOrder) {
    let key = |pair: &PairSynergy| match order {
        PairOrder::Uplift => -pair.uplift.log_odds / pair.uplift.deviation,
        PairOrder::UpliftAscending => pair.uplift.log_odds / pair.uplift.deviation,
        PairOrder::Npmi => -pair.npmi,
        PairOrder::Lift => -pair.lift,
        PairOrder::Runs => -f64::from(pair.runs),
        PairOrder::WinRate => -pair.win_rate,
    };
    sort::by(pairs, |one, other| {
        key(one)
            .total_cmp(&key(other))
            .then(other.runs.cmp(&one.runs))
            .then((one.first, one.second).cmp(&(other.first, other.second)))
    });
}
