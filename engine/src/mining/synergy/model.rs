//! One model of winning for all items at once: each item's own effect, the pairs that matter, how far the run came.

use super::condition::{Condition, Depths};
use super::pairs::{PairOptions, PairSynergies};
use crate::mining::error::MiningError;
use crate::mining::limits::MODEL_COLUMNS_MAX;
use crate::mining::numbers::narrow;
use crate::mining::runs::Runs;
use crate::mining::statistics::{Logistic, LogisticDesign, LogisticOptions};
use crate::sort;

/// How [`WinModel::fit`] chooses its terms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ModelOptions {
    /// The fewest runs with an item that has a term.
    pub runs_min: u32,
    /// Pairs whose uplift has at most this false discovery rate have a term.
    pub alpha: f64,
    /// The most pair terms, the surest first.
    pub pairs_max: usize,
    /// The penalty.
    pub model: LogisticOptions,
}

impl Default for ModelOptions {
    fn default() -> Self {
        Self { runs_min: 20, alpha: 0.05, pairs_max: 500, model: LogisticOptions::default() }
    }
}

/// A term of the model that an item brings in: its own (`None`), or one with another item.
pub(super) struct ModelTerm {
    pub(super) with: Option<u32>,
    pub(super) column: usize,
    pub(super) runs: u32,
}

/// Log odds of winning by what is owned.
#[derive(Debug, Clone, PartialEq)]
pub struct WinModel {
    /// (item, column, runs), by item.
    items: Vec<(u32, u32, u32)>,
    /// (smaller id, larger id, column, runs), by ids.
    pairs: Vec<(u32, u32, u32, u32)>,
    depths: Depths,
    pub(super) fitted: Logistic,
}

impl WinModel {
    /// Fits the model to runs and the pairs [`super::pair_synergy`] found in them. O(Newton steps · (runs · terms of a
    /// run² + terms³ / 6)).
    ///
    /// # Errors
    /// Options out of range, [`MiningError::Range`] for more than [`MODEL_COLUMNS_MAX`] terms, [`MiningError::Missing`]
    /// for pairs conditioned on an ante that these runs do not have.
    pub fn fit(runs: &Runs, synergies: &PairSynergies, options: &ModelOptions) -> Result<Self, MiningError> {
        MiningError::expect_between("alpha", options.alpha, 0.0, 1.0, "a probability")?;
        let depths = Depths::new(runs, synergies.condition)?;
        let mut seen = vec![0_u32; runs.items().width() as usize];
        runs.items().iter().flatten().for_each(|item| seen[*item as usize] += 1);
        let frequent = (0..runs.items().width()).filter(|item| seen[*item as usize] >= options.runs_min.max(1));
        // Columns: intercept, depth, items, pairs.
        let items: Vec<(u32, u32, u32)> =
            frequent.zip(2..).map(|(item, column)| (item, column, seen[item as usize])).collect();
        let pairs = choose_pairs(synergies, options, narrow(items.len()) + 2);
        MiningError::expect_range("terms", items.len() + pairs.len() + 2, 2, MODEL_COLUMNS_MAX as u64)?;
        let mut design = LogisticDesign::new(items.len() + pairs.len() + 2)?;
        let mut model = Self { items, pairs, depths, fitted: Logistic::default() };
        for ((row, won), bin) in runs.items().iter().zip(runs.won()).zip(&model.depths.bins) {
            let depth = model.depths.values.get(usize::from(*bin)).copied().unwrap_or(0.0);
            design.push(&model.row(row, depth), f64::from(u8::from(*won)), 1.0)?;
        }
        model.fitted = Logistic::fit(&design, &options.model)?;
        // Not needed any more, and as long as the runs.
        model.depths.bins = Vec::new();
        Ok(model)
    }

    /// Probability of winning with these items (ascending or not), at this depth: the ante or the number of events,
    /// whichever [`WinModel::condition`] says; `None`: the average.
    #[must_use]
    pub fn probability(&self, owned: &[u32], depth: Option<f64>) -> f64 {
        self.fitted.probability(&self.row(&sorted(owned), self.scaled(depth)))
    }

    /// What depth means here.
    #[must_use]
    pub fn condition(&self) -> Condition {
        self.depths.condition
    }

    /// How many items, and how many pairs, have a term of their own.
    #[must_use]
    pub fn terms(&self) -> (usize, usize) {
        (self.items.len(), self.pairs.len())
    }

    pub(super) fn scaled(&self, depth: Option<f64>) -> f64 {
        depth.filter(|depth| depth.is_finite()).map_or(0.0, |depth| self.depths.scaled(depth))
    }

    /// The model's row for items in ascending order.
    pub(super) fn row(&self, owned: &[u32], depth: f64) -> Vec<(u32, f64)> {
        let mut row = vec![(1, depth)];
        row.extend(owned.iter().filter_map(|item| self.item(*item)).map(|(column, _)| (column, 1.0)));
        let start = row.len();
        for (index, high) in owned.iter().enumerate() {
            row.extend(owned[..index].iter().filter_map(|low| self.pair(*low, *high)).map(|(column, _)| (column, 1.0)));
        }
        sort::unstable_by_key(&mut row[start..], |(column, _)| *column);
        row
    }

    /// The terms an item brings in beside those owned.
    pub(super) fn terms_of(&self, item: u32, owned: &[u32]) -> Vec<ModelTerm> {
        let term = |with, (column, runs): (u32, u32)| ModelTerm { with, column: column as usize, runs };
        let alone = self.item(item).map(|found| term(None, found));
        let beside = owned
            .iter()
            .filter_map(|other| self.pair(item.min(*other), item.max(*other)).map(|found| term(Some(*other), found)));
        alone.into_iter().chain(beside).collect()
    }

    fn item(&self, item: u32) -> Option<(u32, u32)> {
        let index = self.items.binary_search_by_key(&item, |(item, ..)| *item).ok()?;
        self.items.get(index).map(|(_, column, runs)| (*column, *runs))
    }

    fn pair(&self, low: u32, high: u32) -> Option<(u32, u32)> {
        let index = self.pairs.binary_search_by_key(&(low, high), |(low, high, ..)| (*low, *high)).ok()?;
        self.pairs.get(index).map(|(.., column, runs)| (*column, *runs))
    }
}

/// Ascending, each once.
pub(super) fn sorted(items: &[u32]) -> Vec<u32> {
    let mut items = items.to_vec();
    sort::ascending(&mut items);
    items.dedup();
    items
}

fn choose_pairs(synergies: &PairSynergies, options: &ModelOptions, first_column: u32) -> Vec<(u32, u32, u32, u32)> {
    let mut chosen: Vec<_> = synergies.pairs.iter().filter(|pair| pair.uplift.q <= options.alpha).collect();
    sort::by(&mut chosen, |one, other| {
        one.uplift.p.total_cmp(&other.uplift.p).then((one.first, one.second).cmp(&(other.first, other.second)))
    });
    chosen.truncate(options.pairs_max);
    sort::by_key(&mut chosen, |pair| (pair.first, pair.second));
    chosen.iter().zip(first_column..).map(|(pair, column)| (pair.first, pair.second, column, pair.runs)).collect()
}

impl PairOptions<'_> {
    /// The options of a model that goes with these.
    #[must_use]
    pub fn model_options(&self) -> ModelOptions {
        ModelOptions { runs_min: self.runs_min, model: self.model, ..ModelOptions::default() }
    }
}
