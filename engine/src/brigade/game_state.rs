//! A game's state taken out and put back.

use super::action::House;
use super::bits::{bit, word};
use super::error::BrigadeError;
use super::game::{Game, Town};
use super::game_options::Ending;
use super::observe::house_state;
use super::state::GameState;

impl Game {
    /// Everything that changes, as plain data. O(houses + agents), allocates.
    #[must_use]
    #[inline]
    pub fn state(&self) -> GameState {
        let (burning, ruined) = self.sets();
        GameState {
            houses: (0..self.plan.houses).map(|house| house_state(burning, ruined, house)).collect(),
            progress: self.progress.clone(),
            last_actions: self.actions.clone(),
            round1_signals: self.round1.clone(),
            rewards: self.rewards.clone(),
            night: self.night,
            done: self.ending == Ending::Done,
            truncated: self.ending == Ending::Truncated,
            random: self.random,
        }
    }

    /// Puts a state in place of the game's own.
    ///
    /// # Errors
    /// [`BrigadeError::Count`] for lists of the wrong length, [`BrigadeError::House`] for a location off the ring,
    /// [`BrigadeError::Parameter`] for a progress outside 0..1. Nothing has changed then.
    #[inline]
    pub fn set_state(&mut self, state: &GameState) -> Result<(), BrigadeError> {
        BrigadeError::expect_count("houses", usize::from(self.plan.houses), state.houses.len())?;
        BrigadeError::expect_count("progress", self.progress.len(), state.progress.len())?;
        BrigadeError::expect_count("round1_signals", self.plan.agents, state.round1_signals.len())?;
        BrigadeError::expect_count("rewards", self.plan.agents, state.rewards.len())?;
        self.plan.check(&state.last_actions)?;
        if let Some(value) = state.progress.iter().find(|done| !(0.0..1.0).contains(*done)) {
            let value = f64::from(*value);
            return Err(BrigadeError::Parameter { field: "progress", value, allowed: "in 0..1" });
        }
        self.set_houses(&state.houses);
        self.progress.copy_from_slice(&state.progress);
        self.actions.copy_from_slice(&state.last_actions);
        self.round1.copy_from_slice(&state.round1_signals);
        self.rewards.copy_from_slice(&state.rewards);
        self.night = state.night;
        self.ending = match (state.done, state.truncated) {
            (true, _) => Ending::Done,
            (false, true) => Ending::Truncated,
            (false, false) => Ending::Running,
        };
        self.random = state.random;
        Ok(())
    }

    #[inline]
    fn set_houses(&mut self, houses: &[House]) {
        let (burning, ruined) = match &mut self.town {
            Town::Packed(board) => (&mut board.burning[..], &mut board.ruined[..]),
            Town::Wide(board) => (&mut board.burning[..], &mut board.ruined[..]),
        };
        burning.fill(0);
        ruined.fill(0);
        for (house, state) in (0_u32..).zip(houses) {
            match state {
                House::Safe => {}
                House::Burning => burning[word(house)] |= bit(house),
                House::Ruined => ruined[word(house)] |= bit(house),
            }
        }
    }
}
