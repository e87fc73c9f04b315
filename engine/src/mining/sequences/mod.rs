//! Frequent sequences: which events follow one another, others between them, in many rows.

#[cfg(not(target_arch = "wasm32"))]
mod ahead;
mod columns;
mod constrained;
mod database;
mod evidence;
#[cfg(not(target_arch = "wasm32"))]
mod levels;
mod matching;
mod prefixspan;
#[cfg(not(target_arch = "wasm32"))]
mod ranked;
mod suffix;

use std::cmp::Reverse;
use std::collections::HashMap;

use super::bounds::{Bounds, Reached, Support};
use super::error::MiningError;
use super::limits::{PATTERN_LENGTH_MAX, PATTERNS_MAX};
use super::numbers::narrow;
use super::rows::Sequences;
use super::statistics::Tarone;
use crate::sort;

use database::{Database, Frequent};
pub(crate) use matching::occurs;
#[cfg(not(target_arch = "wasm32"))]
use ranked::Ranked;

/// By what an answer is sorted. Equal ones stand in lexicographic order of their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SequenceOrder {
    /// Most rows first.
    #[default]
    Support,
    /// Highest lift first.
    Lift,
    /// Smallest p first, equal ones by support; sequences without a p last.
    Significance,
    /// Lexicographic order of the ids.
    Events,
}

/// What [`sequences`] is to find.
#[derive(Debug, Clone, Copy)]
pub struct SequenceOptions<'a> {
    /// The least support, in rows; a row counts once however often it has the pattern.
    pub support_min: Support,
    /// The fewest events, at least 1.
    pub length_min: usize,
    /// The most other events between two neighbours of the pattern; 0: they are adjacent. `None`: any number.
    pub gap_max: Option<u32>,
    /// The most events from the first to the last of the pattern, both counted. `None`: any number.
    pub span_max: Option<u32>,
    /// Only those that no pattern one event longer, within the same gap and span, has the same support as. Without gap
    /// and span these are the closed sequences.
    pub closed: bool,
    /// Which rows were won. With it, p compares won and lost rows; without it, the order of events.
    pub won: Option<&'a [bool]>,
    /// Sorted by what.
    pub order: SequenceOrder,
    /// Only so many of them, the first by `order`.
    pub top: Option<usize>,
    /// The error rate behind [`FrequentSequences::tarone`].
    pub alpha: f64,
    /// Length, number and time.
    pub bounds: Bounds<'a>,
}

impl Default for SequenceOptions<'_> {
    fn default() -> Self {
        Self {
            support_min: Support::Share(0.05),
            length_min: 1,
            gap_max: None,
            span_max: None,
            closed: false,
            won: None,
            order: SequenceOrder::Support,
            top: None,
            alpha: 0.05,
            bounds: Bounds { length_max: 3, ..Bounds::default() },
        }
    }
}

/// A frequent sequence and what speaks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct FrequentSequence {
    /// Ids in their order.
    pub events: Vec<u32>,
    /// Rows that contain it.
    pub support: u32,
    /// Of these, the won ones, where the outcome was given.
    pub wins: Option<u32>,
    /// With the outcome: the share of wins among the rows with the pattern over that among all. Without: observed over
    /// expected support, `support · rows / (support of all but the last · support of the last)`. NaN where no row was won.
    pub lift: f64,
    /// With the outcome: Fisher's two-sided p between won and lost rows. Without: Fisher's one-sided p that the last
    /// event goes with those before it, a conservative one, because rows with both in another order count against it;
    /// `None` for one event, and where the last event is also an earlier one.
    pub p: Option<f64>,
    /// Benjamini-Hochberg over the testable sequences found; 1 for one that is not testable.
    pub q: Option<f64>,
    /// Whether its margins allow a p below [`Tarone::threshold`].
    pub testable: bool,
}

/// The answer of [`sequences`].
#[derive(Debug, Clone, PartialEq)]
pub struct FrequentSequences {
    /// In the order asked for.
    pub patterns: Vec<FrequentSequence>,
    /// Rows of the table.
    pub rows: usize,
    /// The least support in rows.
    pub support_min: u32,
    /// What a p has to be below for family-wise significance at `alpha`, of the sequences found.
    pub tarone: Tarone,
    /// Which bounds were reached.
    pub reached: Reached,
}

/// A pattern with its rows, and the won ones among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FoundSequence {
    pub(crate) events: Vec<u32>,
    pub(crate) support: u32,
    pub(crate) wins: u32,
}

/// Finds frequent sequences: PrefixSpan (Pei and others 2001) with pseudo-projection, that is, a projected table is a list
/// of places in the one table. Up to four events, and without gap and span, level by level in as many passes over the
/// table instead, with the same findings.
///
/// Time O(Σ over patterns of the entries behind their first occurrence in each row); with gap or span O(Σ of all their
/// occurrences · the window's length). Memory O(entries) for each level. Closed patterns cost one more level.
///
/// # Errors
/// [`MiningError::Range`] or [`MiningError::Parameter`] for options out of range, [`MiningError::Count`] for an outcome
/// of another length than the table.
pub fn sequences(table: &Sequences, options: &SequenceOptions<'_>) -> Result<FrequentSequences, MiningError> {
    if let Some(top) = options.top {
        MiningError::expect_range("top", top, 1, PATTERNS_MAX as u64)?;
    }
    let support_min = options.support_min.rows(table.len())?;
    let (found, reached) = mine(table, options)?;
    let (mut patterns, tarone) = evidence::judge(table, found, options)?;
    sort(&mut patterns, options.order);
    patterns.truncate(options.top.unwrap_or(usize::MAX));
    Ok(FrequentSequences { patterns, rows: table.len(), support_min, tarone, reached })
}

/// The search without the judgement.
pub(crate) fn mine(
    table: &Sequences,
    options: &SequenceOptions<'_>,
) -> Result<(Vec<FoundSequence>, Reached), MiningError> {
    options.bounds.check(options.length_min)?;
    if options.span_max == Some(0) {
        return Err(MiningError::Range { field: "span_max", value: 0, least: 1, most: u64::from(u32::MAX) });
    }
    if let Some(won) = options.won {
        MiningError::expect_count("won", table.len(), won.len())?;
    }
    let support_min = options.support_min.rows(table.len())?;
    let mut bounds = options.bounds;
    let mut length_min = options.length_min;
    if options.closed {
        // Whether the longest are closed is told by those one longer, so one level more than asked for is searched.
        bounds.length_max = (bounds.length_max + 1).min(PATTERN_LENGTH_MAX + 1);
        length_min = 1;
    }
    let (mut found, mut reached) = search(table, options, bounds, length_min, support_min);
    if options.closed {
        found = keep_closed(found);
        let before = found.len();
        found.retain(|found| found.events.len() <= options.bounds.length_max);
        reached.length = found.len() < before;
        found.retain(|found| found.events.len() >= options.length_min);
    }
    Ok((found, reached))
}

/// By the search that suits: level by level for short patterns of not too many events, depth first otherwise.
fn search(
    table: &Sequences,
    options: &SequenceOptions<'_>,
    bounds: Bounds<'_>,
    length_min: usize,
    support_min: u32,
) -> (Vec<FoundSequence>, Reached) {
    let frequent = Frequent::new(table, support_min);
    let limits = (options.gap_max, options.span_max);
    if limits != (None, None) {
        let database = Database::new(table, frequent, options.won, true);
        return constrained::search(&database, bounds, length_min, support_min, limits);
    }
    // What finds short patterns faster is 9 kB of a browser's compressed module; there the general search does it.
    #[cfg(not(target_arch = "wasm32"))]
    if bounds.length_max <= levels::LENGTH_MAX && frequent.events.len() <= ranked::RANKS_MAX {
        let mut ranked = Ranked::new(table, &frequent, options.won);
        let found = match frequent.events.len() {
            0..=64 => levels::search::<1>(&mut ranked, &frequent, bounds, length_min, support_min),
            65..=128 => levels::search::<2>(&mut ranked, &frequent, bounds, length_min, support_min),
            _ => levels::search::<4>(&mut ranked, &frequent, bounds, length_min, support_min),
        };
        if let Some(found) = found {
            return found;
        }
    }
    let database = Database::new(table, frequent, options.won, false);
    prefixspan::search(&database, bounds, length_min, support_min)
}

/// Drops every pattern that is one event shorter than another of the same support. O(patterns · length²).
fn keep_closed(found: Vec<FoundSequence>) -> Vec<FoundSequence> {
    let places: HashMap<&[u32], usize> =
        found.iter().enumerate().map(|(index, found)| (found.events.as_slice(), index)).collect();
    let mut is_open = vec![false; found.len()];
    for longer in &found {
        for left_out in 0..longer.events.len() {
            let mut shorter = longer.events.clone();
            shorter.remove(left_out);
            if let Some(place) = places.get(shorter.as_slice()) {
                is_open[*place] |= found[*place].support == longer.support;
            }
        }
    }
    drop(places);
    let mut flags = is_open.into_iter();
    found.into_iter().filter(|_| !flags.next().unwrap_or(false)).collect()
}

/// Searches find patterns in lexicographic order, so equal ones only have to stay as they are.
fn sort(patterns: &mut [FrequentSequence], order: SequenceOrder) {
    let p_value = |sequence: &FrequentSequence| sequence.p.unwrap_or(f64::INFINITY);
    match order {
        SequenceOrder::Support => sort::by_key(patterns, |sequence| Reverse(sequence.support)),
        SequenceOrder::Lift => sort::by(patterns, |one, other| other.lift.total_cmp(&one.lift)),
        SequenceOrder::Significance => {
            sort::by(patterns, |one, other| {
                p_value(one).total_cmp(&p_value(other)).then(other.support.cmp(&one.support))
            });
        }
        SequenceOrder::Events => {}
    }
}

/// How many of the rows are won; 0 without an outcome.
pub(crate) fn count_won(won: Option<&[bool]>) -> u32 {
    narrow(won.unwrap_or_default().iter().filter(|won| **won).count())
}
