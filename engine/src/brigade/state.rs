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
    /// The numbers the state consists of, in one fixed order.
    fn visit(&self, mut each: impl FnMut(u64)) {
        let length = |list: usize| list as u64;
        each(length(self.houses.len()));
        self.houses.iter().for_each(|house| each(u64::from(*house as u8)));
        each(length(self.progress.len()));
        self.progress.iter().for_each(|done| each(u64::from(done.to_bits())));
        each(length(self.last_actions.len()));
        for action in &self.last_actions {
            each(u64::from(action.house) << 2 | u64::from(action.mode as u8) << 1 | u64::from(action.signal as u8));
        }
        self.round1_signals.iter().for_each(|signal| each(u64::from(*signal as u8)));
        self.rewards.iter().for_each(|reward| each(u64::from(reward.to_bits())));
        each(u64::from(self.night) << 2 | u64::from(self.done) << 1 | u64::from(self.truncated));
        let (state, increment) = self.random.parts();
        for word in [state, state >> 64, increment, increment >> 64] {
            #[expect(clippy::cast_possible_truncation, reason = "the halves one by one")]
            each(word as u64);
        }
    }

    /// A fingerprint of 64 bits (FNV-1a), the same on every target and in every version.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let mut hash = Fingerprint::default();
        self.visit(|number| hash.add(number));
        hash.value()
    }
}

impl PartialEq for GameState {
    fn eq(&self, other: &Self) -> bool {
        let (mut mine, mut theirs) = (Vec::new(), Vec::new());
        self.visit(|number| mine.push(number));
        other.visit(|number| theirs.push(number));
        mine == theirs
    }
}

impl Eq for GameState {}

impl Hash for GameState {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.visit(|number| state.write_u64(number));
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
