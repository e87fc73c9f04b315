//! Games on recorded uniforms, and with probabilities that change, as some recorded games have them.

use std::sync::Arc;

use super::action::{Action, Mode};
use super::error::BrigadeError;
use super::game::Game;
use super::game_options::Ending;
use super::rng::Recorded;

impl Game {
    /// Begins a game whose first fires are decided by recorded uniforms, one per house. The own stream stands still.
    ///
    /// # Errors
    /// [`BrigadeError::DrawCount`] unless there is one uniform per house; nothing has changed then.
    pub fn reset_with_draws(&mut self, draws: &[f64]) -> Result<(), BrigadeError> {
        let used = usize::from(self.plan.houses);
        if draws.len() != used {
            return Err(BrigadeError::DrawCount { used, given: draws.len() });
        }
        self.begin(&mut Recorded::new(draws));
        Ok(())
    }

    /// Plays one night on recorded uniforms in place of the own stream; `round1` only for two-phase scenarios.
    ///
    /// # Errors
    /// As [`Game::step`]; [`BrigadeError::DrawCount`] if the night asks for another number of uniforms. The game is
    /// unchanged then.
    pub fn step_with_draws(
        &mut self,
        round1: Option<&[Mode]>,
        actions: &[Action],
        draws: &[f64],
    ) -> Result<Ending, BrigadeError> {
        let before = self.clone();
        let outcome = self.step_on_record(round1, actions, draws);
        if outcome.is_err() {
            *self = before;
        }
        outcome
    }

    fn step_on_record(
        &mut self,
        round1: Option<&[Mode]>,
        actions: &[Action],
        draws: &[f64],
    ) -> Result<Ending, BrigadeError> {
        self.refuse_commitment(round1.is_some())?;
        self.admit(actions)?;
        if let Some(round1) = round1 {
            BrigadeError::expect_count("round1 signals", self.plan.agents, round1.len())?;
            self.round1.copy_from_slice(round1);
        }
        let mut record = Recorded::new(draws);
        let ending = self.advance(&mut record);
        if record.used == draws.len() {
            Ok(ending)
        } else {
            Err(BrigadeError::DrawCount { used: record.used, given: draws.len() })
        }
    }

    /// Changes the probability that a house catches fire from the next night on, which some recorded games do.
    ///
    /// # Errors
    /// [`BrigadeError::Parameter`] unless it lies in 0..=1.
    pub fn set_ignition(&mut self, probability: f64) -> Result<(), BrigadeError> {
        if !(0.0..=1.0).contains(&probability) {
            let (field, value) = ("prob_house_catches_fire", probability);
            return Err(BrigadeError::Parameter { field, value, allowed: "a probability in 0..=1" });
        }
        Arc::make_mut(&mut self.plan).set_ignition(probability);
        Ok(())
    }
}
