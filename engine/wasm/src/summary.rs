//! What a game adds up for each agent.

use ludograph_engine::brigade::{Ending, Game};

/// Sums by agent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tallies {
    /// Sums of rewards, in 32 bits as they are paid.
    pub(crate) scores: Vec<f32>,
    /// Nights of work.
    pub(crate) worked: Vec<u32>,
    /// Nights with a signal that was not the mode.
    pub(crate) lied: Vec<u32>,
}

impl Tallies {
    pub(crate) fn new(agents: usize) -> Self {
        Self { scores: vec![0.0; agents], worked: vec![0; agents], lied: vec![0; agents] }
    }

    pub(crate) fn clear(&mut self) {
        self.scores.fill(0.0);
        self.worked.fill(0);
        self.lied.fill(0);
    }

    /// Adds the night a game has just played.
    #[inline]
    pub(crate) fn add(&mut self, game: &Game) {
        let sums = self.scores.iter_mut().zip(&mut self.worked).zip(&mut self.lied);
        for (((score, worked), lied), (action, reward)) in sums.zip(game.last_actions().iter().zip(game.rewards())) {
            *score += reward;
            *worked = worked.wrapping_add(action.mode as u32);
            *lied = lied.wrapping_add(u32::from(action.mode != action.signal));
        }
    }
}

/// 0 running, 1 done, 2 truncated.
pub(crate) fn ending_code(ending: Ending) -> u8 {
    match ending {
        Ending::Running => 0,
        Ending::Done => 1,
        Ending::Truncated => 2,
    }
}

/// The fingerprint of a game's state.
#[inline(never)]
pub(crate) fn fingerprint(game: &Game) -> u64 {
    game.state().fingerprint()
}
