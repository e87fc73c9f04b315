//! Nights told to the other module, which counts them: words of 32 bits, as the engine's `NightReader` reads them.

use ludograph_engine::brigade::{Ending, work_costs};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::games::MatchCore;
use crate::numbers::read_scenario;
use crate::refusal::{Refusal, answer};

/// How many words are told at once, but for the night that is told last.
const WORDS: usize = 1 << 16;

/// Which night is told next.
#[derive(Debug, Default)]
pub(crate) struct Telling {
    seed: u64,
    /// Whether the game of the seed before has nights left.
    runs: bool,
    pub(crate) words: Vec<u32>,
}

#[wasm_bindgen]
impl MatchCore {
    /// Will tell the games of this seed and those after it.
    pub fn tell_from(&mut self, seed: u64) {
        self.telling = Telling { seed, ..Telling::default() };
    }

    /// Tells nights that follow, of games of seeds below `end`. No words when all were told; below 0 an error.
    pub fn tell(&mut self, end: u64) -> i32 {
        answer(self.try_tell(end))
    }
}

impl MatchCore {
    fn try_tell(&mut self, end: u64) -> Result<(), Refusal> {
        let Telling { seed, runs, words } = &mut self.telling;
        words.clear();
        while words.len() < WORDS {
            if *runs {
                *runs = self.player.play_told(words)? == Ending::Running;
            } else if *seed < end {
                self.player.begin_told(*seed, words);
                (*seed, *runs) = (*seed + 1, true);
            } else {
                break;
            }
        }
        Ok(())
    }
}

/// What a night of work costs each of so many agents in each house, agent after agent; behind it what a night of rest
/// brings. The scenario is one that was played.
#[wasm_bindgen]
#[must_use]
pub fn costs_of(scenario: &[f64], agents: usize) -> Vec<f64> {
    let scenario = read_scenario(scenario);
    let mut costs = work_costs(&scenario, agents);
    costs.push(scenario.reward_rest);
    costs
}
