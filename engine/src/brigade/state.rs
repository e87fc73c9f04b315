//! The whole state of a game as plain data: to keep, compare, hash, put back.

use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

use super::action::{Action, House, Mode};
use super::rng::Pcg64;

/// Everything that changes in a game. Two games with equal states, scenario and rules go on alike.
///
/// Equality and hash look at the bits of the numbers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GameState {
    /// One entry per house.
    pub houses: Vec<House>,
    /// How far each fire is put out; empty in Bernoulli mode.
    pub progress: Vec<f32>,
    /// One entry per agent: location, mode and signal of the last night.
    pub last_actions: Vec<Action>,
    /// One entry per agent: first-round signals of the last night of a two-phase game.
    pub round1_signals: Vec<Mode>,
    /// One entry per agent: what the last night paid.
    pub rewards: Vec<f32>,
    /// The index of the next night.
    pub night: u32,
    /// Whether the rules ended the game.
    pub done: bool,
    /// Whether the cap on nights ended it.
    pub truncated: bool,
    /// Where the random stream stands.
    pub random: Pcg64,
}

impl GameState {
    /// The numbers the state consists of, in one fixed order: houses, progress, last actions, first-round signals, rewards,
    /// night and ending, and the random stream. Before houses, progress and actions stands how many there are; floats are
    /// their bits; an action is four times its house, two for work, one for a signal of work; the night is four times its
    /// index, two for done, one for truncated; the stream is state and increment, the low halves first.
    #[must_use]
    pub fn words(&self) -> Vec<u64> {
        let mut words = Vec::new();
        words.push(self.houses.len() as u64);
        for house in &self.houses {
            words.push(u64::from(*house as u8));
        }
        words.push(self.progress.len() as u64);
        for done in &self.progress {
            words.push(u64::from(done.to_bits()));
        }
        words.push(self.last_actions.len() as u64);
        for action in &self.last_actions {
            words.push(u64::from(action.to_bits()));
        }
        for signal in &self.round1_signals {
            words.push(u64::from(*signal as u8));
        }
        for reward in &self.rewards {
            words.push(u64::from(reward.to_bits()));
        }
        words.push(u64::from(self.night) << 2 | u64::from(self.done) << 1 | u64::from(self.truncated));
        let (state, increment) = self.random.parts();
        for word in [state, state >> 64, increment, increment >> 64] {
            #[expect(clippy::cast_possible_truncation, reason = "the halves one by one")]
            words.push(word as u64);
        }
        words
    }

    /// A fingerprint of 64 bits (FNV-1a), the same on every target and in every version.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let mut hash = Fingerprint::default();
        for word in self.words() {
            hash.add(word);
        }
        hash.value()
    }
}

impl PartialEq for GameState {
    fn eq(&self, other: &Self) -> bool {
        self.words() == other.words()
    }
}

impl Eq for GameState {}

impl Hash for GameState {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.words().hash(state);
    }
}

/// FNV-1a over 64-bit numbers, little-endian.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fingerprint(u64);

impl Default for Fingerprint {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Fingerprint {
    pub(crate) fn add(&mut self, number: u64) {
        self.add_bytes(&number.to_le_bytes());
    }

    pub(crate) fn add_bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    pub(crate) fn value(self) -> u64 {
        self.0
    }
}
