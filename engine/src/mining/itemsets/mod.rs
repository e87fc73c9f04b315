//! Frequent itemsets: which items stand together in many rows, and whether that is more than their frequency explains.

mod closed;
mod eclat;
mod evidence;
mod tids;
mod vertical;

use std::cmp::Reverse;

use super::bounds::{Bounds, Reached, Support};
use super::collect::{Collector, Found};
use super::error::MiningError;
use super::limits::PATTERNS_MAX;
use super::rows::Transactions;
use super::statistics::Tarone;
use crate::sort;

use vertical::Vertical;

/// Which of the frequent itemsets are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ItemsetKind {
    /// All of them.
    #[default]
    All,
    /// Those without a superset of the same support: from them the support of every frequent itemset follows.
    Closed,
    /// Those without a frequent superset.
    Maximal,
}

/// By what an answer is sorted. Equal ones stand in lexicographic order of their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ItemsetOrder {
    /// Most rows first.
    #[default]
    Support,
    /// Highest lift first.
    Lift,
    /// Smallest p first, equal ones by support; itemsets without a p last.
    Significance,
    /// Lexicographic order of the ids.
    Items,
}

/// What [`itemsets`] is to find.
#[derive(Debug, Clone, Copy)]
pub struct ItemsetOptions<'a> {
    /// The least support.
    pub support_min: Support,
    /// The fewest items, at least 1.
    pub length_min: usize,
    /// Which itemsets.
    pub kind: ItemsetKind,
    /// Sorted by what.
    pub order: ItemsetOrder,
    /// Only so many of them, the first by `order`. By support, the search itself is cut short.
    pub top: Option<usize>,
    /// The error rate behind [`Itemsets::tarone`].
    pub alpha: f64,
    /// Length, number and time.
    pub bounds: Bounds<'a>,
}

impl Default for ItemsetOptions<'_> {
    fn default() -> Self {
        Self {
            support_min: Support::Share(0.01),
            length_min: 1,
            kind: ItemsetKind::All,
            order: ItemsetOrder::Support,
            top: None,
            alpha: 0.05,
            bounds: Bounds::default(),
        }
    }
}

/// A frequent itemset and what speaks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Itemset {
    /// Ids, ascending.
    pub items: Vec<u32>,
    /// Rows with all of them.
    pub support: u32,
    /// Observed over expected support, were the items independent of one another: `support · rows^(k−1) / Π support`.
    pub lift: f64,
    /// Fisher's one-sided p that no item goes with the rest, the largest over the items (Webb 2007: a set of which one
    /// item has nothing to do with the others is no finding). `None` for a single item.
    pub p: Option<f64>,
    /// Benjamini-Hochberg over the testable itemsets found; 1 for one that is not testable.
    pub q: Option<f64>,
    /// Whether its margins allow a p below [`Tarone::threshold`].
    pub testable: bool,
}

/// The answer of [`itemsets`].
#[derive(Debug, Clone, PartialEq)]
pub struct Itemsets {
    /// In the order asked for.
    pub patterns: Vec<Itemset>,
    /// Rows of the table.
    pub rows: usize,
    /// The least support in rows.
    pub support_min: u32,
    /// What a p has to be below for family-wise significance at `alpha`, of the itemsets found.
    pub tarone: Tarone,
    /// Which bounds were reached.
    pub reached: Reached,
}

/// Finds frequent itemsets: Eclat over bits for [`ItemsetKind::All`], LCM for closed and maximal ones.
///
/// Time O(entries + Σ pairs in a row + candidates · rows / 64) for all, O(Σ entries of the rows of each closed set) for
/// closed ones; memory O(entries + frequent items · rows / 64) and the patterns. The answer does not depend on the order
/// of the rows.
///
/// # Errors
/// [`MiningError::Range`] or [`MiningError::Parameter`] for options out of range.
pub fn itemsets(table: &Transactions, options: &ItemsetOptions<'_>) -> Result<Itemsets, MiningError> {
    if let Some(top) = options.top {
        MiningError::expect_range("top", top, 1, PATTERNS_MAX as u64)?;
    }
    let support_min = options.support_min.rows(table.len())?;
    let cut = options.top.filter(|_| options.order == ItemsetOrder::Support);
    let (vertical, found, reached) = search(table, options, cut)?;
    let (mut patterns, tarone) = evidence::judge(&vertical, found, options.alpha)?;
    sort(&mut patterns, options.order);
    patterns.truncate(options.top.unwrap_or(usize::MAX));
    Ok(Itemsets { patterns, rows: table.len(), support_min, tarone, reached })
}

/// The search without the judgement; ids ascend in each set. `order`, `top` and `alpha` do not matter to it.
pub(crate) fn mine(table: &Transactions, options: &ItemsetOptions<'_>) -> Result<(Vec<Found>, Reached), MiningError> {
    let (_, mut found, reached) = search(table, options, None)?;
    found.iter_mut().for_each(|found| sort::ascending(&mut found.pattern));
    Ok((found, reached))
}

fn search<'a>(
    table: &'a Transactions,
    options: &ItemsetOptions<'_>,
    cut: Option<usize>,
) -> Result<(Vertical<'a>, Vec<Found>, Reached), MiningError> {
    options.bounds.check(options.length_min)?;
    let support_min = options.support_min.rows(table.len())?;
    let mut collector = Collector::new(options.bounds, options.length_min, support_min, cut);
    let all = options.kind == ItemsetKind::All;
    let vertical = Vertical::new(table, support_min, all && options.bounds.length_max > 1);
    if all {
        eclat::search(&vertical, &mut collector);
    } else {
        closed::search(&vertical, options.kind == ItemsetKind::Maximal, &mut collector);
    }
    let (found, reached) = collector.finish();
    Ok((vertical, found, reached))
}

/// Patterns come in lexicographic order, so equal ones only have to stay as they are.
fn sort(patterns: &mut [Itemset], order: ItemsetOrder) {
    let p_value = |itemset: &Itemset| itemset.p.unwrap_or(f64::INFINITY);
    match order {
        ItemsetOrder::Support => sort::by_key(patterns, |itemset| Reverse(itemset.support)),
        ItemsetOrder::Lift => sort::by(patterns, |one, other| other.lift.total_cmp(&one.lift)),
        ItemsetOrder::Significance => {
            sort::by(patterns, |one, other| {
                p_value(one).total_cmp(&p_value(other)).then(other.support.cmp(&one.support))
            });
        }
        ItemsetOrder::Items => {}
    }
}
