//! How long to wait before the next attempt.

use std::time::Duration;

/// Pauses that double up to a longest one, each shortened by up to a half at random, so that several clients of one server
/// do not meet again. The same seed gives the same pauses.
#[derive(Debug)]
pub(super) struct Backoff {
    first: Duration,
    most: Duration,
    failures: u32,
    random: u64,
}

impl Backoff {
    pub(super) fn new(first: Duration, most: Duration, seed: u64) -> Self {
        // A pause of nothing would be a busy loop.
        let first = first.max(Duration::from_millis(1));
        Self { first, most: most.max(first), failures: 0, random: seed }
    }

    /// The next pause.
    pub(super) fn pause(&mut self) -> Duration {
        let longest = self.first.saturating_mul(1 << self.failures.min(20)).min(self.most);
        self.failures = self.failures.saturating_add(1);
        let half = longest / 2;
        half + half * u32::try_from(self.next_u64() >> 48).unwrap_or(0) / (1 << 16)
    }

    /// An attempt succeeded.
    pub(super) fn reset(&mut self) {
        self.failures = 0;
    }

    /// `SplitMix64`. Sebastiano Vigna, <https://prng.di.unimi.it/splitmix64.c>.
    fn next_u64(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Backoff;

    #[test]
    fn pauses_double_up_to_the_longest_and_are_the_same_for_the_same_seed() {
        let pauses = |seed| {
            let mut backoff = Backoff::new(Duration::from_millis(100), Duration::from_secs(2), seed);
            (0..40).map(|_| backoff.pause()).collect::<Vec<_>>()
        };
        let found = pauses(7);
        for (failures, pause) in found.iter().enumerate() {
            let longest = Duration::from_millis(100 << failures.min(8)).min(Duration::from_secs(2));
            assert!(*pause >= longest / 2 && *pause <= longest, "{failures}: {pause:?}");
        }
        assert_eq!(found, pauses(7));
        assert_ne!(found, pauses(8));
        assert!(Backoff::new(Duration::ZERO, Duration::ZERO, 1).pause() > Duration::ZERO);
    }
}
