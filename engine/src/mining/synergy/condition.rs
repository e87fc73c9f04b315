//! How far each run came, in a few bins.

use crate::mining::error::MiningError;
use crate::mining::numbers::{float, narrow};
use crate::mining::runs::Runs;
use crate::sort;

/// The most bins; more distinct values are merged by rank.
pub(super) const BINS_MAX: usize = 16;

/// What the win models hold fixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Condition {
    /// The ante reached if every run has one, else the number of events if there are any, else nothing.
    #[default]
    Auto,
    /// The ante reached.
    Ante,
    /// The number of events.
    Events,
    /// Nothing.
    Nothing,
}

/// Runs by how far they came.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Depths {
    /// What it is taken from; never [`Condition::Auto`].
    pub(super) condition: Condition,
    /// The bin of each run.
    pub(super) bins: Vec<u8>,
    /// The value of each bin, of mean 0 and deviation 1 over the runs.
    pub(super) values: Vec<f64>,
    /// Mean and deviation before that.
    pub(super) mean: f64,
    pub(super) deviation: f64,
}

impl Depths {
    /// O(runs · log runs).
    pub(super) fn new(runs: &Runs, condition: Condition) -> Result<Self, MiningError> {
        let (condition, raw) = measure(runs, condition)?;
        let (bins, mut values) = bin(&raw);
        let mut counts = vec![0_usize; values.len()];
        bins.iter().for_each(|bin| counts[usize::from(*bin)] += 1);
        let all = float(raw.len()).max(1.0);
        let moment = |about: f64, power: i32| {
            values.iter().zip(&counts).map(|(value, count)| (value - about).powi(power) * float(*count)).sum::<f64>()
                / all
        };
        let mean = moment(0.0, 1);
        let spread = moment(mean, 2).sqrt();
        let deviation = if spread > 0.0 { spread } else { 1.0 };
        values.iter_mut().for_each(|value| *value = (*value - mean) / deviation);
        Ok(Self { condition, bins, values, mean, deviation })
    }

    /// A depth as the models see it.
    pub(super) fn scaled(&self, depth: f64) -> f64 {
        (depth - self.mean) / self.deviation
    }
}

fn measure(runs: &Runs, condition: Condition) -> Result<(Condition, Vec<f64>), MiningError> {
    let antes: Option<Vec<f64>> = runs.antes().iter().map(|ante| ante.map(f64::from)).collect();
    let events = || runs.events().iter().map(|row| float(row.len())).collect();
    let nothing = || vec![0.0; runs.len()];
    match (condition, antes) {
        (Condition::Auto | Condition::Ante, Some(antes)) => Ok((Condition::Ante, antes)),
        (Condition::Ante, None) => {
            Err(MiningError::Missing { what: "ante", needed: "to condition on the ante, every run has to have one" })
        }
        (Condition::Auto, None) if runs.events().entry_count() == 0 => Ok((Condition::Nothing, nothing())),
        (Condition::Auto | Condition::Events, _) => Ok((Condition::Events, events())),
        (Condition::Nothing, _) => Ok((Condition::Nothing, nothing())),
    }
}

/// Each value's bin and each bin's mean. Equal values share a bin.
fn bin(raw: &[f64]) -> (Vec<u8>, Vec<f64>) {
    let mut order: Vec<u32> = (0..narrow(raw.len())).collect();
    sort::by(&mut order, |one, other| raw[*one as usize].total_cmp(&raw[*other as usize]));
    let same = |one: &u32, other: &u32| raw[*one as usize].to_bits() == raw[*other as usize].to_bits();
    let distinct = order.chunk_by(same).count();
    let share = raw.len().div_ceil(BINS_MAX).max(1);
    let (mut bins, mut values) = (vec![0; raw.len()], Vec::new());
    let (mut sum, mut count) = (0.0, 0_usize);
    for chunk in order.chunk_by(same) {
        // The last bin takes what is left, however much that is.
        let is_full = if distinct <= BINS_MAX { count > 0 } else { count >= share && values.len() + 1 < BINS_MAX };
        if is_full {
            values.push(sum / float(count));
            (sum, count) = (0.0, 0);
        }
        for run in chunk {
            bins[*run as usize] = u8::try_from(values.len()).unwrap_or(u8::MAX);
            sum += raw[*run as usize];
            count += 1;
        }
    }
    if count > 0 {
        values.push(sum / float(count));
    }
    (bins, values)
}

#[cfg(test)]
mod tests {
    use super::bin;

    #[test]
    fn few_values_have_a_bin_each_and_many_share_sixteen() {
        assert_eq!(bin(&[3.0, 1.0, 3.0, 2.0]), (vec![2, 0, 2, 1], vec![1.0, 2.0, 3.0]));
        let many: Vec<f64> = (0..1000).map(f64::from).collect();
        let (bins, values) = bin(&many);
        assert_eq!(values.len(), 16);
        assert!(bins.is_sorted() && values.is_sorted());
        assert_eq!(bin(&[]), (vec![], vec![]));
    }
}
