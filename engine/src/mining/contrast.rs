//! Patterns that tell won rows from lost ones.

use std::collections::HashMap;

use super::bounds::Reached;
use super::error::MiningError;
use super::itemsets::{self, ItemsetOptions};
use super::limits::PATTERNS_MAX;
use super::numbers::narrow;
use super::rows::{Sequences, Transactions};
use super::sequences::{self, SequenceOptions, occurs};
use super::statistics::{
    FourFold, OddsRatio, Tarone, fisher_two_sided, fisher_two_sided_with_least, q_of_testable, shuffle, westfall_young,
};
use crate::sort;

/// The most bits (patterns times rows) a permutation test keeps: 1 GiB.
const PERMUTED_BITS_MAX: u64 = 1 << 33;

/// By what an answer is sorted. Equal ones stand by support, then in lexicographic order of their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ContrastOrder {
    /// Smallest p first.
    #[default]
    Significance,
    /// Highest odds ratio first: what wins.
    OddsRatio,
    /// Lowest odds ratio first: what loses.
    OddsRatioAscending,
    /// Most rows first.
    Support,
}

/// How contrasts are judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ContrastOptions {
    /// The error rate behind [`Contrasts::tarone`].
    pub alpha: f64,
    /// Permutations of the outcome for [`Contrast::family_p`]; 0: none.
    pub permutations: u32,
    /// Their seed.
    pub seed: u64,
    /// Sorted by what.
    pub order: ContrastOrder,
    /// Only so many of them, the first by `order`.
    pub top: Option<usize>,
}

impl Default for ContrastOptions {
    fn default() -> Self {
        Self { alpha: 0.05, permutations: 0, seed: 0, order: ContrastOrder::Significance, top: None }
    }
}

/// A pattern, won against lost rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Contrast {
    /// Ids: ascending for an itemset, in their order for a sequence.
    pub pattern: Vec<u32>,
    /// Rows with it.
    pub support: u32,
    /// Won rows with it.
    pub wins: u32,
    /// Share of wins with it over the share of wins among all rows; NaN where no row was won.
    pub lift: f64,
    /// Odds of winning with it over those without it.
    pub odds_ratio: OddsRatio,
    /// Fisher's two-sided p.
    pub p: f64,
    /// Benjamini-Hochberg over the testable patterns found; 1 for one that is not testable.
    pub q: f64,
    /// Westfall-Young's family-wise p, where permutations were asked for.
    pub family_p: Option<f64>,
    /// Whether its support allows a p below [`Tarone::threshold`].
    pub testable: bool,
}

/// The answer of [`contrast_itemsets`] and [`contrast_sequences`].
#[derive(Debug, Clone, PartialEq)]
pub struct Contrasts {
    /// In the order asked for.
    pub patterns: Vec<Contrast>,
    /// Rows of the table.
    pub rows: usize,
    /// Won ones among them.
    pub won: u32,
    /// What a p has to be below for family-wise significance at `alpha`, of the patterns found.
    pub tarone: Tarone,
    /// Which bounds were reached.
    pub reached: Reached,
}

/// A pattern with its counts.
struct Counted {
    pattern: Vec<u32>,
    support: u32,
    wins: u32,
}

/// Frequent itemsets, won against lost rows. `search` says which itemsets (its `order`, `top` and `alpha` do not matter),
/// `options` how they are judged. Time: the search's, plus O(patterns · length · rows / 64), with permutations
/// O(permutations · patterns · rows / 64) more.
///
/// # Errors
/// [`MiningError::Count`] for an outcome of another length than the table; options out of range.
pub fn contrast_itemsets(
    table: &Transactions,
    won: &[bool],
    search: &ItemsetOptions<'_>,
    options: &ContrastOptions,
) -> Result<Contrasts, MiningError> {
    MiningError::expect_count("won", table.len(), won.len())?;
    let (found, reached) = itemsets::mine(table, search)?;
    let columns = Columns::new(table);
    let outcome = bits(won.iter().copied());
    let counted = found.into_iter().map(|found| {
        let wins = common(&columns.rows_of(&found.pattern), &outcome);
        Counted { pattern: found.pattern, support: found.support, wins }
    });
    judge(counted.collect(), won, reached, options, |pattern| columns.rows_of(pattern))
}

/// Frequent sequences, won against lost rows. `search` says which sequences (its `won`, `order`, `top` and `alpha` do not
/// matter), `options` how they are judged. Time: the search's, with permutations O(patterns · entries + permutations ·
/// patterns · rows / 64) more.
///
/// # Errors
/// [`MiningError::Count`] for an outcome of another length than the table; options out of range.
pub fn contrast_sequences(
    table: &Sequences,
    won: &[bool],
    search: &SequenceOptions<'_>,
    options: &ContrastOptions,
) -> Result<Contrasts, MiningError> {
    MiningError::expect_count("won", table.len(), won.len())?;
    let (found, reached) = sequences::mine(table, &SequenceOptions { won: Some(won), ..*search })?;
    let counted =
        found.into_iter().map(|found| Counted { pattern: found.events, support: found.support, wins: found.wins });
    judge(counted.collect(), won, reached, options, |pattern| {
        bits(table.iter().map(|row| occurs(row, pattern, search.gap_max, search.span_max)))
    })
}

/// The rows of each item as bits.
struct Columns {
    words: usize,
    bits: Vec<Vec<u64>>,
}

impl Columns {
    fn new(table: &Transactions) -> Self {
        let words = table.len().div_ceil(64);
        // Items that never occur have no bits: a table whose ids are far apart stays small.
        let mut bits: Vec<Vec<u64>> = vec![Vec::new(); table.width() as usize];
        for (row, items) in table.iter().enumerate() {
            for item in items {
                let column = &mut bits[*item as usize];
                if column.is_empty() {
                    column.resize(words, 0);
                }
                column[row / 64] |= 1 << (row % 64);
            }
        }
        Self { words, bits }
    }

    /// The rows with all items of a pattern.
    fn rows_of(&self, pattern: &[u32]) -> Vec<u64> {
        let mut rows = vec![u64::MAX; self.words];
        for column in pattern.iter().filter_map(|item| self.bits.get(*item as usize)) {
            rows.iter_mut().zip(column).for_each(|(word, other)| *word &= other);
        }
        rows
    }
}

fn bits(flags: impl Iterator<Item = bool>) -> Vec<u64> {
    let mut words = Vec::new();
    for (index, flag) in flags.enumerate() {
        if index % 64 == 0 {
            words.push(0);
        }
        if let Some(word) = words.last_mut() {
            *word |= u64::from(flag) << (index % 64);
        }
    }
    words
}

fn common(one: &[u64], other: &[u64]) -> u32 {
    one.iter().zip(other).map(|(left, right)| (left & right).count_ones()).sum()
}

fn judge(
    counted: Vec<Counted>,
    won: &[bool],
    reached: Reached,
    options: &ContrastOptions,
    rows_of: impl Fn(&[u32]) -> Vec<u64>,
) -> Result<Contrasts, MiningError> {
    if let Some(top) = options.top {
        MiningError::expect_range("top", top, 1, PATTERNS_MAX as u64)?;
    }
    let (rows, wins) = (narrow(won.len()), narrow(won.iter().filter(|won| **won).count()));
    let table = |counted: &Counted| FourFold::of(counted.wins, counted.support, wins, rows);
    let tests: Vec<(f64, f64)> = counted.iter().map(|counted| fisher_two_sided_with_least(table(counted))).collect();
    let least: Vec<f64> = tests.iter().map(|(_, least)| *least).collect();
    let tarone = Tarone::new(&least, options.alpha)?;
    let testable: Vec<bool> = least.iter().map(|least| tarone.is_testable(*least)).collect();
    let p_values: Vec<Option<f64>> = tests.iter().map(|(p_value, _)| Some(*p_value)).collect();
    let q_values = q_of_testable(&p_values, &testable);
    let family = if options.permutations == 0 || counted.is_empty() {
        None
    } else {
        let observed: Vec<f64> = tests.iter().map(|(p_value, _)| *p_value).collect();
        Some(permute(&counted, &observed, won, options, rows_of)?)
    };
    let mut patterns: Vec<Contrast> = Vec::with_capacity(counted.len());
    for (index, counted) in counted.into_iter().enumerate() {
        let table = table(&counted);
        patterns.push(Contrast {
            support: counted.support,
            wins: counted.wins,
            lift: table.lift(),
            odds_ratio: OddsRatio::of(table),
            p: tests[index].0,
            q: q_values[index].unwrap_or(1.0),
            family_p: family.as_ref().map(|family| family[index]),
            testable: testable[index],
            pattern: counted.pattern,
        });
    }
    sort(&mut patterns, options.order);
    patterns.truncate(options.top.unwrap_or(usize::MAX));
    Ok(Contrasts { patterns, rows: won.len(), won: wins, tarone, reached })
}

/// Westfall-Young: the outcome is dealt out anew, the patterns stay where they are.
fn permute(
    counted: &[Counted],
    observed: &[f64],
    won: &[bool],
    options: &ContrastOptions,
    rows_of: impl Fn(&[u32]) -> Vec<u64>,
) -> Result<Vec<f64>, MiningError> {
    let kept = (counted.len() as u64).saturating_mul(won.len() as u64);
    if kept > PERMUTED_BITS_MAX {
        return Err(MiningError::Range { field: "patterns × rows", value: kept, least: 0, most: PERMUTED_BITS_MAX });
    }
    let patterns: Vec<Vec<u64>> = counted.iter().map(|counted| rows_of(&counted.pattern)).collect();
    let (rows, wins) = (narrow(won.len()), narrow(won.iter().filter(|won| **won).count()));
    let mut dealt = won.to_vec();
    let mut tests: HashMap<(u32, u32), f64> = HashMap::new();
    westfall_young(observed, options.permutations, options.seed, |draws, p_values| {
        shuffle(&mut dealt, draws);
        let outcome = bits(dealt.iter().copied());
        for (p_value, (pattern, counted)) in p_values.iter_mut().zip(patterns.iter().zip(counted)) {
            let both = common(pattern, &outcome);
            *p_value = *tests
                .entry((counted.support, both))
                .or_insert_with(|| fisher_two_sided(FourFold::of(both, counted.support, wins, rows)));
        }
    })
}

fn sort(patterns: &mut [Contrast], order: ContrastOrder) {
    sort::unstable_by(patterns, |one, other| {
        let first = match order {
            ContrastOrder::Significance => one.p.total_cmp(&other.p),
            ContrastOrder::OddsRatio => other.odds_ratio.value.total_cmp(&one.odds_ratio.value),
            ContrastOrder::OddsRatioAscending => one.odds_ratio.value.total_cmp(&other.odds_ratio.value),
            ContrastOrder::Support => std::cmp::Ordering::Equal,
        };
        first.then_with(|| other.support.cmp(&one.support)).then_with(|| one.pattern.cmp(&other.pattern))
    });
}
