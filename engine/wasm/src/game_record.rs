//! A game's state, and the record of what was done.

use ludograph_engine::brigade::{Action, House, Mode, Pcg64, REPLAY_NIGHTS_MAX};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::game::GameCore;
use crate::refusal::{Refusal, answer, expect_bytes};
use crate::summary::fingerprint;

/// The actions of a game from its start, for a replay.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    /// Whether they are wanted.
    keeps: bool,
    /// Whether they are those of a whole game.
    is_whole: bool,
    /// By night, by agent, as `Action::to_bits` has them: a house has at most ten bits.
    actions: Vec<u16>,
    /// By night, by agent, in a two-phase game.
    round1: Vec<u8>,
}

impl Kept {
    pub(crate) fn new(keeps: bool) -> Self {
        Self { keeps, is_whole: keeps, actions: Vec::new(), round1: Vec::new() }
    }

    /// Adds a night; `nights` are those played so far.
    #[inline]
    pub(crate) fn add(&mut self, actions: &[Action], round1: &[Mode], nights: u32) {
        if self.is_whole {
            self.push(actions, round1, nights);
        }
    }

    fn push(&mut self, actions: &[Action], round1: &[Mode], nights: u32) {
        for action in actions {
            self.actions.push(u16::try_from(action.to_bits()).unwrap_or(u16::MAX));
        }
        for signal in round1 {
            self.round1.push(*signal as u8);
        }
        let bytes = self.actions.len() * 2 + self.round1.len();
        if nights > REPLAY_NIGHTS_MAX || expect_bytes("the record", bytes).is_err() {
            self.end();
        }
    }

    /// Begins anew.
    pub(crate) fn begin(&mut self) {
        self.actions.clear();
        self.round1.clear();
        self.is_whole = self.keeps;
    }

    /// What was done is no whole game any longer.
    pub(crate) fn end(&mut self) {
        *self = Self { is_whole: false, ..Self::new(self.keeps) };
    }

    pub(crate) fn is_whole(&self) -> bool {
        self.is_whole
    }

    pub(crate) fn actions(&self) -> &[u16] {
        &self.actions
    }

    pub(crate) fn round1(&self) -> &[u8] {
        &self.round1
    }
}

#[wasm_bindgen]
impl GameCore {
    /// Begins the game of a seed.
    pub fn begin(&mut self, seed: u64) {
        self.game.reset_with_seed(seed);
        self.tallies.clear();
        self.kept.begin();
    }

    /// Begins another game on the running random stream.
    pub fn reset(&mut self) {
        self.game.reset();
        self.tallies.clear();
        self.kept.end();
    }

    /// Everything that changes, as the engine's `GameState::words`.
    #[must_use]
    pub fn state(&self) -> Vec<u64> {
        self.game.state().words()
    }

    /// Puts a state, as [`GameCore::state`] has it, in place of the game's own; below 0 an error, and nothing has changed
    /// then.
    pub fn set_state(&mut self, words: &[u64]) -> i32 {
        answer(self.try_set_state(words))
    }

    /// The fingerprint of the state.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        fingerprint(&self.game)
    }
}

impl GameCore {
    fn try_set_state(&mut self, words: &[u64]) -> Result<(), Refusal> {
        let mut words = Words(words);
        let mut state = self.game.state();
        // Lists have the lengths of this game's: whoever wrote the words saw to that.
        words.next();
        for house in &mut state.houses {
            *house = match words.next() {
                0 => House::Safe,
                1 => House::Burning,
                _ => House::Ruined,
            };
        }
        words.next();
        for done in &mut state.progress {
            *done = f32::from_bits(low(words.next()));
        }
        words.next();
        for action in &mut state.last_actions {
            let bits = words.next();
            let house = u16::try_from(bits >> 2).unwrap_or(u16::MAX);
            *action = Action { house, mode: Mode::work_if(bits & 2 != 0), signal: Mode::work_if(bits & 1 != 0) };
        }
        for signal in &mut state.round1_signals {
            *signal = Mode::work_if(words.next() != 0);
        }
        for reward in &mut state.rewards {
            *reward = f32::from_bits(low(words.next()));
        }
        let night = words.next();
        (state.night, state.done, state.truncated) = (low(night >> 2), night & 2 != 0, night & 1 != 0);
        state.random = Pcg64::from_parts(words.wide(), words.wide());
        self.game.set_state(&state)?;
        self.tallies.clear();
        self.kept.end();
        Ok(())
    }
}

/// Words read one after the other; past the end there are only zeros.
struct Words<'a>(&'a [u64]);

impl Words<'_> {
    #[inline(never)]
    fn next(&mut self) -> u64 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// 128 bits, the low half first.
    fn wide(&mut self) -> u128 {
        u128::from(self.next()) | u128::from(self.next()) << 64
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the low half is what is wanted")]
fn low(word: u64) -> u32 {
    word as u32
}
