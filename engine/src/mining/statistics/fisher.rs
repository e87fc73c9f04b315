//! Fisher's exact test (1922) on a table of four counts.
//!
//! Probabilities of the hypergeometric distribution come from binomial ones (Loader 2000), so they keep about 14
//! digits at any size; tails are summed outwards from the observed count by the ratio of neighbours.

use super::factorial::ln_binomial_probability;
use super::fourfold::FourFold;

/// Tables whose probability exceeds the observed one's by no more than this count as equally likely, as R does it.
const TIE: f64 = 1e-7;

/// The distribution of `both` for given margins.
struct Hypergeometric {
    first: u32,
    rest: u32,
    second: u32,
    low: u32,
    high: u32,
    share: f64,
    other_share: f64,
    ln_scale: f64,
}

impl Hypergeometric {
    fn of(table: FourFold) -> Self {
        let first = table.both.saturating_add(table.first_only);
        let second = table.both.saturating_add(table.second_only);
        let rest = table.second_only.saturating_add(table.neither);
        let rows = f64::from(first) + f64::from(rest);
        let share = f64::from(second) / rows;
        let other_share = (rows - f64::from(second)) / rows;
        let (low, high) = (second.saturating_sub(rest), first.min(second));
        let all = first.saturating_add(rest);
        let ln_scale = if low == high { 0.0 } else { ln_binomial_probability(second, all, share, other_share) };
        Self { first, rest, second, low, high, share, other_share, ln_scale }
    }

    /// Logarithm of the probability of a count in `low..=high`.
    fn ln_probability(&self, both: u32) -> f64 {
        if self.low == self.high {
            return 0.0;
        }
        ln_binomial_probability(both, self.first, self.share, self.other_share)
            + ln_binomial_probability(self.second - both, self.rest, self.share, self.other_share)
            - self.ln_scale
    }

    /// The most likely count.
    fn mode(&self) -> u32 {
        let (first, rest, second) = (u64::from(self.first), u64::from(self.rest), u64::from(self.second));
        let mode = u128::from(first + 1) * u128::from(second + 1) / u128::from(first + rest + 2);
        u32::try_from(mode).unwrap_or(u32::MAX).clamp(self.low, self.high)
    }

    /// P(`both` or more); `from` is above the mode, so terms fall.
    fn upper_sum(&self, from: u32) -> f64 {
        let (both, rest) = (f64::from(from), f64::from(self.rest));
        let (first_only, second_only) = (f64::from(self.first) - both, f64::from(self.second) - both);
        let risen = [both + 1.0, rest - second_only + 1.0];
        tail(self.ln_probability(from).exp(), self.high - from, [first_only, second_only], risen)
    }

    /// P(`both` or fewer); `from` is below the mode, so terms fall.
    fn lower_sum(&self, from: u32) -> f64 {
        let (both, rest) = (f64::from(from), f64::from(self.rest));
        let (first_only, second_only) = (f64::from(self.first) - both, f64::from(self.second) - both);
        let risen = [first_only + 1.0, second_only + 1.0];
        tail(self.ln_probability(from).exp(), from - self.low, [both, rest - second_only], risen)
    }

    /// The count nearest to the mode, among `low..=mode`, that is at most as likely as `bound`.
    fn last_below(&self, mode: u32, bound: f64) -> Option<u32> {
        let (mut least, mut count) = (self.low, u64::from(mode - self.low) + 1);
        let mut found = None;
        while count > 0 {
            let half = count / 2;
            let middle = least + u32::try_from(half).unwrap_or(0);
            if self.ln_probability(middle) <= bound {
                found = Some(middle);
                least = middle.saturating_add(1);
                count -= half + 1;
            } else {
                count = half;
            }
        }
        found
    }

    /// The count nearest to the mode, among `mode..=high`, that is at most as likely as `bound`.
    fn first_below(&self, mode: u32, bound: f64) -> Option<u32> {
        let (mut least, mut count) = (mode, u64::from(self.high - mode) + 1);
        let mut found = None;
        while count > 0 {
            let half = count / 2;
            let middle = least + u32::try_from(half).unwrap_or(0);
            if self.ln_probability(middle) <= bound {
                found = Some(middle);
                count = half;
            } else {
                least = middle.saturating_add(1);
                count -= half + 1;
            }
        }
        found
    }

    fn two_sided(&self, both: u32) -> f64 {
        let mode = self.mode();
        if both == mode || self.low == self.high {
            return 1.0;
        }
        let bound = self.ln_probability(both) + TIE;
        let sum = if both > mode {
            self.upper_sum(both) + self.last_below(mode, bound).map_or(0.0, |other| self.lower_sum(other))
        } else {
            self.lower_sum(both) + self.first_below(mode, bound).map_or(0.0, |other| self.upper_sum(other))
        };
        sum.min(1.0)
    }

    fn greater(&self, both: u32) -> f64 {
        if both <= self.low {
            return 1.0;
        }
        let tail = if both > self.mode() { self.upper_sum(both) } else { 1.0 - self.lower_sum(both - 1) };
        tail.clamp(0.0, 1.0)
    }
}

/// A term and the `count` terms after it, each the one before times `fall[0] · fall[1] / (rise[0] · rise[1])`, where what
/// falls goes down by one from term to term and what rises goes up by one.
fn tail(first: f64, count: u32, mut fall: [f64; 2], mut rise: [f64; 2]) -> f64 {
    let (mut term, mut sum) = (first, first);
    for _ in 0..count {
        term *= fall[0] * fall[1] / (rise[0] * rise[1]);
        sum += term;
        if term <= sum * 1e-17 {
            break;
        }
        fall = fall.map(|factor| factor - 1.0);
        rise = rise.map(|factor| factor + 1.0);
    }
    sum
}

/// The probability, margins given, of a table at most as likely as this one. O(√rows) in the usual case, O(rows) at
/// worst.
#[must_use]
pub fn fisher_two_sided(table: FourFold) -> f64 {
    Hypergeometric::of(table).two_sided(table.both)
}

/// The probability, margins given, of at least as many rows with both. O(√rows) in the usual case, O(rows) at worst.
#[must_use]
pub fn fisher_greater(table: FourFold) -> f64 {
    Hypergeometric::of(table).greater(table.both)
}

/// [`fisher_two_sided`], and the smallest value it can take for a table with the same margins.
#[must_use]
pub fn fisher_two_sided_with_least(table: FourFold) -> (f64, f64) {
    let distribution = Hypergeometric::of(table);
    let least = distribution.two_sided(distribution.low).min(distribution.two_sided(distribution.high));
    (distribution.two_sided(table.both), least)
}

/// [`fisher_greater`], and the smallest value it can take for a table with the same margins.
#[must_use]
pub fn fisher_greater_with_least(table: FourFold) -> (f64, f64) {
    let distribution = Hypergeometric::of(table);
    (distribution.greater(table.both), distribution.greater(distribution.high))
}
