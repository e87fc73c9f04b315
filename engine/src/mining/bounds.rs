//! What keeps a call finite, and what an answer says about it.

use super::error::MiningError;
use super::limits::{PATTERN_LENGTH_MAX, PATTERNS_MAX, PATTERNS_MAX_DEFAULT};
use super::numbers::{ceil_count, float};

/// How often a pattern must occur to be reported, in rows that contain it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Support {
    /// At least so many rows.
    Rows(u32),
    /// At least this share of all rows, in `0..=1`; rounded up to whole rows.
    Share(f64),
}

impl Support {
    /// The least number of rows, never 0.
    ///
    /// # Errors
    /// [`MiningError::Range`] for 0 rows, [`MiningError::Parameter`] for a share that is not in `0..=1`.
    pub fn rows(self, rows: usize) -> Result<u32, MiningError> {
        match self {
            Self::Rows(0) => {
                Err(MiningError::Range { field: "support_min", value: 0, least: 1, most: u64::from(u32::MAX) })
            }
            Self::Rows(least) => Ok(least),
            Self::Share(share) => {
                MiningError::expect_between("support_min", share, 0.0, 1.0, "a share between 0 and 1")?;
                // The product of an exact share may lie a few bits above the whole number that is meant.
                Ok(ceil_count(share * float(rows) - 1e-9).max(1))
            }
        }
    }
}

/// The bounds of a pattern search.
#[derive(Clone, Copy)]
pub struct Bounds<'a> {
    /// The longest pattern, `1..=`[`PATTERN_LENGTH_MAX`].
    pub length_max: usize,
    /// The most patterns, `1..=`[`PATTERNS_MAX`]. A search that finds more stops there.
    pub patterns_max: usize,
    /// Asked now and then; `true` ends the search with what was found so far. This is how a caller sets a deadline.
    pub stop: Option<&'a dyn Fn() -> bool>,
}

impl Default for Bounds<'_> {
    fn default() -> Self {
        Self { length_max: 8, patterns_max: PATTERNS_MAX_DEFAULT, stop: None }
    }
}

impl std::fmt::Debug for Bounds<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Bounds")
            .field("length_max", &self.length_max)
            .field("patterns_max", &self.patterns_max)
            .field("stop", &self.stop.is_some())
            .finish()
    }
}

impl Bounds<'_> {
    pub(crate) fn check(&self, length_min: usize) -> Result<(), MiningError> {
        MiningError::expect_range("length_max", self.length_max, 1, PATTERN_LENGTH_MAX as u64)?;
        MiningError::expect_range("length_min", length_min, 1, self.length_max as u64)?;
        MiningError::expect_range("patterns_max", self.patterns_max, 1, PATTERNS_MAX as u64)
    }

    pub(crate) fn should_stop(&self) -> bool {
        self.stop.is_some_and(|stop| stop())
    }
}

/// Which bounds ended a search early. All `false`: the answer is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reached {
    /// Patterns of the greatest length were found and not extended; there may be longer ones.
    pub length: bool,
    /// `patterns_max` was reached; there may be more.
    pub patterns: bool,
    /// `stop` said so; there may be more.
    pub deadline: bool,
}

impl Reached {
    /// Whether every pattern up to `length_max` is in the answer.
    #[must_use]
    pub fn is_complete(self) -> bool {
        !self.patterns && !self.deadline
    }

    /// Whether the search is to end now.
    pub(crate) fn is_over(self) -> bool {
        !self.is_complete()
    }
}
