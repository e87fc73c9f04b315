//! Ids of runs and games that follow from what is played, so that playing it again gives the same ids.

use std::fmt;

use crate::brigade::error::BrigadeError;
use crate::brigade::play::Match;
use crate::brigade::state::Fingerprint;

/// A simulation's id: 16 bytes in the form of a UUID of version 8.
///
/// It follows from the match, the first seed and the caller's key: the same simulation has the same id, so that storing
/// it twice can be noticed. The first half of each game's id is the run's; the second half is the game's number, so
/// games of a run sort in the order they are played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId([u8; 16]);

/// What tells the two halves of a run's id apart.
const HALVES: [u64; 2] = [0, 1];
/// The version nibble of a UUID whose bits are the maker's own.
const VERSION: u64 = 8;
const VERSION_SHIFT: u32 = 12;
/// The variant of all UUIDs of today: the two highest bits of the second half are 10.
const VARIANT: u64 = 1 << 63;
const NUMBER_MASK: u64 = (1 << 62) - 1;

impl RunId {
    /// The id of the games of a match from a first seed on. O(size of the match).
    ///
    /// # Errors
    /// [`BrigadeError::Json`] if the match holds numbers that cannot be written down.
    pub fn new(play: &Match, first_seed: u64, key: &str) -> Result<Self, BrigadeError> {
        let what = (&play.scenario, &play.agents, play.rules, play.nights_max, play.stream, first_seed, key);
        let text = serde_json::to_string(&what).map_err(|error| BrigadeError::json("match", &error))?;
        let [high, low] = HALVES.map(|half| {
            let mut hash = Fingerprint::default();
            hash.add(half);
            hash.add_bytes(text.as_bytes());
            scatter(hash.value())
        });
        Ok(Self::of_halves(high, low))
    }

    fn of_halves(high: u64, low: u64) -> Self {
        let high = high & !(0xF << VERSION_SHIFT) | VERSION << VERSION_SHIFT;
        let low = low & NUMBER_MASK | VARIANT;
        Self((u128::from(high) << 64 | u128::from(low)).to_be_bytes())
    }

    /// The run's id.
    #[must_use]
    pub fn bytes(self) -> [u8; 16] {
        self.0
    }

    /// The id of a game by its number within the run.
    #[inline]
    #[must_use]
    pub fn game(self, index: u64) -> [u8; 16] {
        let high = u128::from_be_bytes(self.0) >> 64 << 64;
        (high | u128::from(index & NUMBER_MASK | VARIANT)).to_be_bytes()
    }
}

impl fmt::Display for RunId {
    /// Hyphenated, as in the tables.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            let hyphen = if matches!(index, 4 | 6 | 8 | 10) { "-" } else { "" };
            write!(formatter, "{hyphen}{byte:02x}")?;
        }
        Ok(())
    }
}

/// Makes every bit of the result depend on every bit of the value (the finalizer of splitmix64).
fn scatter(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}
