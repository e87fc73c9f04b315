//! Where a search puts what it finds, within its bounds.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::bounds::{Bounds, Reached};

/// How often, in candidates, the caller is asked whether to stop.
const STOP_EVERY: u32 = 64;

/// A pattern and the rows that contain it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) pattern: Vec<u32>,
    pub(crate) support: u32,
}

/// Collects patterns; with `top`, raises the support that is still of interest.
#[derive(Debug)]
pub(crate) struct Collector<'a> {
    bounds: Bounds<'a>,
    length_min: usize,
    support_min: u32,
    /// The least support of interest, rising while the best are known.
    floor: u32,
    top: Option<usize>,
    best: BinaryHeap<Reverse<u32>>,
    found: Vec<Found>,
    reached: Reached,
    since_asked: u32,
}

impl<'a> Collector<'a> {
    pub(crate) fn new(bounds: Bounds<'a>, length_min: usize, support_min: u32, top: Option<usize>) -> Self {
        let reached = Reached::default();
        let (best, found) = (BinaryHeap::new(), Vec::new());
        Self { bounds, length_min, support_min, floor: support_min, top, best, found, reached, since_asked: 0 }
    }

    /// The least support the caller asked for.
    pub(crate) fn support_min(&self) -> u32 {
        self.support_min
    }

    /// The least support that is still of interest.
    pub(crate) fn floor(&self) -> u32 {
        self.floor
    }

    pub(crate) fn is_over(&self) -> bool {
        self.reached.is_over()
    }

    /// Asks the caller now and then whether to stop; `true` when the search is over.
    pub(crate) fn should_stop(&mut self) -> bool {
        self.since_asked += 1;
        if self.since_asked >= STOP_EVERY {
            self.since_asked = 0;
            self.reached.deadline |= self.bounds.should_stop();
        }
        self.is_over()
    }

    /// Whether a pattern of this length may grow; notes that it was not if not.
    pub(crate) fn may_grow(&mut self, length: usize) -> bool {
        let may = length < self.bounds.length_max;
        self.reached.length |= !may;
        may
    }

    /// Whether a pattern of this length may be reported; notes that it was not if not.
    pub(crate) fn may_hold(&mut self, length: usize) -> bool {
        let may = length <= self.bounds.length_max;
        self.reached.length |= !may;
        may
    }

    /// Keeps a pattern if it is of interest and there is room.
    pub(crate) fn add(&mut self, pattern: &[u32], support: u32) {
        if pattern.len() < self.length_min || support < self.floor || self.is_over() {
            return;
        }
        if self.found.len() >= self.bounds.patterns_max {
            self.reached.patterns = true;
            return;
        }
        if let Some(top) = self.top {
            self.best.push(Reverse(support));
            if self.best.len() > top {
                self.best.pop();
            }
            // Patterns of the same support as the last of the best stay: names decide between them in the end.
            if let (true, Some(Reverse(least))) = (self.best.len() == top, self.best.peek()) {
                self.floor = self.floor.max(*least);
            }
        }
        self.found.push(Found { pattern: pattern.to_vec(), support });
    }

    /// What was found, without what turned out to be below the best.
    pub(crate) fn finish(mut self) -> (Vec<Found>, Reached) {
        let floor = self.floor;
        self.found.retain(|found| found.support >= floor);
        (self.found, self.reached)
    }
}
