//! Whether something that should move does.

use std::time::{Duration, Instant};

/// A position as last seen, and since when it is the same.
#[derive(Debug)]
pub(crate) struct Movement {
    position: u64,
    since: Instant,
}

impl Movement {
    pub(crate) fn new(position: u64, now: Instant) -> Self {
        Self { position, since: now }
    }

    /// How long the position has been the same.
    pub(crate) fn still_for(&mut self, position: u64, now: Instant) -> Duration {
        if position != self.position {
            *self = Self::new(position, now);
        }
        now.saturating_duration_since(self.since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_position_grows_old() {
        let (begun, second) = (Instant::now(), Duration::from_secs(1));
        let mut movement = Movement::new(7, begun);
        assert_eq!(movement.still_for(7, begun + 5 * second), 5 * second);
        assert_eq!(movement.still_for(8, begun + 6 * second), Duration::ZERO);
        assert_eq!(movement.still_for(8, begun + 9 * second), 3 * second);
    }
}
