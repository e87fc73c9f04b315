//! Signals against deeds: honesty, and what a signal tells about the deed.

use crate::brigade::action::{Action, Mode};

/// How often which signal went with which deed: `counts[signal][mode]`, rest 0, work 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SignalTable {
    /// The counts.
    pub counts: [[u64; 2]; 2],
}

impl SignalTable {
    /// Counts an action.
    #[inline]
    pub fn add(&mut self, action: Action) {
        self.counts[action.signal as usize][action.mode as usize] += 1;
    }

    /// Adds another table's counts.
    pub fn merge(&mut self, other: &Self) {
        for (row, more) in self.counts.iter_mut().flatten().zip(other.counts.iter().flatten()) {
            *row += more;
        }
    }

    /// How many actions were counted.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    /// How often work was signalled.
    #[must_use]
    pub fn signalled_work(&self) -> u64 {
        self.counts[Mode::Work as usize].iter().sum()
    }

    /// How often the signal was not the deed.
    #[must_use]
    pub fn lies(&self) -> u64 {
        self.counts[0][1] + self.counts[1][0]
    }

    /// The share of actions whose signal was the deed, 0 to 1; `None` of no actions.
    #[must_use]
    pub fn honesty(&self) -> Option<f64> {
        let total = self.total();
        (total > 0).then(|| 1.0 - float(self.lies()) / float(total))
    }

    /// Mutual information of signal and deed, in bits, 0 to 1: Σ p(s,a) log2(p(s,a) / (p(s) p(a))) over the observed
    /// shares. A liar who always lies tells as much as one who never does. 0 of no actions.
    ///
    /// Of n independent actions it is expected to be about 1 / (2 n ln 2) instead of 0.
    #[must_use]
    pub fn mutual_information_bits(&self) -> f64 {
        let total = float(self.total());
        let mut bits = 0.0;
        for row in &self.counts {
            for (mode, count) in row.iter().enumerate() {
                if *count > 0 {
                    let (of_signal, of_mode) = (row.iter().sum(), self.counts.iter().map(|row| row[mode]).sum());
                    let (joint, both) = (float(*count), float(of_signal) * float(of_mode));
                    bits += joint / total * (joint * total / both).log2();
                }
            }
        }
        bits.max(0.0)
    }

    /// What there is to know about the deed, in bits: its entropy.
    #[must_use]
    pub fn deed_entropy_bits(&self) -> f64 {
        let total = float(self.total());
        let shares = [0, 1].map(|mode| float(self.counts[0][mode] + self.counts[1][mode]) / total);
        shares.into_iter().filter(|share| *share > 0.0).map(|share| -share * share.log2()).sum::<f64>().max(0.0)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of nights")]
pub(super) fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::SignalTable;

    #[test]
    fn who_always_lies_tells_as_much_as_who_never_does() {
        for (counts, honesty) in [([[50, 0], [0, 50]], 1.0), ([[0, 50], [50, 0]], 0.0)] {
            let table = SignalTable { counts };
            assert!((table.mutual_information_bits() - 1.0).abs() < 1e-15);
            assert_eq!(table.honesty(), Some(honesty));
            assert!((table.deed_entropy_bits() - 1.0).abs() < 1e-15);
        }
    }

    #[test]
    fn what_is_independent_tells_nothing() {
        let table = SignalTable { counts: [[30, 60], [10, 20]] };
        assert!(table.mutual_information_bits() < 1e-15);
        assert_eq!((table.lies(), table.signalled_work(), table.total()), (70, 30, 120));
    }

    #[test]
    fn a_table_by_hand() {
        // p = 3/8, 1/8, 1/8, 3/8 with even margins: I = 1 − H(1/4) = 0.75 log2 3 − 1.
        let table = SignalTable { counts: [[3, 1], [1, 3]] };
        assert!((table.mutual_information_bits() - (0.75 * 3_f64.log2() - 1.0)).abs() < 1e-15);
        assert_eq!(SignalTable::default().honesty(), None);
        assert!(SignalTable::default().mutual_information_bits().abs() < 1e-15);
    }
}
