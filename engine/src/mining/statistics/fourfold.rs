//! The table of four counts behind every question "does this go with that?".

use super::NORMAL_95;
use crate::mining::error::MiningError;

/// Four counts: rows with both, with one only, with neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FourFold {
    /// Rows with both.
    pub both: u32,
    /// Rows with the first only.
    pub first_only: u32,
    /// Rows with the second only.
    pub second_only: u32,
    /// Rows with neither.
    pub neither: u32,
}

impl FourFold {
    /// From the rows with both, with the first, with the second, and all rows.
    ///
    /// # Errors
    /// [`MiningError::Range`] where the counts contradict one another.
    pub fn from_margins(both: u32, first: u32, second: u32, rows: u32) -> Result<Self, MiningError> {
        let check = |field, value: u32, least: u32, most: u32| {
            MiningError::expect_range(field, value as usize, u64::from(least), u64::from(most))
        };
        check("first", first, 0, rows)?;
        check("second", second, 0, rows)?;
        let least = (u64::from(first) + u64::from(second)).saturating_sub(u64::from(rows));
        check("both", both, u32::try_from(least).unwrap_or(u32::MAX), first.min(second))?;
        Ok(Self::of(both, first, second, rows))
    }

    /// The same for counts that come from one table and so cannot contradict one another.
    pub(crate) fn of(both: u32, first: u32, second: u32, rows: u32) -> Self {
        let first_only = first.saturating_sub(both);
        Self {
            both,
            first_only,
            second_only: second.saturating_sub(both),
            neither: rows.saturating_sub(second).saturating_sub(first_only),
        }
    }

    /// The table's margins as floating point: first, second, rows.
    pub(crate) fn margins(self) -> (f64, f64, f64) {
        let [both, first, second, neither] =
            [self.both, self.first_only, self.second_only, self.neither].map(f64::from);
        (both + first, both + second, both + first + second + neither)
    }

    /// Observed over expected co-occurrence, `both · rows / (first · second)`: 1 where they are independent. NaN where
    /// one of them never occurs.
    #[must_use]
    pub fn lift(self) -> f64 {
        let (first, second, rows) = self.margins();
        f64::from(self.both) * rows / (first * second)
    }

    /// Pointwise mutual information in bits, log2 of the lift; −∞ where they never meet.
    #[must_use]
    pub fn pmi(self) -> f64 {
        self.lift().log2()
    }

    /// Normalised pointwise mutual information in `-1..=1` (Bouma 2009): PMI over −log2 of the joint probability.
    /// −1: never together; 1: only together.
    #[must_use]
    pub fn npmi(self) -> f64 {
        let (_, _, rows) = self.margins();
        if self.both == 0 {
            return -1.0;
        }
        let surprise = -(f64::from(self.both) / rows).log2();
        if surprise > 0.0 { (self.pmi() / surprise).clamp(-1.0, 1.0) } else { 1.0 }
    }
}

/// An odds ratio with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OddsRatio {
    /// `both · neither / (first only · second only)`.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Standard error of the logarithm.
    pub log_deviation: f64,
}

impl OddsRatio {
    /// With Woolf's interval (1955): the logarithm ± 1.96 · √(Σ 1/count). Where a count is 0, 0.5 is added to each
    /// (Haldane 1956, Anscombe 1956), so value and interval are always finite.
    #[must_use]
    pub fn of(table: FourFold) -> Self {
        let counts = [table.both, table.first_only, table.second_only, table.neither];
        let shift = if counts.contains(&0) { 0.5 } else { 0.0 };
        let [both, first, second, neither] = counts.map(|count| f64::from(count) + shift);
        let value = both * neither / (first * second);
        let log_deviation = (1.0 / both + 1.0 / first + 1.0 / second + 1.0 / neither).sqrt();
        let factor = (NORMAL_95 * log_deviation).exp();
        Self { value, low: value / factor, high: value * factor, log_deviation }
    }
}
