//! What a game came to, as JSON.

use ludograph_engine::brigade::{Ending, Game};
use serde_json::{Value, json};

/// What a game adds up for each agent.
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

    /// The sum of all scores, as the engine forms it.
    pub(crate) fn team_score(&self) -> f64 {
        self.scores.iter().map(|score| f64::from(*score)).sum()
    }

    /// `GameResult` of `package/src/types.ts`.
    pub(crate) fn result(&self, game: &Game, seed: u64) -> Value {
        let [safe, burning, ruined] = game.counts();
        json!({
            "seed": seed.to_string(),
            "nights": game.night(),
            "ending": ending_name(game.ending()),
            "houses": {"safe": safe, "burning": burning, "ruined": ruined},
            "scores": self.scores,
            "teamScore": self.team_score(),
            "worked": self.worked,
            "lied": self.lied,
        })
    }
}

pub(crate) fn ending_name(ending: Ending) -> &'static str {
    match ending {
        Ending::Running => "running",
        Ending::Done => "done",
        Ending::Truncated => "truncated",
    }
}

/// 0 running, 1 done, 2 truncated.
pub(crate) fn ending_code(ending: Ending) -> i32 {
    match ending {
        Ending::Running => 0,
        Ending::Done => 1,
        Ending::Truncated => 2,
    }
}
