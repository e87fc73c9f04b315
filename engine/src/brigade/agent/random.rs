//! Agents without a thought.

use super::Agent;
use crate::brigade::action::{Action, Mode};
use crate::brigade::observe::Observation;
use crate::brigade::rng::Pcg64;

/// Any house, any mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RandomAgent {
    independent_signal: bool,
}

impl RandomAgent {
    /// The upstream's random agent: its signal is its mode.
    #[must_use]
    pub fn honest() -> Self {
        Self { independent_signal: false }
    }

    /// House, mode and signal independent and uniform, as the published baselines have it.
    #[must_use]
    pub fn uniform() -> Self {
        Self { independent_signal: true }
    }
}

impl Agent for RandomAgent {
    fn act(&mut self, view: &Observation<'_>, draws: &mut Pcg64) -> Action {
        let house = draws.index_below(view.num_houses());
        let mode = Mode::work_if(draws.next_below(2) == 1);
        let signal = if self.independent_signal { Mode::work_if(draws.next_below(2) == 1) } else { mode };
        Action { house, mode, signal }
    }
}
